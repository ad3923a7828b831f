import { readdir, readFile, stat } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { sha256Of } from '../../files/index.ts';

/** The machine and its drivers, as far as they can be read without starting anything. */
export interface MachineIdentity {
  /** Changes with the processor, the system, ONNX Runtime, the graphics processors and their drivers: whatever was found out then is void. */
  readonly key: string;
  readonly processor: string;
  /** Names of the graphics processors, as the system tells them; empty where it does not. */
  readonly graphics: readonly string[];
}

/** @param runtimeVersion of ONNX Runtime */
export async function identifyMachine(
  runtimeVersion: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<MachineIdentity> {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const drivers = await vulkanDrivers(environment);
  const [cards, nvidia] = await Promise.all([pciCards(), nvidiaDevices()]);
  const hardware = [platform(), arch(), processor, cpus().length, totalmem(), ...cards.keys];
  const software = [release(), runtimeVersion, nvidia.driver, ...drivers.keys];
  const found = nvidia.names.length > 0 ? nvidia.names : cards.names;
  return {
    key: sha256Of(JSON.stringify([hardware, software])),
    processor,
    // A driver that is named in the environment is the only one that is used.
    graphics: drivers.named.length > 0 ? drivers.named : found,
  };
}

const DRIVER_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Files that say which drivers Vulkan, and WebGPU through it, may use. */
async function vulkanDrivers(environment: Readonly<Record<string, string | undefined>>) {
  const wished = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES ?? '';
  const named = wished.split(':').filter((path) => path !== '');
  const installed = await Promise.all(DRIVER_FOLDERS.map(filesIn));
  const keys = await Promise.all([...named, ...installed.flat()].map(fileKey));
  return { keys, named: named.map((path) => basename(path, '.json')) };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().map((name) => join(folder, name));
}

async function fileKey(path: string): Promise<string> {
  const file = await stat(path).catch(() => null);
  return file === null ? `${path} is missing` : `${path} ${file.size} ${file.mtimeMs}`;
}

const VENDORS: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

/** Graphics cards as Linux lists them; elsewhere there are none to read. */
async function pciCards() {
  const root = '/sys/class/drm';
  const cards = (await readdir(root).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort();
  const ids = await Promise.all(
    cards.map(async (card) => {
      const [vendor, device] = await Promise.all(
        ['vendor', 'device'].map((name) => textOf(join(root, card, 'device', name))),
      );
      return { vendor: vendor ?? '', device: device ?? '' };
    }),
  );
  return {
    keys: ids.map(({ vendor, device }) => `${vendor}:${device}`),
    names: ids.map(({ vendor, device }) => `${VENDORS[vendor] ?? vendor} graphics ${device}`),
  };
}

/** What NVIDIA's kernel module tells. */
async function nvidiaDevices() {
  const root = '/proc/driver/nvidia';
  const version = await textOf(join(root, 'version'));
  const driver =
    /Kernel Module\s+(\S+)|(\d+\.\d+(?:\.\d+)?)\s/
      .exec(version ?? '')
      ?.slice(1)
      .find(Boolean) ?? version;
  const cards = await readdir(join(root, 'gpus')).catch(() => []);
  const texts = await Promise.all(cards.sort().map((card) => textOf(join(root, 'gpus', card, 'information'))));
  const models = texts.flatMap((text) => /^Model:\s*(.+)$/m.exec(text ?? '')?.[1] ?? []);
  const names = models.map((model) => (driver === null ? model : `${model}, driver ${driver}`));
  return { driver, names };
}

function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
