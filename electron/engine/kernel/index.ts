/** The kernel owns truth and time: everything that features share, and nothing of any one of them. */
export type { Statement } from './conditions.ts';
export { type Feature, Kernel } from './kernel.ts';
export { BackOff, Queue, type Repeated, Work } from './work.ts';
