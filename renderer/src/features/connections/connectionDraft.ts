import {
  CONNECTION_SECRETS,
  type ConnectionKind,
  type ConnectionSettings,
  connectionSettingsSchema,
  type ErrorFact,
  type MessageType,
  type SourceId,
  TELLS_NOW,
  type Verdict,
} from '../../../../shared/domain/index.ts';
import { listOf } from '../../lib/format.ts';
import { Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import { typedNumber } from '../../lib/typedNumber.ts';

const words = texts.connections;

type FieldName = keyof typeof words.fields;
/** Settings that are on or off; the last three are what a machine may ask for. */
const FLAGS = ['allowsAnonymous', 'each', 'announce', 'recipe', 'bypass'] as const;
type FlagName = (typeof FLAGS)[number];
export const ALLOWED = ['announce', 'recipe', 'bypass'] as const satisfies readonly FlagName[];
type ListName = 'sources' | 'types' | 'verdicts';
/** Texts, numbers and choices. */
type TextName = Exclude<FieldName, FlagName | ListName | SecretName | 'name'>;
export type SecretName = 'password' | 'key' | 'secret';

/** What each kind asks for of its other end, in the order of the form. */
const REACH: Readonly<Record<ConnectionKind, readonly (TextName | FlagName)[]>> = {
  modbus: ['address', 'port', 'wordOrder'],
  opcua: ['address', 'port', 'user', 'allowsAnonymous', 'historySize'],
  mqtt: ['url', 'user', 'format', 'prefix', 'station', 'authority', 'certificate'],
  webhook: ['url', 'batch', 'timeoutSeconds', 'authority'],
  files: ['folder', 'format', 'each'],
  postgres: ['host', 'port', 'database', 'user', 'schema', 'tls', 'authority'],
};
const OUTLET: readonly TextName[] = ['validMs', 'announcedSeconds'];
const OUTBOX: readonly TextName[] = ['begins', 'tries', 'keepsDays'];

/** How a text is typed. Numbers may have a unit. */
type TextForm = 'text' | 'number' | 'certificate' | 'choice';

const FORMS: Partial<Record<TextName, TextForm>> = {
  ...{ port: 'number', historySize: 'number', batch: 'number', timeoutSeconds: 'number' },
  ...{ validMs: 'number', announcedSeconds: 'number', tries: 'number', keepsDays: 'number' },
  ...{ authority: 'certificate', certificate: 'certificate' },
  ...{ wordOrder: 'choice', format: 'choice', tls: 'choice', begins: 'choice' },
};
const UNITS: Partial<Record<TextName, keyof typeof words.units>> = {
  ...{ timeoutSeconds: 'seconds', validMs: 'ms', announcedSeconds: 'seconds', keepsDays: 'days' },
};
/** What must be given before the rest has its defaults: a new form shows it empty. */
const BLANK: Partial<Record<ConnectionKind, Readonly<Record<string, string>>>> = {
  mqtt: { url: 'mqtts://broker' },
  webhook: { url: 'https://receiver' },
  files: { folder: 'folder' },
  postgres: { host: 'host', database: 'database', user: 'user' },
};

/** A connection as a person types it, but for its secrets. What its kind has no setting for is missing. */
export interface ConnectionDraft extends Partial<Record<TextName, string>>, Partial<Record<FlagName, boolean>> {
  name: string;
  sources: SourceId[];
  types: Exclude<MessageType, 'test'>[];
  verdicts: Verdict[];
}

/** A connection as the station holds it; no name and the defaults for a new one. */
export interface KnownConnection {
  readonly name: string;
  readonly settings: ConnectionSettings;
}

/** By the name of a setting. */
export type ConnectionErrors = Readonly<Record<string, Sentence>>;

interface FieldWords {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly unit?: string | undefined;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

export type FormField = FieldWords &
  ({ readonly form: 'flag'; readonly name: FlagName } | { readonly form: TextForm; readonly name: TextName });

/** The fields of a group of the form, with their words in the present language. */
export function fieldsOf(kind: ConnectionKind, group: 'reach' | 'outlet' | 'outbox'): readonly FormField[] {
  const names = { reach: REACH[kind], outlet: OUTLET, outbox: OUTBOX }[group];
  return names.map((name): FormField => {
    const [label, hint] = [words.fields[name], hintOf(name)];
    if (isFlag(name)) return { name, form: 'flag', label, hint, choices: [] };
    const unit = UNITS[name];
    return {
      ...{ name, form: FORMS[name] ?? 'text', label, hint },
      unit: unit === undefined ? undefined : words.units[unit],
      choices: choicesOf(kind, name),
    };
  });
}

export function hintOf(name: string): string | undefined {
  return (words.hints as Readonly<Record<string, string>>)[name];
}

/** What a new connection of a kind begins with. What must be typed is not empty here: the form shows it so. */
export function newConnection(kind: ConnectionKind): KnownConnection {
  return {
    name: words.kinds[kind].label,
    settings: connectionSettingsSchema.parse({ kind, ...BLANK[kind] }),
  };
}

/** @param blank whether what must be given is shown empty */
export function connectionDraftOf({ name, settings }: KnownConnection, blank = false): ConnectionDraft {
  const { kind } = settings;
  const given: Readonly<Record<string, unknown>> = { ...settings, ...('allows' in settings && settings.allows) };
  const named = [...REACH[kind], ...OUTLET, ...OUTBOX, ...ALLOWED].filter((each) => each in given);
  const fields = named.map((each) => {
    const isEmpty = blank && each in (BLANK[kind] ?? {});
    return [each, isEmpty ? '' : isFlag(each) ? given[each] === true : String(given[each])] as const;
  });
  return {
    ...Object.fromEntries(fields),
    name,
    sources: 'sources' in settings ? [...settings.sources] : [],
    types: 'types' in settings ? [...settings.types] : [],
    verdicts: 'verdicts' in settings ? [...settings.verdicts] : [],
  };
}

/** What the station holds of each field, as a person reads it. @param sourceName the name of a source */
export function connectionInWords(
  { name, settings }: KnownConnection,
  sourceName: (id: SourceId) => string,
): Partial<Record<keyof ConnectionDraft, string>> {
  const { sources, types, verdicts, name: _, ...fields } = connectionDraftOf({ name, settings });
  const { yes, no } = words.outlet;
  const said = Object.entries(fields).map(([field, value]) => {
    if (typeof value === 'boolean') return [field, value ? yes : no] as const;
    const chosen = choicesOf(settings.kind, field as TextName).find((choice) => choice.value === value);
    return [field, chosen?.label ?? shortened(value)] as const;
  });
  return {
    ...Object.fromEntries(said),
    name,
    sources: listOf(sources.map(sourceName)),
    types: listOf(types.map((type) => words.types[type])),
    verdicts: listOf(verdicts.map((verdict) => texts.verdict.word[verdict])),
  };
}

/** The settings that were typed, or what is wrong with each field. */
export function settingsOf(
  kind: ConnectionKind,
  draft: ConnectionDraft,
): { settings: ConnectionSettings } | { errors: ConnectionErrors } {
  const { name, sources, types, verdicts, ...fields } = draft;
  const read = Object.entries(fields).map(([field, value]) => [
    field,
    typeof value === 'string' ? typedValue(field as TextName, value) : value,
  ]);
  const parsed = connectionSettingsSchema.safeParse({
    ...Object.fromEntries(read),
    ...{ kind, sources, types, verdicts },
    allows: Object.fromEntries(ALLOWED.map((each) => [each, draft[each] === true])),
  });
  const invalid = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0]));
  const wrong = name.trim() === '' ? ['name', ...invalid] : invalid;
  if (parsed.success && wrong.length === 0) return { settings: parsed.data };
  const asSent = { ...draft };
  return {
    errors: Object.fromEntries(wrong.map((field) => [field, new Sentence(() => errorOf(kind, asSent, field))])),
  };
}

/** What whoever sets it up should know before it is saved. */
export function warningOf(kind: ConnectionKind, draft: ConnectionDraft): ErrorFact | null {
  const { address = '', port = '', url = '', host = '', tls } = draft;
  if (TELLS_NOW.includes(kind) && address !== '' && !isLoopback(address)) {
    if (kind === 'opcua' && draft.allowsAnonymous !== true) return null;
    return { code: 'connection.no-authentication', details: { protocol: words.kinds[kind].label, port, address } };
  }
  const isOpen = /^(mqtt|ws|http):\/\//.test(url) || tls === 'off';
  const where = host || /^\w+:\/\/([^/?#]+)/.exec(url)?.[1] || '';
  return isOpen && where !== '' && !isLoopback(where) ? { code: 'connection.not-encrypted', details: { where } } : null;
}

export function secretsOf(kind: ConnectionKind): readonly SecretName[] {
  return CONNECTION_SECRETS[kind];
}

function isFlag(name: string): name is FlagName {
  return (FLAGS as readonly string[]).includes(name);
}

function isLoopback(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])(:\d+)?$/.test(address.trim());
}

/** A certificate is told by its end: all begin alike. */
function shortened(value: string): string {
  const body = value.replace(/-----[^-]+-----|\s/g, '');
  return value.includes('-----BEGIN') ? `… ${body.slice(-12)}` : value;
}

function typedValue(name: TextName, text: string): string | number {
  return FORMS[name] === 'number' ? typedNumber(text) : text.trim();
}

function errorOf(kind: ConnectionKind, draft: ConnectionDraft, name: string): string {
  const said = words.invalid as Readonly<Record<string, string>>;
  if (name === 'types' || name === 'verdicts') return words.invalid.chooseOne;
  if (name === 'url') return kind === 'mqtt' ? words.invalid.mqttUrl : words.invalid.webhookUrl;
  if (name in said) return said[name] ?? words.invalid.other;
  const typed = String(draft[name as keyof ConnectionDraft] ?? '');
  return typed.trim() === '' ? words.invalid.required : words.invalid.other;
}

function choicesOf(kind: ConnectionKind, name: TextName): FormField['choices'] {
  const { wordOrder, mqttFormat, filesFormat, tls, begins } = words.choices;
  const format = kind === 'mqtt' ? mqttFormat : filesFormat;
  const found: Readonly<Record<string, string>> = { wordOrder, format, tls, begins }[name as string] ?? {};
  return Object.entries(found).map(([value, label]) => ({ value, label }));
}
