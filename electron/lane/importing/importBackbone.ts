import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { assertNever, type BackboneManifest, messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { sha256Of } from '../../files/index.ts';
import { writeResult } from '../resultFile.ts';
import { importEfficientNet } from './efficientNet.ts';
import { importOnnxFile } from './onnxFile.ts';
import type { ImportedBackbone } from './probe.ts';

/**
 * Makes a backbone of one file and writes it into the request's folder, which is complete only when this has returned.
 *
 * @throws SigmalineError weights.*, onnx.*, backbone.checksum, backbone.output, station.disk-full, lane.unwritable
 */
export async function importBackbone(request: ImportRequest): Promise<BackboneManifest> {
  const bytes = await readVerified(request);
  const { manifest, network } = await importNetwork(bytes, request);
  writeResult(join(request.outputFolder, manifest.file), network, { flush: true });
  writeResult(join(request.outputFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
    flush: true,
  });
  return manifest;
}

/** The very bytes that are used are those that are hashed: the file could change in between. */
async function readVerified({ file, sha256 }: ImportRequest): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new SigmalineError('weights.unreadable', { file: basename(file), reason: messageOf(cause) }, cause);
  });
  const found = sha256Of(bytes);
  if (found === sha256) return bytes;
  throw new SigmalineError('backbone.checksum', { file: basename(file), found, expected: sha256 });
}

function importNetwork(bytes: Uint8Array, { network, file, sha256 }: ImportRequest): Promise<ImportedBackbone> {
  switch (network.kind) {
    case 'efficientNet':
      return importEfficientNet(bytes, basename(file), network);
    case 'onnx':
      return importOnnxFile(bytes, sha256, network);
    default:
      return assertNever(network);
  }
}
