import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { goldenOutputSchema } from '../../../shared/processes/lane.ts';
import { writeWhole } from '../../files/index.ts';

const choiceSchema = z.object({
  machine: z.string(),
  graph: z.string(),
  wished: z.string(),
  provider: z.string(),
  reason: z.string(),
  refusal: z.string().nullable(),
  reference: z.array(goldenOutputSchema).nullable(),
  checkedAt: z.iso.datetime(),
});
export type RememberedChoice = z.infer<typeof choiceSchema>;

const failureSchema = z.object({
  machine: z.string(),
  graph: z.string(),
  provider: z.string(),
  recipe: z.string(),
  reason: z.string(),
  failedAt: z.iso.datetime(),
});
export type RememberedFailure = z.infer<typeof failureSchema>;

const fileSchema = z.object({
  format: z.literal(1),
  choices: z.array(choiceSchema).default([]),
  failures: z.array(failureSchema).default([]),
});
type Content = z.infer<typeof fileSchema>;

export type ChoiceKey = Pick<RememberedChoice, 'machine' | 'graph' | 'wished'>;

/** What was found out about this machine, in `providers.json`: it may be deleted at any time, and is found out again then. */
export interface ProviderMemory {
  /** The sentence on a file that could not be read; null where all was well. */
  readonly warning: string | null;
  choice(key: ChoiceKey): RememberedChoice | null;
  failures(machine: string, graph: string): readonly RememberedFailure[];
  /** Each rejects where the file cannot be written; what was told is known all the same until the station stops. */
  rememberChoice(choice: RememberedChoice): Promise<void>;
  rememberFailure(failure: RememberedFailure): Promise<void>;
  /** Forgets every failure and every choice. */
  forgetChoices(): Promise<void>;
}

/** Recipes of years would make the file slow to write. */
const MOST_KEPT = 100;
const EMPTY: Content = { format: 1, choices: [], failures: [] };

export async function openProviderMemory(file: string): Promise<ProviderMemory> {
  const { content: found, warning } = await readContent(file);
  let content = found;
  let lastWrite: Promise<void> = Promise.resolve();

  function change(changes: Partial<Content>): Promise<void> {
    content = { ...content, ...changes };
    lastWrite = lastWrite.catch(() => undefined).then(() => writeWhole(file, JSON.stringify(content)));
    return lastWrite;
  }

  return {
    warning,
    choice: ({ machine, graph, wished }) => content.choices.find(isFor({ machine, graph, wished })) ?? null,
    failures: (machine, graph) => content.failures.filter(isFor({ machine, graph })),
    rememberChoice(choice) {
      const { machine, graph, wished } = choice;
      return change({ choices: withNewest(content.choices, choice, { machine, graph, wished }) });
    },
    rememberFailure(failure) {
      const { machine, graph, provider } = failure;
      return change({ failures: withNewest(content.failures, failure, { machine, graph, provider }) });
    },
    forgetChoices: () => change({ choices: [], failures: [] }),
  };
}

function isFor<Key extends object>(key: Key): (item: Key) => boolean {
  const names = Object.keys(key) as (keyof Key)[];
  return (item) => names.every((name) => item[name] === key[name]);
}

function withNewest<Item extends Key, Key extends object>(items: readonly Item[], newest: Item, key: Key): Item[] {
  const isSame = isFor(key);
  return [newest, ...items.filter((item) => !isSame(item))].slice(0, MOST_KEPT);
}

async function readContent(file: string): Promise<{ content: Content; warning: string | null }> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { content: EMPTY, warning: null };
  try {
    return { content: fileSchema.parse(JSON.parse(text)), warning: null };
  } catch (thrown) {
    const kept = file.replace(/\.json$/, '.corrupt.json');
    await rename(file, kept).catch(() => undefined);
    const reason = thrown instanceof SyntaxError ? 'it is no JSON' : 'it holds values that are not allowed';
    return { content: EMPTY, warning: new SigmalineError('provider.memory', { file, reason, kept }, thrown).message };
  }
}
