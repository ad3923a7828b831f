import { spreadOf } from './measure/statistics.ts';
import type { HistoryFigures } from './sections/history.ts';
import type { InterfaceFrames, InterfaceMemory } from './sections/interface.ts';
import type { VerifyFigures } from './sections/verify.ts';
import { bytesText, msText, ratioText, spreadText, table, targetText } from './text.ts';

/** What may not grow with the years of a station, or with the parts that a page has seen. */
const TARGETS = {
  questionMs: 5,
  interfaceBytes: 250e6,
  firstScreenMs: 1500,
  exportRatio: 1.25,
  verifyMsPer100000: 3000,
};

export function historySection({ records, questions, countedMs, exports }: HistoryFigures): string {
  const lines = questions.map(({ name, ms }) => [
    name,
    spreadText(ms, msText),
    targetText(ms.median, TARGETS.questionMs, msText),
  ]);
  const { bySums, oneByOne } = countedMs;
  const counted = [
    spreadText(bySums, msText),
    spreadText(oneByOne, msText),
    ratioText(bySums.median / oneByOne.median),
  ];
  const exportLines = exports.map(({ kind, rows, seconds, bytes, startBytes, peakBytes }) => {
    const [least] = exports.filter((other) => other.kind === kind);
    const ratio = peakBytes / (least?.peakBytes ?? Number.NaN);
    return [
      kind,
      String(rows),
      `${seconds.toFixed(1)} s`,
      String(Math.round(rows / seconds)),
      bytesText(bytes),
      bytesText(startBytes),
      bytesText(peakBytes),
      rows === least?.rows ? '-' : targetText(ratio, TARGETS.exportRatio, ratioText),
    ];
  });
  return `## Years of records

A station with ${records} records, on which nothing else runs. What the thread that records asks of them:

${table(['question', 'time', 'target'], lines)}

The counters of a week, on the thread that reads: from the sums of each hour, and record by record as before there were any.

${table(['from sums', 'one by one', 'ratio'], [counted])}

An export, in a process of its own (resident memory before it and at its highest; the target is that of ten times the rows):

${table(['what', 'rows', 'time', 'rows a second', 'size', 'before', 'highest', 'ratio of the highest'], exportLines)}`;
}

export function verifySection(sizes: readonly VerifyFigures[]): string {
  const lines = sizes.map(({ isIntact, entries, seconds, hashingSeconds, peakBytes }) => [
    isIntact ? String(entries) : `${entries} (NOT INTACT)`,
    `${seconds.toFixed(1)} s`,
    targetText((seconds * 1000 * 100_000) / entries, TARGETS.verifyMsPer100000, msText),
    ratioText(seconds / hashingSeconds),
    bytesText(peakBytes),
  ]);
  return `## Verifying the audit chain

A chain with a record for each entry and a checkpoint every 5000, in a process of its own, files of records left out. The ratio is to as many hashes of 600 bytes by themselves.

${table(['entries', 'time', '100000 entries (target)', 'ratio to hashing alone', 'highest memory'], lines)}`;
}

export function interfaceSection(looks: readonly InterfaceMemory[] | null): string {
  const title = '## Memory of the interface';
  if (looks === null) return `${title}\n\nNot measured: there is no Chromium here, or the system does not tell.`;
  const lines = looks.map(({ parts, bytes, isAtRest }) => [
    isAtRest ? `${parts}, at rest` : String(parts),
    bytesText(bytes),
    targetText(bytes, TARGETS.interfaceBytes, bytesText),
  ]);
  return `${title}

The page of an operator, 1920 x 1080, while parts arrive with image (1024 px), heatmap and thumbnail: what its process holds (proportional set), without a debugger, which would keep what the page loads. At rest: before the first part, and half a minute after the last one; what waits to be thrown away is gone by then.

${table(['parts', 'memory', 'target'], lines)}`;
}

function processorText(cores: InterfaceFrames['cores']): string {
  const used = Object.entries(cores).sort(([, one], [, other]) => other - one);
  if (used.length === 0) return 'not told by the system';
  const together = used.reduce((sum, [, share]) => sum + share, 0);
  const each = used.map(([name, share]) => `${name} ${share.toFixed(2)}`);
  return `${together.toFixed(2)} (${each.join(', ')})`;
}

export function framesSection(figures: InterfaceFrames | null): string {
  const title = '## Frames of the interface';
  if (figures === null) return `${title}\n\nNot measured: there is no Chromium here.`;
  const { parts, seconds, frames, partly, dropped, jerks, jerksInARow, shown, firstScreenMs, memoryBytes, cores } =
    figures;
  const counts = [frames, partly, dropped, jerks, jerksInARow].map(String);
  const times = [shown.medianMs, shown.p99Ms, shown.mostMs].map(msText);
  const most = Math.max(...memoryBytes);
  const memory =
    memoryBytes.length === 0
      ? ['not told by the system', '-', '-']
      : [
          spreadText(spreadOf(memoryBytes), bytesText),
          bytesText(memoryBytes.at(-1) ?? 0),
          targetText(most, TARGETS.interfaceBytes, bytesText),
        ];
  const screens = spreadOf(firstScreenMs);
  const first = [spreadText(screens, msText), targetText(screens.median, TARGETS.firstScreenMs, msText)];
  return `${title}

The page of an operator, 1920 x 1080, drawn by the processor, while ${parts} parts arrive in ${seconds} seconds; from Chromium's own trace. A frame is whole or shown without what the page wanted to change in it; times are from its beginning until it was shown. A drop is seen where Chromium says that it affects smoothness; a frame without anything to show counts nowhere, and so does one from before the first part.

${table(['frames', 'not whole', 'dropped', 'dropped where it is seen', 'most in a row', 'median', '99 %', 'longest'], [[...counts, ...times]])}

Cores kept busy: ${processorText(cores)}.

From the call of the page, by a browser that has seen none, to the verdict of its first screen, and the memory of its process while parts arrive (proportional set; the target is that of the highest):

${table(['first screen', 'target', 'memory', 'at the end', 'target'], [[...first, ...memory]])}`;
}
