import { existsSync } from 'node:fs';

/** Vulkan in software, which comes with Debian's chromium: WebGPU without a GPU. */
export const SWIFT_SHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** Debian's libvulkan1, through which it is reached. */
const LOADERS = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/libvulkan.so.1`);

export const hasSoftwareGraphics = existsSync(SWIFT_SHADER) && LOADERS.some((path) => existsSync(path));
