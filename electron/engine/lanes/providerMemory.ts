import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { detailSchema, stationSubject } from '../../../shared/domain/index.ts';
import { goldenOutputSchema } from '../../../shared/processes/lane.ts';
import { writeWhole } from '../../files/index.ts';
import { Queue, type Statement } from '../kernel/index.ts';

const choiceSchema = z.object({
  machine: z.string(),
  graph: z.string(),
  wished: z.string(),
  provider: z.string(),
  reason: detailSchema,
  refusal: detailSchema.nullable(),
  reference: z.array(goldenOutputSchema).nullable(),
  checkedAt: z.iso.datetime(),
});
export type RememberedChoice = z.infer<typeof choiceSchema>;

const failureSchema = z.object({
  machine: z.string(),
  graph: z.string(),
  provider: z.string(),
  recipe: z.string(),
  reason: detailSchema,
  failedAt: z.iso.datetime(),
});
export type RememberedFailure = z.infer<typeof failureSchema>;

const fileSchema = z.object({
  format: z.literal(1),
  choices: z.array(choiceSchema).default([]),
  failures: z.array(failureSchema).default([]),
});
type Content = z.infer<typeof fileSchema>;

/** Why the file could not be read, and where it was kept. */
interface Damage {
  readonly reason: string;
  readonly kept: string;
}

/** What a provider said of a recipe's golden pictures, and why it was chosen or refused. */
export type CheckedProvider = Pick<RememberedChoice, 'wished' | 'provider' | 'reason' | 'refusal' | 'checkedAt'>;

/** What `providers.json` says of these graphs; nothing of a file that is not there or cannot be read. */
export function checkedProvidersIn(text: string, graphs: readonly string[]): CheckedProvider[] {
  try {
    const { choices } = fileSchema.parse(JSON.parse(text));
    return choices.filter(({ graph }) => graphs.includes(graph));
  } catch {
    return [];
  }
}

export type ChoiceKey = Pick<RememberedChoice, 'machine' | 'graph' | 'wished'>;

/** Recipes of years would make the file slow to write. */
const MOST_KEPT = 100;
const EMPTY: Content = { format: 1, choices: [], failures: [] };

export async function openProviderMemory(file: string): Promise<ProviderMemory> {
  const { content, damage } = await readContent(file);
  return new ProviderMemory(file, content, damage);
}

/** What was found out about this machine, in `providers.json`: it may be deleted at any time, and is found out again then. */
export class ProviderMemory {
  readonly #file: string;
  readonly #writes = new Queue();
  readonly #damage: Damage | null;
  #content: Content;

  constructor(file: string, content: Content, damage: Damage | null) {
    this.#file = file;
    this.#content = content;
    this.#damage = damage;
  }

  /** A file that could not be read. */
  statements(): readonly Statement[] {
    if (this.#damage === null) return [];
    const details = { file: this.#file, ...this.#damage };
    return [{ code: 'provider.memory', details, subject: stationSubject(), severity: 'warning' }];
  }

  choice({ machine, graph, wished }: ChoiceKey): RememberedChoice | null {
    return this.#content.choices.find(isFor({ machine, graph, wished })) ?? null;
  }

  failures(machine: string, graph: string): readonly RememberedFailure[] {
    return this.#content.failures.filter(isFor({ machine, graph }));
  }

  /** As the others it rejects where the file cannot be written; what was told is known all the same until the station stops. */
  rememberChoice(choice: RememberedChoice): Promise<void> {
    const { machine, graph, wished } = choice;
    return this.#change({ choices: withNewest(this.#content.choices, choice, { machine, graph, wished }) });
  }

  rememberFailure(failure: RememberedFailure): Promise<void> {
    const { machine, graph, provider } = failure;
    return this.#change({ failures: withNewest(this.#content.failures, failure, { machine, graph, provider }) });
  }

  /** Forgets every failure and every choice. */
  forgetChoices(): Promise<void> {
    return this.#change({ choices: [], failures: [] });
  }

  /** Resolves when nothing is being written any more. */
  async written(): Promise<void> {
    await this.#writes.run(() => undefined);
  }

  #change(changes: Partial<Content>): Promise<void> {
    const content = { ...this.#content, ...changes };
    this.#content = content;
    return this.#writes.run(() => writeWhole(this.#file, JSON.stringify(content)));
  }
}

function isFor<Key extends object>(key: Key): (item: Key) => boolean {
  const names = Object.keys(key) as (keyof Key)[];
  return (item) => names.every((name) => item[name] === key[name]);
}

function withNewest<Item extends Key, Key extends object>(items: readonly Item[], newest: Item, key: Key): Item[] {
  const isSame = isFor(key);
  return [newest, ...items.filter((item) => !isSame(item))].slice(0, MOST_KEPT);
}

async function readContent(file: string): Promise<{ content: Content; damage: Damage | null }> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { content: EMPTY, damage: null };
  try {
    return { content: fileSchema.parse(JSON.parse(text)), damage: null };
  } catch (thrown) {
    const kept = file.replace(/\.json$/, '.corrupt.json');
    await rename(file, kept).catch(() => undefined);
    const reason = thrown instanceof SyntaxError ? 'it is no JSON' : 'it holds values that are not allowed';
    return { content: EMPTY, damage: { reason, kept } };
  }
}
