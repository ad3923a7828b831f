#!/usr/bin/env node
/** The verifier as a program of its own: one file that needs nothing but Node 20 (docs/audit-format.md). */
import { parseArgs } from 'node:util';
import { AUDIT_TEXTS } from '../../shared/i18n/auditFaults.ts';
import { runVerification, verificationLines, WrongUse } from './verifyCommand.ts';

const OPTIONS = {
  checkpoint: { type: 'string', multiple: true, default: [] as string[] },
  key: { type: 'string', multiple: true, default: [] as string[] },
  record: { type: 'string' },
  proof: { type: 'string' },
  json: { type: 'boolean', default: false },
  'no-files': { type: 'boolean', default: false },
} as const;

function run(): number {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (positionals.length > 1) throw new WrongUse(AUDIT_TEXTS.usage);
  const found = runVerification({
    ...{ path: positionals[0], record: values.record, proof: values.proof },
    ...{ checkpoints: values.checkpoint, keys: values.key, withFiles: !values['no-files'] },
  });
  console.log(values.json ? JSON.stringify(found, null, 2) : verificationLines(found).join('\n'));
  return found.isIntact ? 0 : 1;
}

try {
  process.exitCode = run();
} catch (thrown) {
  // Of an option that is not known, Node says so.
  const isUnknown = thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS');
  if (isUnknown) console.error(`${thrown.message}\n${AUDIT_TEXTS.usage}`);
  else console.error(thrown instanceof WrongUse ? thrown.message : thrown);
  // Also of what was not foreseen: nothing was found wrong.
  process.exitCode = 2;
}
