/** `npm run build [renderer|electron|node ...]`: builds what changed, into out/. */
import { BUNDLE_NAMES, type BundleName, buildIfStale } from './bundles.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(BUNDLE_NAMES as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`Nothing named ${unknown.join(', ')} can be built. Choose from: ${BUNDLE_NAMES.join(', ')}.`);
  process.exit(2);
}

for (const name of asked.length > 0 ? (asked as BundleName[]) : BUNDLE_NAMES) {
  const began = performance.now();
  const wasBuilt = await buildIfStale(name);
  console.log(
    wasBuilt ? `${name}: built in ${((performance.now() - began) / 1000).toFixed(1)} s` : `${name}: unchanged`,
  );
}
