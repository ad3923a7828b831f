/** `node build/notices.ts`: writes THIRD_PARTY_NOTICES.md. Run it after dependencies changed; a test holds it to the lockfile. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'THIRD_PARTY_NOTICES.md');
writeFileSync(file, thirdPartyNotices(root));
console.log(file);
