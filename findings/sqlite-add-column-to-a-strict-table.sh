#!/bin/sh
# Adding a column to a STRICT table reads every row of it.
#
# SQLite 3 adds a column by changing the table's definition alone, whatever the number of rows: that is why migrations use
# ALTER TABLE ... ADD COLUMN on tables that are too large to be copied. Of a STRICT table this does not hold. A column that
# may be NULL and has no default, no CHECK and no generated value makes SQLite verify the types of all rows that are there,
# although none of them can have a value for it.
#
# Seen with better-sqlite3 13.2.0 (SQLite 3.54.1), Node.js 24.21.0, Linux. Output seen: 800,000 rows of an ordinary table 1.59 ms, of
# a STRICT one 131.37 ms. Nothing else can write meanwhile; on ten million rows of forty columns it was minutes.
#
# Exits 0 while this is so, and 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > package.log
npm install --no-audit --no-fund --silent better-sqlite3@13.2.0 node@24.21.0
cat > seen.cjs <<'SCRIPT'
const Database = require('better-sqlite3');
const db = new Database('rows.sqlite');
console.log(`SQLite ${db.prepare('SELECT sqlite_version()').pluck().get()}`);

function addColumnMs(strict, rows) {
  db.exec(`CREATE TABLE part (id INTEGER PRIMARY KEY, name TEXT NOT NULL, score REAL) ${strict ? 'STRICT' : ''}`);
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO part SELECT i, 'part ' || i, i / 7.0 FROM n`);
  const startedAt = process.hrtime.bigint();
  db.exec('ALTER TABLE part ADD COLUMN late_ms INTEGER');
  const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
  db.exec('DROP TABLE part');
  return ms;
}

const ordinary = addColumnMs(false, 800_000);
const many = addColumnMs(true, 800_000);
console.log(`ordinary table, 800,000 rows: ${ordinary.toFixed(2)} ms`);
console.log(`STRICT table, 800,000 rows: ${many.toFixed(2)} ms`);
process.exit(many > 10 * ordinary ? 0 : 1);
SCRIPT
node_modules/.bin/node seen.cjs
