/** PostgreSQL of the plant: the records, decisions and audit entries of many stations in one database. `docs/connections/postgres.md` tells of it. */
import { type ErrorFact, SigmalineError } from '../../../shared/domain/index.ts';
import type { Driver } from '../driver.ts';
import { isThisMachine } from '../networkErrors.ts';
import { Pieces } from '../pieces.ts';
import { copyNew } from './copyNew.ts';
import { isRefusal, PlantDatabase } from './plantDatabase.ts';
import { insertStatement, insertValues, supersede } from './rows.ts';
import { requireTables } from './tables.ts';

/** A batch of fewer messages is written in one statement, with less to and fro. */
const COPIED = 50;

export const openPostgres: Driver<'postgres'> = async ({ settings, secrets, station, warn, clients }) => {
  const { schema } = settings;
  const database: PlantDatabase = new PlantDatabase(
    settings,
    secrets.password ?? '',
    `Sigmaline ${station.name}`,
    (client) => requireTables(client, schema, database.where),
  );
  const { where } = database;
  warn(warningsOf(settings.tls, settings.host, where));
  const insert = insertStatement(schema);

  const pieces = new Pieces({
    size: Number.POSITIVE_INFINITY,
    put: (items, signal) =>
      database.use(signal, async (client) => {
        if (items.length >= COPIED && (await copyNew(client, schema, items))) return;
        await supersede(client, schema, items);
        await client.query({ name: 'insert', text: insert, values: insertValues(items) });
      }),
    refusal: (thrown) =>
      isRefusal(thrown)
        ? { code: 'connection.refused', details: { where, reason: `${thrown.message}; SQLSTATE ${thrown.code}` } }
        : null,
  });

  return {
    // On a slow line fewer arrive within the time of a statement.
    atOnce: { fewest: 50, most: 4000 },
    deliver: async (items, signal) => {
      await pieces.send(items, signal).finally(() => clients(database.isOpen ? 1 : 0));
    },
    reach: (signal) => database.use(signal, async () => clients(1)),
    // Written as any other message is, and taken back: it shows that this user may write.
    test: async (message) => {
      const never = new AbortController().signal;
      const values = insertValues([{ message, entry: { body: '{}', hash: '' } }]);
      try {
        await database.use(never, async (client) => {
          await client.query('BEGIN');
          await client.query(insert, values).finally(() => client.query('ROLLBACK'));
        });
      } catch (thrown) {
        if (!isRefusal(thrown)) throw thrown;
        throw new SigmalineError('connection.refused', { where, reason: thrown.message }, thrown);
      }
    },
    close: async () => database.close(),
  };
};

function warningsOf(tls: 'off' | 'required' | 'verified', host: string, where: string): ErrorFact[] {
  return tls === 'off' && !isThisMachine(host) ? [{ code: 'connection.not-encrypted', details: { where } }] : [];
}
