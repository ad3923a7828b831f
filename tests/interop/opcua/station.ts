import type { OpenConnection } from '../../../electron/connectors/driver.ts';
import type { SurroundingsFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import type { NodeId } from './binary.ts';

/** A station whose connection is open, and what a client needs to know of it. */
export interface Station {
  readonly url: string;
  readonly fixture: SurroundingsFixture<'opcua'>;
  readonly server: OpenConnection;
  /** The source that results are shown of, and the index of the station's own nodes. */
  readonly source: string;
  readonly namespace: number;
}

export const PASSWORD = { kind: 'name', name: 'line', password: 'secret' } as const;

/** A node of the source that results are shown of. */
export function nodeOf({ namespace, source }: Pick<Station, 'namespace' | 'source'>, path: string): NodeId {
  return { namespace, id: `${source}/${path}` };
}
