export type SetupSection = 'recipes' | 'sources' | 'station' | 'lanes' | 'export' | 'demo' | 'people' | 'audit';
export type Screen = 'inspection' | SetupSection;

const HASHES: Record<Screen, string> = {
  inspection: '#/',
  recipes: '#/setup/recipes',
  sources: '#/setup/sources',
  station: '#/setup/station',
  lanes: '#/setup/lanes',
  export: '#/setup/export',
  demo: '#/setup/demo',
  people: '#/setup/people',
  audit: '#/setup/audit',
};

/** Which screen is open, kept in the address so that a reload stays there. */
export class Route {
  #screen = $state<Screen>('inspection');

  constructor(page: Window) {
    const read = (): void => {
      this.#screen = screenOf(page.location.hash);
    };
    page.addEventListener('hashchange', read);
    read();
  }

  get screen(): Screen {
    return this.#screen;
  }
}

export function hashOf(screen: Screen): string {
  return HASHES[screen];
}

/** An address that names no screen opens the operator's. */
export function screenOf(hash: string): Screen {
  const found = (Object.keys(HASHES) as Screen[]).find((screen) => HASHES[screen] === hash);
  return found ?? 'inspection';
}
