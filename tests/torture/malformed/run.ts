/** `node tests/torture/malformed/run.ts [--cases 5000] [--seed 20261123]` */
import { parseArgs } from 'node:util';
import { malformedImages } from './index.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '5000' }, seed: { type: 'string', default: '20261123' } },
});
const print = (line: string): void => console.log(line);
const { failures } = await malformedImages({ cases: Number(values.cases), seed: Number(values.seed), print });
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
