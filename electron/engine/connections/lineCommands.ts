import type { Caller, Handlers, StationStatus } from '../../../shared/contract/index.ts';
import {
  bypassDetails,
  type ConnectionId,
  type ConnectionSettings,
  factOf,
  type LineAnswer,
  type LineCommand,
  type RecipeId,
  SigmalineError,
  type SourceId,
} from '../../../shared/domain/index.ts';
import { actingAsStation, type Kernel } from '../kernel/index.ts';
import type { SettingsStore, SourceSettings } from '../settings/index.ts';
import type { Announcements } from './announcements.ts';
import type { KeptConnection } from './connectionTable.ts';

export interface LineCommandNeeds {
  readonly sources: () => readonly SourceSettings[];
  readonly settings: Pick<SettingsStore, 'current'>;
  /** In the order of their numbers, from 1. */
  readonly recipes: () => readonly { readonly id: string; readonly name: string }[];
  readonly handlers: Pick<Handlers, 'recipeChange.make' | 'bypass.begin' | 'bypass.end'>;
  readonly bypasses: { lasting(): readonly StationStatus['bypasses'][number][] };
  readonly announcements: Pick<Announcements, 'add' | 'clear'>;
  /** Takes the result of a source back. */
  readonly reset: (source: SourceId) => void;
}

type Asking = Pick<KeptConnection, 'id' | 'name' | 'settings'>;
type OutletSettings = Extract<ConnectionSettings, { readonly allows: unknown }>;

/** What machines ask for over connections: only what the set-up of the connection allows, and nothing that people would have to sign. */
export class LineCommands {
  readonly #kernel: Kernel;
  readonly #needs: LineCommandNeeds;

  constructor(kernel: Kernel, needs: LineCommandNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
  }

  /** Does what a machine asks for, where its connection may. @returns why it was not done; null where it was */
  async answer({ id, name, settings }: Asking, command: LineCommand): Promise<LineAnswer> {
    if (!('allows' in settings)) return { code: 'connection.not-allowed', details: { name, what: command.kind } };
    try {
      await actingAsStation(() => this.#obey({ id, name, settings }, command));
      return null;
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError)) this.#kernel.report(thrown);
      return factOf(thrown);
    }
  }

  async #obey(
    { id, name, settings }: Pick<Asking, 'id' | 'name'> & { readonly settings: OutletSettings },
    command: LineCommand,
  ): Promise<void> {
    const { allows } = settings;
    const require = (isAllowed: boolean): void => {
      if (!isAllowed) throw new SigmalineError('connection.not-allowed', { name, what: command.kind });
    };
    const source = this.#needs.sources().find((each) => each.id === command.source);
    if (source === undefined) throw new SigmalineError('connection.source-unknown');
    switch (command.kind) {
      case 'announce':
        require(allows.announce);
        this.#requireRecipe(source, command.recipe);
        return this.#needs.announcements.add(command, settings.announcedSeconds);
      case 'choose-recipe': {
        require(allows.recipe);
        const recipeId = this.#recipe(command.recipe);
        if (recipeId === source.recipeId) return;
        const input = { sourceId: source.id, recipeId, seen: source.recipeId, isProposed: false };
        await this.#needs.handlers['recipeChange.make'](input, machine(id, name));
        return this.#obeyed(id, name, command);
      }
      case 'begin-bypass': {
        require(allows.bypass);
        const [reason = ''] = this.#needs.settings.current().bypass.reasons;
        const input = { source: source.id, minutes: command.minutes, reason, comment: name };
        await this.#needs.handlers['bypass.begin'](input, machine(id, name));
        return this.#obeyed(id, name, command);
      }
      case 'end-bypass': {
        require(allows.bypass);
        await this.#needs.handlers['bypass.end']({ id: this.#bypassOfTheLine(source.id) }, machine(id, name));
        return this.#obeyed(id, name, command);
      }
      case 'reset':
        this.#needs.announcements.clear(source.id);
        return this.#needs.reset(source.id);
      case 'acknowledge':
        // Taken back in the connector, where machines read.
        return;
    }
  }

  /** What a person answers for, no machine may end: only what the line itself began. */
  #bypassOfTheLine(source: SourceId): string {
    const lasting = this.#needs.bypasses.lasting();
    const found = lasting.find((each) => each.source?.id === source) ?? lasting.find((each) => each.source === null);
    if (found === undefined) throw new SigmalineError('bypass.over');
    // A connection has a name and is no person; whoever is at an open station has no name.
    const isOfTheLine = found.person === null && found.name !== null;
    if (!isOfTheLine) throw new SigmalineError('connection.bypass-of-person', { who: bypassDetails(found).who });
    return found.id;
  }

  /** What it did is in the audit chain as done by the station: this says over which connection it was asked for. */
  #obeyed(id: ConnectionId, name: string, command: LineCommand): void {
    this.#kernel.audit.happened({
      action: 'line.commanded',
      object: { kind: 'connection', id },
      new: { name, ...command },
    });
  }

  /** What a machine calls a recipe: its id, its name, or its number. */
  #recipe(asked: string | number): RecipeId {
    const found =
      typeof asked === 'number'
        ? this.#needs.recipes()[asked - 1]
        : this.#needs.recipes().find(({ id, name }) => id === asked || name === asked);
    if (found === undefined) throw new SigmalineError('connection.recipe-unknown', { recipe: String(asked) });
    return found.id as RecipeId;
  }

  #requireRecipe(source: Pick<SourceSettings, 'recipeId'>, asked: string | number | null): void {
    if (asked === null) return;
    const announced = this.#recipe(asked);
    if (announced === source.recipeId) return;
    const nameOf = (recipe: RecipeId): string => this.#needs.recipes().find(({ id }) => id === recipe)?.name ?? recipe;
    const details = { announced: nameOf(announced), judges: nameOf(source.recipeId) };
    throw new SigmalineError('connection.recipe-other', details);
  }
}

/** A machine that asks over a connection, as the handlers of people's requests see it: nobody who could sign. */
function machine(id: ConnectionId, name: string): Caller {
  return {
    station: 'protected',
    person: null,
    name,
    role: null,
    session: id,
    channel: 'host',
    rights: [],
    due: null,
    requireSession: () => undefined,
  };
}
