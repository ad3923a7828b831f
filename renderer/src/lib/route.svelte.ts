export type SetupSection =
  | 'recipes'
  | 'comparisons'
  | 'testSets'
  | 'sources'
  | 'station'
  | 'screen'
  | 'lanes'
  | 'decisions'
  | 'export'
  | 'reports'
  | 'connections'
  | 'demo'
  | 'people'
  | 'audit'
  | 'keeping';
export type Screen = 'inspection' | 'review' | 'records' | 'bench' | 'health' | 'shift' | SetupSection;

const HASHES: Record<Screen, string> = {
  inspection: '#/',
  review: '#/review',
  records: '#/records',
  bench: '#/bench',
  health: '#/health',
  shift: '#/shift',
  recipes: '#/setup/recipes',
  comparisons: '#/setup/comparisons',
  testSets: '#/setup/test-sets',
  sources: '#/setup/sources',
  station: '#/setup/station',
  screen: '#/setup/screen',
  lanes: '#/setup/lanes',
  decisions: '#/setup/decisions',
  export: '#/setup/export',
  reports: '#/setup/reports',
  connections: '#/connections',
  demo: '#/setup/demo',
  people: '#/setup/people',
  audit: '#/setup/audit',
  keeping: '#/setup/keeping',
};

/** Which screen is open and what it shows, kept in the address so that a reload stays there. */
export class Route {
  readonly #page: Window;
  #screen = $state<Screen>('inspection');
  #query = $state('');

  constructor(page: Window) {
    this.#page = page;
    page.addEventListener('hashchange', () => this.#read());
    this.#read();
  }

  get screen(): Screen {
    return this.#screen;
  }

  /** What stands behind the question mark; empty without one. */
  get query(): string {
    return this.#query;
  }

  /** @param isStep whether the way back leads here again */
  show(screen: Screen, query: string, isStep: boolean): void {
    const address = query === '' ? hashOf(screen) : `${hashOf(screen)}?${query}`;
    if (isStep) this.#page.history.pushState(null, '', address);
    else this.#page.history.replaceState(null, '', address);
    this.#read();
  }

  #read(): void {
    const { hash } = this.#page.location;
    this.#screen = screenOf(hash);
    this.#query = hash.split('?').slice(1).join('?');
  }
}

export function hashOf(screen: Screen): string {
  return HASHES[screen];
}

/** An address that names no screen opens the operator's. */
export function screenOf(hash: string): Screen {
  const [path] = hash.split('?');
  const found = (Object.keys(HASHES) as Screen[]).find((screen) => HASHES[screen] === path);
  return found ?? 'inspection';
}
