/** The condition of the station: its disk, its backlog, its lanes, its sources and the counters of the shift. */
export { createChangeSignal } from './changeSignal.ts';
export { type DiskSpace, measureDiskSpace } from './diskSpace.ts';
export { type DiskWatch, watchDisk } from './diskWatch.ts';
export { lastKnown } from './lastKnown.ts';
export { createNoticeHandlers } from './noticeHandlers.ts';
export { createShiftCounters } from './shiftCounters.ts';
export { type StationStatusNeeds, sourceStatus, stationStatus } from './stationStatus.ts';
export { createStorageWatch, type StorageWatch } from './storageWatch.ts';
