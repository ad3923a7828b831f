import type { Named } from './report.ts';
import type { PrecisionFigures } from './sections/precision.ts';
import { bytesText, msText, ratioText, spreadText, table, targetText } from './text.ts';

/** What 8-bit integers are to cost, as shares of floats. */
const TARGETS = { time: 0.45, memory: 0.5 };

type Rows = readonly Named<readonly PrecisionFigures[]>[];

export function precisionSection(rows: Rows): string {
  const lines = rows.flatMap(({ backbone, figures }) =>
    figures.map(({ threads, comparison: { first, second, ratio }, laneMemory }) => [
      backbone,
      String(threads),
      spreadText(second, msText),
      spreadText(first, msText),
      spreadText(ratio, ratioText),
      targetText(ratio.median, TARGETS.time, ratioText),
      laneMemory === null ? '-' : `${bytesText(laneMemory.floatBytes)}, ${bytesText(laneMemory.int8Bytes)}`,
      laneMemory === null ? '-' : targetText(laneMemory.int8Bytes / laneMemory.floatBytes, TARGETS.memory, ratioText),
    ]),
  );
  const head = ['backbone', 'threads', 'floats', 'integers', 'ratio', 'target', 'lane with floats, integers', 'target'];
  return `## 8-bit integers

Processor time of a whole recipe, from pixels to score and anomaly map, in integers and in floats, in turn in one process; and the resident memory of a lane that has judged twenty images by each.

${table(head, lines)}`;
}

/** The same for programs; memory in millions of bytes. */
export function precisionDocument(rows: Rows): unknown {
  return {
    rows: rows.flatMap(({ backbone, figures }) =>
      figures.map(({ threads, comparison: { ratio }, laneMemory }) => ({
        backbone,
        threads,
        int8OverFloat: { median: ratio.median, low: ratio.minimum, high: ratio.maximum },
        laneMemory:
          laneMemory === null ? null : { floatMb: laneMemory.floatBytes / 1e6, int8Mb: laneMemory.int8Bytes / 1e6 },
      })),
    ),
  };
}
