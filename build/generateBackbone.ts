import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildScattering, writeModel } from '../electron/graph/index.ts';
import type { BackboneManifest } from '../shared/domain/index.ts';

/**
 * Writes the built-in backbone into resources/backbones/scattering. The files are committed; running this again gives the same bytes.
 * Usage: node build/generateBackbone.ts [FOLDER]
 */

const folder = process.argv[2] ?? join(import.meta.dirname, '../resources/backbones/scattering');
const { model, description } = buildScattering();
const bytes = writeModel(model);
const manifest: BackboneManifest = {
  ...description,
  file: 'scattering.onnx',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  source: 'build/generateBackbone.ts',
};
await mkdir(folder, { recursive: true });
await writeFile(join(folder, manifest.file), bytes);
await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${folder}: ${bytes.length} bytes, sha256 ${manifest.sha256}`);
