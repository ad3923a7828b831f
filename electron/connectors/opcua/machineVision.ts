import type { RecipeId, SourceId } from '../../../shared/domain/index.ts';
import type { OutletView, Surroundings } from '../driver.ts';
import { NAMESPACE } from './nodes.ts';
import type { Stack, UaMethod, UaServer, UaStateMachine, UaTransition, UaValue, UaVisionObject } from './stack.ts';

/** OPC 40100-1, version 1.0. What of it a station has, and what it refuses: docs/connections/opcua.md. */
const MACHINE_VISION = 'http://opcfoundation.org/UA/MachineVision';
const OPTIONALS = ['ResultManagement', 'RecipeManagement', 'VisionStateMachine.AutomaticModeStateMachine'];

const TYPE = {
  Boolean: 1,
  Int32: 6,
  UInt32: 7,
  Double: 11,
  String: 12,
  DateTime: 13,
  LocalizedText: 21,
  Structure: 22,
};
/** Numbers of `ResultStateDataType`: a result is there, or none could be found. */
const RESULT_STATE = { any: 0, completed: 1, failed: 4 } as const;
/** What methods answer as `Error`, which the specification leaves to whoever makes a system. */
const ERROR = { none: 0, unknown: 1, refused: 2 } as const;

export type VisionState = 'Preoperational' | 'Halted' | 'Error' | 'Operational';

/** What the state of a source is in the words of the specification. */
export function visionStateOf({ state, reason }: Pick<OutletView, 'state' | 'reason'>): VisionState {
  switch (state) {
    case 'inspecting':
      return 'Operational';
    case 'by-passed':
      return 'Halted';
    case 'engine-away':
      return 'Error';
    case 'not-inspecting':
      return reason === null ? 'Preoperational' : 'Error';
  }
}

/** The states on the way, the last one included: the specification has no transition from Halted but to Preoperational. */
export function wayTo(to: VisionState, from: VisionState | null): readonly VisionState[] {
  if (from === to) return [];
  const isDirect = from !== 'Halted' || to === 'Preoperational';
  return from === null || isDirect ? [to] : ['Preoperational', to];
}

/** A result as a structure `ResultDataType`; fields that may be missing are left out. */
interface VisionResult {
  readonly resultId: { readonly id: string };
  readonly measId: { readonly id: string };
  readonly partId: { readonly id: string };
  readonly jobId: { readonly id: string };
  readonly internalRecipeId: { readonly id: string; readonly version: string };
  readonly internalConfigurationId: { readonly id: string };
  readonly resultState: number;
  readonly isPartial: boolean;
  readonly creationTime: Date;
  readonly processingTimes: { readonly startTime: Date; readonly endTime: Date };
  readonly resultContent: readonly UaValue[];
}

const STRUCTURES = {
  resultId: 'ResultIdDataType',
  measId: 'MeasIdDataType',
  partId: 'PartIdDataType',
  internalRecipeId: 'RecipeIdInternalDataType',
  internalConfigurationId: 'ConfigurationIdDataType',
  jobId: 'JobIdDataType',
  processingTimes: 'ProcessingTimesDataType',
} as const satisfies Partial<Record<keyof VisionResult, string>>;

/** Each source as a vision system of OPC 40100-1, beside the station's own nodes: for clients that know the companion specification. */
export class VisionSystems {
  readonly #systems = new Map<SourceId, VisionSystem>();

  constructor(surroundings: Surroundings<'opcua'>, stack: Stack, server: UaServer) {
    for (const source of surroundings.sources)
      this.#systems.set(source.id, new VisionSystem(surroundings, stack, server, source));
  }

  show(views: readonly OutletView[]): void {
    for (const view of views) this.#systems.get(view.sourceId)?.show(view);
  }
}

class VisionSystem {
  readonly #surroundings: Surroundings<'opcua'>;
  readonly #space: UaServer['engine']['addressSpace'];
  readonly #specification: number;
  readonly #object: UaVisionObject;
  readonly #ready: unknown;
  readonly #machine: UaStateMachine;
  readonly #automatic: UaStateMachine;
  readonly #stack: Stack;
  readonly #results: VisionResult[] = [];
  #state: VisionState | null = null;
  #newest = 0;
  #recipe: OutletView['recipe'] = null;

  constructor(
    surroundings: Surroundings<'opcua'>,
    stack: Stack,
    server: UaServer,
    source: { readonly id: SourceId; readonly name: string },
  ) {
    this.#surroundings = surroundings;
    this.#stack = stack;
    this.#space = server.engine.addressSpace;
    this.#specification = this.#space.getNamespaceIndex(MACHINE_VISION);
    const { objects } = this.#space.rootFolder;
    const namespace = this.#space.registerNamespace(NAMESPACE);
    this.#object = this.#space.findObjectType('VisionSystemType', this.#specification).instantiate({
      ...{ namespace, browseName: { namespaceIndex: namespace.index, name: source.name }, displayName: source.name },
      ...{ nodeId: `s=${source.id}/VisionSystem`, organizedBy: objects, optionals: OPTIONALS },
      ...{ eventNotifier: 1, notifierOf: objects.server },
    });
    this.#ready = this.#space.findEventType('ResultReadyEventType', this.#specification);
    const machine = this.#inside(this.#object, 'VisionStateMachine');
    const automatic = this.#inside(machine, 'AutomaticModeStateMachine');
    this.#machine = stack.promoteToStateMachine(machine);
    this.#automatic = stack.promoteToStateMachine(automatic);
    for (const [parent, names] of [
      [machine, ['Halt', 'Reset']],
      [automatic, ['Abort', 'StartContinuous', 'StartSingleJob', 'Stop']],
    ] as const)
      for (const name of names) this.#refuse(parent, name);
    this.#bindResults(this.#inside(this.#object, 'ResultManagement'));
    this.#bindRecipes(this.#inside(this.#object, 'RecipeManagement'), source.id);
  }

  show(view: OutletView): void {
    this.#recipe = view.recipe;
    const to = visionStateOf(view);
    if (to !== this.#state && this.#state === 'Operational') this.#automatic.setState(null, byItself);
    for (const state of wayTo(to, this.#state)) this.#machine.setState(state, byItself);
    // The camera triggers: a source that inspects takes one part after the other.
    if (to !== this.#state && to === 'Operational')
      for (const state of ['Initialized', 'Ready', 'ContinuousExecution']) this.#automatic.setState(state, byItself);
    if (this.#state === null && to !== 'Operational') this.#automatic.setState(null, byItself);
    this.#state = to;
    if (view.result === null || view.sequence === this.#newest) return;
    this.#newest = view.sequence;
    const result = resultOf(view, view.result);
    this.#results.push(result);
    if (this.#results.length > this.#surroundings.settings.historySize) this.#results.shift();
    this.#raise(view, result);
  }

  #raise(view: OutletView, result: VisionResult): void {
    const { sourceName } = view;
    const verdict = view.result?.verdict ?? '';
    const isBad = result.resultState === RESULT_STATE.failed || verdict !== 'pass';
    const structures = Object.keys(STRUCTURES) as (keyof typeof STRUCTURES)[];
    this.#object.raiseEvent(this.#ready, {
      ...Object.fromEntries(structures.map((name) => [name, this.#structure(name, result)])),
      isPartial: { dataType: TYPE.Boolean, value: false },
      resultState: { dataType: TYPE.Int32, value: result.resultState },
      creationTime: { dataType: TYPE.DateTime, value: result.creationTime },
      sourceName: { dataType: TYPE.String, value: sourceName },
      message: { dataType: TYPE.LocalizedText, value: { text: `${sourceName}: ${verdict}` } },
      severity: { dataType: 5, value: isBad ? 500 : 100 },
    });
  }

  #bindResults(management: UaVisionObject): void {
    const found = ([id]: readonly UaValue[]): VisionResult | undefined =>
      this.#results.findLast(({ resultId }) => resultId.id === idOf(id));
    this.#bind(management, 'GetResultById', async (input) => {
      const result = found(input);
      return [this.#handle(), this.#result(result), int32(result === undefined ? ERROR.unknown : ERROR.none)];
    });
    this.#bind(management, 'GetResultComponentsById', async (input) => {
      const result = found(input);
      const structure = (name: keyof typeof STRUCTURES): UaValue =>
        result === undefined ? NOTHING : this.#structure(name, result);
      return [
        ...[flag(false), this.#handle(), flag(false), flag(false), int32(result?.resultState ?? RESULT_STATE.any)],
        ...[structure('measId'), structure('partId'), NOTHING, structure('internalRecipeId'), NOTHING, NOTHING],
        ...[structure('internalConfigurationId'), structure('jobId')],
        { dataType: TYPE.DateTime, value: result?.creationTime ?? null },
        structure('processingTimes'),
        // Variants in an array of variants.
        { dataType: 24, arrayType: 1, value: result?.resultContent ?? [] },
        int32(result === undefined ? ERROR.unknown : ERROR.none),
      ];
    });
    this.#bind(management, 'GetResultListFiltered', async (input) => {
      const [state, measId, partId, , internalRecipeId] = input;
      const [jobId, most, start] = input.slice(8);
      const wanted = { measId, partId, internalRecipeId, jobId };
      const fits = this.#results.filter(
        (result) =>
          [RESULT_STATE.any, result.resultState].includes(Number(state?.value ?? 0)) &&
          Object.entries(wanted).every(([name, value]) => {
            const { id } = result[name as keyof typeof wanted];
            return idOf(value) === '' || idOf(value) === id;
          }),
      );
      const first = Number(start?.value ?? 0);
      const limit = Number(most?.value ?? 0);
      const found = fits.toReversed().slice(first, limit === 0 ? undefined : first + limit);
      const value = found.map((result) => this.#construct('ResultDataType', result));
      return [
        ...[flag(first + found.length >= fits.length), { dataType: TYPE.UInt32, value: found.length }, this.#handle()],
        ...[{ dataType: TYPE.Structure, arrayType: 1, value }, int32(ERROR.none)],
      ];
    });
  }

  #bindRecipes(management: UaVisionObject, source: SourceId): void {
    const recipe = (id: RecipeId | string, version = ''): UaValue => ({
      ...{ dataType: TYPE.Structure, value: this.#construct('RecipeIdInternalDataType', { id, version }) },
    });
    this.#bind(management, 'GetRecipeListFiltered', async () => {
      const known = this.#recipe;
      const listed = known === null ? [] : [recipe(known.id, String(known.version ?? '')).value];
      return [
        ...[flag(true), { dataType: TYPE.UInt32, value: listed.length }, this.#handle()],
        ...[{ dataType: TYPE.Structure, arrayType: 1, value: listed }, int32(ERROR.none)],
      ];
    });
    // Whether the line may choose is the connection's setting; the engine knows it.
    this.#bind(management, 'PrepareRecipe', async ([external, internal]) => {
      const id = idOf(external) || idOf(internal);
      const wanted = /^\d{1,9}$/.test(id) ? Number(id) : id;
      const error =
        id === ''
          ? { code: 'connection.recipe-unknown' }
          : await this.#surroundings.ask({ kind: 'choose-recipe', source, recipe: wanted });
      const isUnknown = error?.code === 'connection.recipe-unknown';
      const answer = error === null ? ERROR.none : isUnknown ? ERROR.unknown : ERROR.refused;
      return [recipe(id), flag(error === null), int32(answer)];
    });
    this.#refuse(management, 'UnprepareRecipe');
  }

  #bind(parent: UaVisionObject, name: string, answer: (input: readonly UaValue[]) => Promise<UaValue[]>): void {
    this.#method(parent, name).bindMethod((input, _, done) => {
      answer(input).then(
        (outputArguments) => done(null, { statusCode: this.#stack.good, outputArguments }),
        (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown)), EMPTY),
      );
    });
  }

  /** The specification wants the method to be there; a client that calls it drives a system that here is driven by cameras and people. */
  #refuse(parent: UaVisionObject, name: string): void {
    this.#method(parent, name).bindMethod((_, __, done) => {
      done(null, { statusCode: this.#stack.notSupported, outputArguments: [] });
    });
  }

  #method(parent: UaVisionObject, name: string): UaMethod {
    return there(parent.getMethodByName(name, this.#specification), name);
  }

  #inside(parent: UaVisionObject, name: string): UaVisionObject {
    return there(parent.getComponentByName(name, this.#specification), name);
  }

  #structure(name: keyof typeof STRUCTURES, result: VisionResult): UaValue {
    return { dataType: TYPE.Structure, value: this.#construct(STRUCTURES[name], result[name]) };
  }

  #result(result: VisionResult | undefined): UaValue {
    return result === undefined
      ? NOTHING
      : { dataType: TYPE.Structure, value: this.#construct('ResultDataType', result) };
  }

  #construct(type: string, fields: object): unknown {
    return this.#space.constructExtensionObject(this.#space.findDataType(type, this.#specification), fields);
  }

  /** Nothing is kept for a client that has to be released. */
  #handle(): UaValue {
    return { dataType: TYPE.UInt32, value: 0 };
  }
}

/** No client drives the station: of several transitions the automatic one. */
function byItself(transitions: readonly UaTransition[]): UaTransition | null {
  return transitions.find(({ browseName }) => browseName.name.endsWith('Auto')) ?? transitions[0] ?? null;
}

function there<Node>(found: Node | null, name: string): Node {
  if (found === null) throw new Error(`The nodes of OPC 40100-1 have no ${name}.`);
  return found;
}

const NOTHING: UaValue = { dataType: TYPE.Structure, value: null };
const EMPTY = { statusCode: null, outputArguments: [] };

const flag = (value: boolean): UaValue => ({ dataType: TYPE.Boolean, value });
const int32 = (value: number): UaValue => ({ dataType: TYPE.Int32, value });

/** The id in a structure of the specification; empty where none was given. */
function idOf(value: UaValue | undefined): string {
  return (value?.value as { readonly id?: string | null } | null | undefined)?.id ?? '';
}

function resultOf(view: OutletView, result: NonNullable<OutletView['result']>): VisionResult {
  const { verdict, isLate, score, limit, lot, serial, recipeId, recipeVersion, number } = result;
  const [completed, recorded] = [new Date(result.completeAtMs), new Date(result.recordedAtMs)];
  const low = (count: number): number => count % 2 ** 32;
  return {
    resultId: { id: result.recordId },
    measId: { id: String(view.sequence) },
    partId: { id: serial ?? '' },
    jobId: { id: lot ?? '' },
    internalRecipeId: { id: recipeId ?? '', version: String(recipeVersion ?? '') },
    internalConfigurationId: { id: '' },
    resultState: verdict === 'error' ? RESULT_STATE.failed : RESULT_STATE.completed,
    isPartial: false,
    creationTime: recorded,
    processingTimes: { startTime: completed, endTime: recorded },
    resultContent: [
      { dataType: TYPE.String, value: verdict },
      flag(view.isPass),
      flag(isLate),
      { dataType: TYPE.Double, value: score ?? Number.NaN },
      { dataType: TYPE.Double, value: limit ?? Number.NaN },
      { dataType: TYPE.UInt32, value: low(number) },
    ],
  };
}
