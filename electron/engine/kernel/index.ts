/** The kernel owns truth and time: everything that features share, and nothing of any one of them. */
export { Conditions, type Statement } from './conditions.ts';
export { type Feature, Kernel } from './kernel.ts';
export { type Recorder, type RecorderName, Recorders } from './recorders.ts';
export { BackOff, Queue, type Repeated, Work, withinGrace } from './work.ts';
