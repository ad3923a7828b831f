import type { ZodError } from 'zod';
import { type ErrorFact, lineCommandSchema } from '../../shared/domain/index.ts';

const KNOWN = lineCommandSchema.options.map(({ shape }) => shape.kind.value);

/** Why what the line sent is no command: it is called as none is, or one of its fields is not as it has to be. */
export function commandFault(command: string, { issues }: ZodError): ErrorFact {
  const isKnown = KNOWN.some((known) => known === command);
  if (!isKnown) return { code: 'connection.command-unknown', details: { command, known: KNOWN.join(', ') } };
  return { code: 'connection.command-wrong', details: { command, field: issues[0]?.path.join('.') ?? '' } };
}
