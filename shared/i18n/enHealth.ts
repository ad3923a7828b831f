import { isOne } from './translation.ts';

/** The health screen: everything that has to work, with its state and what to do. */
export const healthTexts = {
  healthSheet: {
    open: 'Look at the health of the station',
    well: 'Everything works.',
    wrong: (count: number) => (isOne(count) ? '1 thing needs you.' : `${count} things need you.`),
    groups: { line: 'Line', judging: 'Judging', records: 'Records', station: 'Station' },
    since: (time: string) => `since ${time}`,
    source: {
      watching: 'Watched',
      unreachable: 'Unreachable',
      unready: 'Not ready',
      stopped: 'Does not inspect',
      cycle: (seconds: string) => `a part every ${seconds}\u202fs`,
      arrivals: (parts: string) => `${parts}/min arrive`,
    },
    lane: {
      starting: 'Starting',
      idle: 'Ready',
      busy: 'Judging',
      failed: 'Failed',
    },
    processor: {
      name: 'Processors',
      offered: (providers: string) => `Offered here by ONNX Runtime: ${providers}`,
    },
    recipe: (id: string) => `Recipe ${id}`,
    disk: (size: string) => `of ${size}`,
    backup: {
      none: 'None yet',
      last: (time: string) => `Last one ${time}`,
      sameDisk: 'on the disk of the records: a disk that fails takes both',
    },
    clock: { name: 'Clock', good: 'Nothing unusual', bad: 'In doubt' },
    chain: { name: 'Audit chain', good: 'No fault known', bad: 'Look at it' },
    runs: 'Runs',
    version: (version: string) => `version ${version}`,
  },
};
