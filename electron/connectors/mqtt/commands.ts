import { z } from 'zod';
import {
  type ErrorCode,
  type ErrorFact,
  factOf,
  type LineCommand,
  lineCommandSchema,
  SigmalineError,
  sentenceOf,
} from '../../../shared/domain/index.ts';
import { commandFault } from '../commandFault.ts';
import type { Surroundings } from '../driver.ts';

export const ANSWER_SCHEMA = 'sigmaline.answer/1';

/** What a station answers to a command. */
export const answerSchema = z.object({
  schema: z.literal(ANSWER_SCHEMA),
  command: z.string(),
  /** That of the command, where it has one. */
  id: z.string().nullable(),
  is_done: z.boolean(),
  /** Why it was not done: a code that never changes, and a sentence for people. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  time_utc: z.iso.datetime(),
});
type Answer = z.infer<typeof answerSchema>;

/** The largest command; nothing that a line asks for comes near it. */
const MOST_BYTES = 16_384;
/** So many ids of commands are remembered: QoS 1 may bring one twice. */
const REMEMBERED = 1000;
/** Fields of an announcement that may be left out. */
const NOTHING_SAID = { serial: null, lot: null, view: null, recipe: null };

/** What nobody can make a command of: it is counted. */
const GARBLED: ReadonlySet<ErrorCode> = new Set([
  'connection.command-unreadable',
  'connection.command-unknown',
  'connection.command-wrong',
]);

const idSchema = z.object({ id: z.string().max(200).optional() });

type Asking = Pick<Surroundings<'mqtt'>, 'ask' | 'garbled' | 'sources'>;

/** Hears commands of the line, each once, and answers them. */
export class Commands {
  readonly #asking: Asking;
  readonly #answered = new Map<string, Promise<Answer>>();

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  /**
   * @param command what is asked for: the kind of a `LineCommand`
   * @param source of which source, by its id or name, where the payload does not say
   */
  async answer(command: string, payload: Buffer, isRetained: boolean, source?: string): Promise<Answer> {
    try {
      if (isRetained) throw unreadable({ code: 'connection.command-retained', details: {} });
      const fields = fieldsOf(payload);
      const { id } = idSchema.parse(fields);
      if (id === undefined) return await this.#ask(command, fields, source);
      const before = this.#answered.get(id) ?? this.#ask(command, fields, source);
      this.#remember(id, before);
      return await before;
    } catch (thrown) {
      return this.#refuse(command, null, thrown);
    }
  }

  async #ask(command: string, fields: Readonly<Record<string, unknown>>, source?: string): Promise<Answer> {
    const id = typeof fields.id === 'string' ? fields.id : null;
    try {
      return answerOf(command, id, await this.#asking.ask(this.#command(command, fields, source)));
    } catch (thrown) {
      return this.#refuse(command, id, thrown);
    }
  }

  #command(kind: string, fields: Readonly<Record<string, unknown>>, source?: string): LineCommand {
    const named = fields.source ?? source;
    const known = this.#asking.sources.find(({ id, name }) => id === named || name === named);
    if (known === undefined) throw new SigmalineError('connection.source-unknown');
    const announced = kind === 'announce' ? NOTHING_SAID : {};
    const read = lineCommandSchema.safeParse({ ...announced, ...fields, kind, source: known.id });
    if (!read.success) throw new SigmalineError(commandFault(kind, read.error));
    return read.data;
  }

  #refuse(command: string, id: string | null, thrown: unknown): Answer {
    const fact = thrown instanceof z.ZodError ? commandFault(command, thrown) : factOf(thrown);
    if (GARBLED.has(fact.code)) this.#asking.garbled();
    return answerOf(command, id, fact);
  }

  #remember(id: string, answer: Promise<Answer>): void {
    this.#answered.set(id, answer);
    const [oldest] = this.#answered.keys();
    if (this.#answered.size > REMEMBERED && oldest !== undefined) this.#answered.delete(oldest);
  }
}

function fieldsOf(payload: Buffer): Readonly<Record<string, unknown>> {
  if (payload.length > MOST_BYTES)
    throw unreadable({ code: 'connection.command-large', details: { most: MOST_BYTES } });
  try {
    const fields: unknown = JSON.parse(payload.toString('utf8'));
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields };
  } catch {
    // Told below, in words.
  }
  throw unreadable({ code: 'connection.command-no-object', details: {} });
}

function unreadable(reason: ErrorFact): SigmalineError {
  return new SigmalineError('connection.command-unreadable', { reason });
}

function answerOf(command: string, id: string | null, fact: ErrorFact | null): Answer {
  return {
    schema: ANSWER_SCHEMA,
    command,
    id,
    is_done: fact === null,
    error: fact === null ? null : { code: fact.code, message: sentenceOf(fact) },
    time_utc: new Date().toISOString(),
  };
}
