import {
  type ErrorFact,
  type LineCommand,
  lineCommandSchema,
  type SourceId,
  sentenceOf,
} from '../../../shared/domain/index.ts';
import { commandFault } from '../commandFault.ts';
import type { OutletView, Surroundings } from '../driver.ts';
import {
  type Plain,
  type Stack,
  TYPES,
  type TypeName,
  type UaNamespace,
  type UaObject,
  type UaServer,
  type UaValue,
  type UaVariable,
} from './stack.ts';

/** Of node ids that never change: `ns=NAMESPACE;s=SOURCE-ID/Result/Pass`. */
export const NAMESPACE = 'urn:sigmaline:station';

interface Field {
  readonly type: TypeName;
  readonly of: (view: OutletView) => Plain;
}

const time = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));

/**
 * What a client reads of a source, in the order in which it is told: `Result/Pass` comes last, so that whoever hears of it knows the rest. docs/connections/opcua.md
 * has the same table.
 */
export const FIELDS: Readonly<Record<string, Field>> = {
  State: { type: 'String', of: ({ state }) => state },
  Reason: { type: 'String', of: ({ reason }) => reason ?? '' },
  Busy: { type: 'Boolean', of: ({ isBusy }) => isBusy },
  'Recipe/Id': { type: 'String', of: ({ recipe }) => recipe?.id ?? '' },
  'Recipe/Number': { type: 'UInt32', of: ({ recipe }) => recipe?.number ?? 0 },
  'Recipe/Version': { type: 'UInt32', of: ({ recipe }) => recipe?.version ?? 0 },
  'Counters/Inspected': { type: 'UInt32', of: ({ counters }) => counters.inspected },
  'Counters/Pass': { type: 'UInt32', of: ({ counters }) => counters.pass },
  'Counters/Review': { type: 'UInt32', of: ({ counters }) => counters.review },
  'Counters/Fail': { type: 'UInt32', of: ({ counters }) => counters.fail },
  'Counters/Error': { type: 'UInt32', of: ({ counters }) => counters.error },
  'Announced/Serial': { type: 'String', of: ({ announced }) => announced?.serial ?? '' },
  'Announced/Lot': { type: 'String', of: ({ announced }) => announced?.lot ?? '' },
  'Result/Verdict': { type: 'String', of: ({ result }) => result?.verdict ?? '' },
  'Result/Late': { type: 'Boolean', of: ({ result }) => result?.isLate ?? false },
  'Result/Score': { type: 'Double', of: ({ result }) => result?.score ?? Number.NaN },
  'Result/Limit': { type: 'Double', of: ({ result }) => result?.limit ?? Number.NaN },
  'Result/Number': { type: 'UInt32', of: ({ result }) => low(result?.number ?? 0) },
  'Result/RecordId': { type: 'String', of: ({ result }) => result?.recordId ?? '' },
  'Result/Serial': { type: 'String', of: ({ result }) => result?.serial ?? '' },
  'Result/Lot': { type: 'String', of: ({ result }) => result?.lot ?? '' },
  'Result/View': { type: 'String', of: ({ result }) => result?.view ?? '' },
  'Result/CompleteTime': { type: 'DateTime', of: ({ result }) => time(result?.completeAtMs) },
  'Result/RecordedTime': { type: 'DateTime', of: ({ result }) => time(result?.recordedAtMs) },
  'Result/ValidForMs': { type: 'UInt32', of: ({ validForMs }) => Math.floor(validForMs) },
  'Result/Valid': { type: 'Boolean', of: ({ result }) => result !== null },
  'Result/Sequence': { type: 'UInt32', of: ({ sequence }) => low(sequence) },
  'Result/Pass': { type: 'Boolean', of: ({ isPass }) => isPass },
};

/** Sequences and numbers as PLCs count: the low 32 bits. */
function low(count: number): number {
  return count % 2 ** 32;
}

interface Method {
  readonly input: Readonly<Record<string, TypeName>>;
  readonly command: (source: SourceId, values: readonly Plain[]) => { readonly kind: LineCommand['kind'] };
}

const said = (value: Plain | undefined): string | null =>
  value === '' || value === undefined || value === null ? null : String(value);

/** What a line asks for. An empty text says nothing. */
export const METHODS: Readonly<Record<string, Method>> = {
  Announce: {
    input: { Serial: 'String', Lot: 'String', View: 'String', Recipe: 'String' },
    command: (source, [serial, lot, view, recipe]) => ({
      ...{ kind: 'announce', source, serial: said(serial), lot: said(lot), view: said(view) },
      recipe: recipeOf(said(recipe)),
    }),
  },
  Acknowledge: {
    input: { Sequence: 'UInt32' },
    command: (source, [sequence]) => ({ kind: 'acknowledge', source, sequence }),
  },
  ChooseRecipe: {
    input: { Recipe: 'String' },
    command: (source, [recipe]) => ({ kind: 'choose-recipe', source, recipe: recipeOf(said(recipe)) }),
  },
  BeginBypass: {
    input: { Minutes: 'UInt32' },
    command: (source, [minutes]) => ({ kind: 'begin-bypass', source, minutes }),
  },
  EndBypass: { input: {}, command: (source) => ({ kind: 'end-bypass', source }) },
  Reset: { input: {}, command: (source) => ({ kind: 'reset', source }) },
};

/** A recipe by its number, or by its id. */
function recipeOf(text: string | null): string | number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** A result as the method `LastResults` gives it. */
interface Kept {
  readonly sequence: number;
  readonly text: string;
}

interface SourceNodes {
  readonly object: UaObject;
  readonly variables: ReadonlyMap<string, UaVariable>;
  readonly told: Map<string, Plain>;
  readonly kept: Kept[];
  state: string;
  newest: number;
}

/** The station's nodes in the address space of a server. */
export class StationNodes {
  readonly #surroundings: Surroundings<'opcua'>;
  readonly #stack: Stack;
  readonly #namespace: UaNamespace;
  readonly #heartbeat: UaVariable;
  readonly #judged: unknown;
  readonly #changed: unknown;
  readonly #sources = new Map<SourceId, SourceNodes>();
  #beat = -1;

  constructor(surroundings: Surroundings<'opcua'>, stack: Stack, server: UaServer) {
    const { addressSpace } = server.engine;
    const { objects } = addressSpace.rootFolder;
    this.#surroundings = surroundings;
    this.#stack = stack;
    this.#namespace = addressSpace.registerNamespace(NAMESPACE);
    const { station } = surroundings;
    const object = this.#namespace.addObject({
      ...{ browseName: 'Station', displayName: station.name, nodeId: 's=Station' },
      ...{ organizedBy: objects, eventNotifier: 1, notifierOf: objects.server },
    });
    this.#variable(object, 'Station', 'Id', 'String', station.id);
    this.#variable(object, 'Station', 'Name', 'String', station.name);
    this.#heartbeat = this.#variable(object, 'Station', 'Heartbeat', 'UInt32', 0);
    this.#judged = this.#eventType('PartJudgedEventType', EVENT_FIELDS);
    this.#changed = this.#eventType('StateChangedEventType', ['State', 'Reason']);
    for (const source of surroundings.sources) this.#sources.set(source.id, this.#source(object, source));
  }

  /** Writes what differs, all at once: a client that reads several values reads those of one moment. */
  show(views: readonly OutletView[], heartbeat: number): void {
    for (const view of views) {
      const nodes = this.#sources.get(view.sourceId);
      if (nodes !== undefined) this.#showSource(nodes, view);
    }
    if (heartbeat === this.#beat) return;
    this.#beat = heartbeat;
    this.#set(this.#heartbeat, 'UInt32', low(heartbeat), new Date());
  }

  #showSource(nodes: SourceNodes, view: OutletView): void {
    const now = new Date();
    const isNew = view.result !== null && view.sequence !== nodes.newest;
    // A pass that follows a pass must not look like the one of before while its values are written.
    if (isNew && nodes.told.get('Result/Pass') === true) this.#tell(nodes, 'Result/Pass', 'Boolean', false, now);
    for (const [path, { type, of }] of Object.entries(FIELDS)) this.#tell(nodes, path, type, of(view), now);
    if (isNew) {
      nodes.newest = view.sequence;
      this.#keep(nodes, view);
      this.#judgedEvent(nodes, view);
    }
    if (view.state === nodes.state) return;
    nodes.state = view.state;
    nodes.object.raiseEvent(this.#changed, {
      ...aboutEvent(view.sourceName, `${view.sourceName}: ${view.state}`, view.state === 'inspecting' ? 100 : 700),
      state: { dataType: TYPES.String, value: view.state },
      reason: { dataType: TYPES.String, value: view.reason ?? '' },
    });
  }

  #tell(nodes: SourceNodes, path: string, type: TypeName, value: Plain, now: Date): void {
    const variable = nodes.variables.get(path);
    // How long it is valid is told with the result; it would be another value each time.
    const isAge = path === 'Result/ValidForMs' && value !== 0 && nodes.told.get('Result/Sequence') === nodes.newest;
    if (variable === undefined || isAge || same(nodes.told.get(path), value)) return;
    nodes.told.set(path, value);
    this.#set(variable, type, value, now);
  }

  #set(variable: UaVariable, type: TypeName, value: Plain, now: Date): void {
    variable.setValueFromSource({ dataType: TYPES[type], value }, this.#stack.good, now);
  }

  #keep({ kept }: SourceNodes, view: OutletView): void {
    const fields = [...EVENT_FIELDS, 'CompleteTime', 'RecordedTime'].map((name) => [
      name,
      FIELDS[`Result/${name}`]?.of(view),
    ]);
    kept.push({ sequence: low(view.sequence), text: JSON.stringify(Object.fromEntries(fields)) });
    if (kept.length > this.#surroundings.settings.historySize) kept.shift();
  }

  #judgedEvent({ object }: SourceNodes, view: OutletView): void {
    const { result, sourceName } = view;
    const fields = EVENT_FIELDS.map((name) => {
      const field = FIELDS[`Result/${name}`];
      const value = { dataType: TYPES[field?.type ?? 'String'], value: field?.of(view) };
      return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value] as const;
    });
    const severity = result?.verdict === 'pass' ? 100 : 500;
    const about = aboutEvent(sourceName, `${sourceName}: ${result?.verdict ?? ''}`, severity);
    object.raiseEvent(this.#judged, { ...about, ...Object.fromEntries(fields) });
  }

  #source(station: UaObject, source: { readonly id: SourceId; readonly name: string }): SourceNodes {
    const object = this.#namespace.addObject({
      // As text, a name like "1:Top" would be one of another namespace.
      browseName: { namespaceIndex: this.#namespace.index, name: source.name },
      ...{ displayName: source.name, nodeId: `s=${source.id}`, componentOf: station },
      ...{ eventNotifier: 1, eventSourceOf: station },
    });
    const folders = new Map<string, UaObject>();
    const variables = new Map<string, UaVariable>();
    for (const [path, { type }] of Object.entries(FIELDS)) {
      const [name = path, inside] = path.split('/');
      const folder = inside === undefined ? object : (folders.get(name) ?? this.#folder(object, source.id, name));
      if (inside !== undefined) folders.set(name, folder);
      const parent = inside === undefined ? source.id : `${source.id}/${name}`;
      variables.set(path, this.#variable(folder, parent, inside ?? name, type, NOTHING[type]));
    }
    const nodes: SourceNodes = { object, variables, told: new Map(), kept: [], state: '', newest: 0 };
    for (const [name, method] of Object.entries(METHODS)) this.#method(object, source.id, name, method);
    this.#lastResults(object, source.id, nodes);
    return nodes;
  }

  #folder(object: UaObject, id: string, name: string): UaObject {
    return this.#namespace.addObject({ browseName: name, nodeId: `s=${id}/${name}`, componentOf: object });
  }

  #variable(parent: UaObject, path: string, name: string, type: TypeName, value: Plain): UaVariable {
    return this.#namespace.addVariable({
      ...{ browseName: name, nodeId: `s=${path}/${name}`, componentOf: parent, dataType: type },
      // Told when it changes, however soon that is after the last change.
      ...{ minimumSamplingInterval: 0, accessLevel: 'CurrentRead', userAccessLevel: 'CurrentRead' },
      value: { dataType: TYPES[type], value },
    });
  }

  #eventType(name: string, fields: readonly string[]): unknown {
    const type = this.#namespace.addEventType({ browseName: name, nodeId: `s=${name}`, subtypeOf: 'BaseEventType' });
    for (const field of fields) {
      const dataType = FIELDS[`Result/${field}`]?.type ?? 'String';
      this.#namespace.addVariable({ browseName: field, propertyOf: type, dataType, modellingRule: 'Mandatory' });
    }
    return type;
  }

  #method(object: UaObject, id: SourceId, name: string, { input, command }: Method): void {
    const method = this.#namespace.addMethod(object, {
      ...{ browseName: name, nodeId: `s=${id}/${name}` },
      inputArguments: Object.entries(input).map(([argument, type]) => argumentOf(argument, type)),
      outputArguments: [argumentOf('Done', 'Boolean'), argumentOf('Code', 'String'), argumentOf('Message', 'String')],
    });
    method.bindMethod((values, _, done) => {
      const wish = command(
        id,
        values.map(({ value }) => value as Plain),
      );
      const read = lineCommandSchema.safeParse(wish);
      const answer = (error: ErrorFact | null): void =>
        done(null, { statusCode: this.#stack.good, outputArguments: answerOf(error) });
      if (read.success) void this.#surroundings.ask(read.data satisfies LineCommand).then(answer);
      else {
        this.#surroundings.garbled();
        answer(commandFault(wish.kind, read.error));
      }
    });
  }

  /** For a client that was away: results after a sequence, the oldest first. */
  #lastResults(object: UaObject, id: SourceId, { kept }: SourceNodes): void {
    const method = this.#namespace.addMethod(object, {
      ...{ browseName: 'LastResults', nodeId: `s=${id}/LastResults` },
      inputArguments: [argumentOf('After', 'UInt32'), argumentOf('Most', 'UInt32')],
      outputArguments: [{ ...argumentOf('Results', 'String'), valueRank: 1 }],
    });
    method.bindMethod((values, _, done) => {
      const [after, most] = values.map(({ value }) => Number(value));
      const found = kept.filter(({ sequence }) => sequence > (after ?? 0)).slice(0, most ?? 0);
      const results = { dataType: TYPES.String, arrayType: 1, value: found.map(({ text }) => text) };
      done(null, { statusCode: this.#stack.good, outputArguments: [results] });
    });
  }
}

/** What an event of a judged part tells, of the fields of a result. */
const EVENT_FIELDS = [
  'Sequence',
  'Number',
  'RecordId',
  'Verdict',
  'Pass',
  'Late',
  'Score',
  'Limit',
  'Serial',
  'Lot',
  'View',
];

const NOTHING: Readonly<Record<TypeName, Plain>> = {
  Boolean: false,
  UInt32: 0,
  Double: Number.NaN,
  String: '',
  DateTime: null,
};

function argumentOf(name: string, type: TypeName): object {
  return { name, dataType: TYPES[type], description: { text: name } };
}

function answerOf(error: ErrorFact | null): UaValue[] {
  return [
    { dataType: TYPES.Boolean, value: error === null },
    { dataType: TYPES.String, value: error?.code ?? '' },
    { dataType: TYPES.String, value: error === null ? '' : sentenceOf(error) },
  ];
}

function aboutEvent(sourceName: string, text: string, severity: number): Record<string, UaValue> {
  return {
    sourceName: { dataType: TYPES.String, value: sourceName },
    message: { dataType: TYPES.LocalizedText, value: { text } },
    severity: { dataType: UINT16, value: severity },
  };
}

const UINT16 = 5;

function same(one: Plain | undefined, other: Plain): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : Object.is(one, other);
}
