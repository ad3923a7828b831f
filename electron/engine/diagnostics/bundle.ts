import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, cpus, freemem, platform, release, totalmem, uptime } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { DiagnosticsOptions, DiagnosticsPart } from '../../../shared/contract/index.ts';
import { reportOf, SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { replaceWhole, unfinishedName } from '../../files/index.ts';
import { readAnyDatabase, type StationDatabase } from '../storage/index.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { StationFacts } from './stationFacts.ts';

interface Content {
  readonly name: string;
  readonly kind: DiagnosticsPart['kind'];
  readonly bytes: Uint8Array;
  /** It is compressed by itself. */
  readonly isPacked?: true;
}

const BYTES_PER_MEGABYTE = 1e6;

/**
 * Collects what support asks for out of a data folder, whether its station runs, stands still or cannot start: a part that cannot be read says why
 * instead. Without the option `names` everything that tells of people, parts, files and folders has a pseudonym.
 *
 * @param live what only a running station knows; null where it does not run
 * @param out where the ZIP goes; null writes nothing
 */
export async function collectDiagnostics(
  dataFolder: string,
  options: DiagnosticsOptions,
  live: unknown,
  out: string | null,
): Promise<DiagnosticsPart[]> {
  let database: StationDatabase | null = null;
  try {
    let trouble: unknown = null;
    let facts: StationFacts | null = null;
    try {
      database = readAnyDatabase(dataFolder);
      facts = new StationFacts(database);
    } catch (thrown) {
      trouble = thrown;
    }
    const contents = await new Collection(dataFolder, options, facts, trouble).all(live);
    if (out !== null) await writeZip(out, contents);
    return contents.map(({ name, kind, bytes }) => ({ name, kind, bytes: bytes.length }));
  } finally {
    database?.close();
  }
}

class Collection {
  readonly #dataFolder: string;
  readonly #options: DiagnosticsOptions;
  readonly #facts: StationFacts | null;
  readonly #trouble: unknown;
  readonly #pseudonyms: Pseudonyms;

  constructor(dataFolder: string, options: DiagnosticsOptions, facts: StationFacts | null, trouble: unknown) {
    this.#dataFolder = dataFolder;
    this.#options = options;
    this.#trouble = trouble;
    this.#facts = facts;
    this.#pseudonyms = new Pseudonyms([...this.#namesInDatabase(), ...namesInCopy(dataFolder)], options.names);
  }

  async all(live: unknown): Promise<Content[]> {
    const contents = [
      this.#json('versions', () => versions()),
      this.#json('settings', () => ({ settings: this.#known().settings(), sources: this.#known().sources() })),
      ...(live === null ? [] : [this.#json('status', () => live)]),
      this.#json('notices', () => this.#known().notices()),
      this.#json('faults', () => this.#known().faults()),
      this.#json('events', () => this.#known().events()),
      this.#json('queues', () => this.#known().queues()),
      this.#json('database', () => this.#known().statistics()),
      this.#json(
        'providers',
        () => JSON.parse(readFileSync(join(this.#dataFolder, 'providers.json'), 'utf8')) as unknown,
      ),
      this.#json('folder', () => this.#files()),
    ];
    return [...(await Promise.all(contents)), ...(await this.#logs()), ...this.#images()];
  }

  #known(): StationFacts {
    if (this.#facts === null) throw this.#trouble;
    return this.#facts;
  }

  #namesInDatabase(): string[] {
    try {
      return this.#facts?.names() ?? [];
    } catch {
      // What can be read of it says so in its own part; unknown texts are replaced all the same.
      return [];
    }
  }

  async #json(kind: Exclude<DiagnosticsPart['kind'], 'log' | 'image'>, read: () => unknown): Promise<Content> {
    let value: unknown;
    try {
      value = this.#pseudonyms.clean(await read());
    } catch (thrown) {
      const { code, details, message } = reportOf(thrown);
      value = { unreadable: this.#pseudonyms.clean({ code, details, message }) };
    }
    return { name: `${kind}.json`, kind, bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) };
  }

  /** What lies in the data folder, without the names of what people made. */
  async #files(): Promise<unknown> {
    const entries = await readdir(this.#dataFolder, { withFileTypes: true });
    return Promise.all(
      entries.map(async (entry) => ({
        kind: entry.name.replaceAll(/[^a-z0-9.-]/gi, '_').slice(0, 60),
        isFolder: entry.isDirectory(),
        bytes: entry.isFile() ? (await stat(join(this.#dataFolder, entry.name))).size : null,
      })),
    );
  }

  async #logs(): Promise<Content[]> {
    const folder = join(this.#dataFolder, 'logs');
    const names = (await readdir(folder).catch(() => []))
      .filter((name) => /^station\.log(?:\.\d+)?$/.test(name))
      .sort();
    let left = this.#options.logMegabytes * BYTES_PER_MEGABYTE;
    const contents: Content[] = [];
    // The first is the newest.
    for (const name of names) {
      if (left <= 0) break;
      const text = await endOf(join(folder, name), left);
      left -= text.length;
      const lines = text.split('\n').filter((line) => line !== '');
      const bytes = Buffer.from(lines.map((line) => `${this.#line(line)}\n`).join(''));
      contents.push({ name: `logs/${name}`, kind: 'log', bytes });
    }
    return contents;
  }

  #line(line: string): string {
    try {
      return JSON.stringify(this.#pseudonyms.clean(JSON.parse(line)));
    } catch {
      return this.#pseudonyms.text(line);
    }
  }

  #images(): Content[] {
    if (this.#options.images === 0) return [];
    try {
      return this.#known()
        .errorImages(this.#options.images)
        .map(({ number, path }) => ({
          name: `images/${number}${extname(path).replaceAll(/[^.a-z0-9]/gi, '')}`,
          kind: 'image',
          bytes: readFileSync(path),
          isPacked: true,
        }));
    } catch {
      return [];
    }
  }
}

/** People whose database cannot be read stand in the copy beside it. */
function namesInCopy(dataFolder: string): string[] {
  try {
    const { people } = JSON.parse(readFileSync(join(dataFolder, 'station.people.json'), 'utf8')) as {
      people: Record<string, unknown>[];
    };
    return people
      .flatMap(({ signInId, name, badge }) => [signInId, name, badge])
      .filter((text) => typeof text === 'string');
  } catch {
    return [];
  }
}

function versions(): unknown {
  const [processor] = cpus();
  return {
    software: SOFTWARE_VERSION,
    versions: Object.entries(process.versions).map(([kind, version]) => ({ kind, version })),
    onnxRuntime: { version: versionOf('onnxruntime-node') },
    sqlite: { version: versionOf('better-sqlite3') },
    system: { platform: platform(), version: release(), kind: arch(), uptimeSeconds: Math.round(uptime()) },
    processor: { device: processor?.model ?? null, cores: cpus().length },
    memory: { total: totalmem(), free: freemem() },
  };
}

/** Null where the program is packed without the library's description. */
function versionOf(library: string): string | null {
  try {
    const require = createRequire(import.meta.url);
    return (require(`${library}/package.json`) as { version: string }).version;
  } catch {
    return null;
  }
}

/** The last whole lines of a file. */
async function endOf(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    await file.read(buffer, 0, length, size - length);
    const text = buffer.toString('utf8');
    return length === size ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

async function writeZip(path: string, contents: readonly Content[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const zip = new ZipFile();
  for (const { name, bytes, isPacked } of contents)
    zip.addBuffer(Buffer.from(bytes), name, { compress: isPacked !== true });
  zip.end();
  await replaceWhole(path, (partial) => pipeline(zip.outputStream, createWriteStream(partial)), unfinishedName(path));
}
