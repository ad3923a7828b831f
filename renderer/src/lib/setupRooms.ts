import { type RequestName, rolesOf } from '../../../shared/contract/index.ts';
import type { Role } from '../../../shared/domain/index.ts';
import type { Access } from './access.svelte.ts';
import type { SetupSection } from './route.svelte.ts';

/** Whoever may ask this may open the room of the set-up; null where anybody may, who has not signed in either. In the order of the menu. */
export const ROOM_NEEDS = {
  recipes: 'settings.get',
  testSets: 'testSet.list',
  comparisons: 'comparison.list',
  sources: 'settings.get',
  station: 'settings.get',
  screen: null,
  lanes: 'settings.get',
  decisions: 'settings.get',
  export: 'export.start',
  reports: 'report.list',
  connections: 'connection.list',
  people: 'people.list',
  audit: 'audit.page',
  keeping: 'keeping.state',
  demo: 'demo.start',
} as const satisfies Record<SetupSection, RequestName | null>;

const ROOMS = Object.keys(ROOM_NEEDS) as readonly SetupSection[];

/** The rooms that whoever is here may open. */
export function roomsOpenTo(access: Access): readonly SetupSection[] {
  return ROOMS.filter((room) => ROOM_NEEDS[room] === null || access.may(ROOM_NEEDS[room]));
}

/** The roles that the other rooms are for, the demo line aside: nobody comes to a station at work for it. */
export function rolesOfTheRest(access: Access): readonly Role[] {
  const open = new Set(roomsOpenTo(access));
  const own = access.current?.role ?? null;
  const needed = ROOMS.filter((room) => room !== 'demo' && !open.has(room)).flatMap((room) => {
    const request = ROOM_NEEDS[room];
    return request === null ? [] : rolesOf(request);
  });
  return [...new Set(needed)].filter((role) => role !== own);
}

/** Where the set-up begins. Whoever is signed out is asked there to sign in. */
export function setupEntrance(access: Access): SetupSection {
  const [first = 'screen'] = access.isSignedOut ? (['recipes'] as const) : roomsOpenTo(access);
  return first;
}
