/** `npm run gallery`: every state of every screen as pictures in out/gallery, with a page to look at them. What is behind `--` goes to Playwright: `-- --grep Faults`. */
import { ensureChromium, runTool } from './tasks.ts';

await ensureChromium();
await runTool('build', 'node', ['build/build.ts']);
process.env.SIGMALINE_GALLERY = 'draw';
await runTool('pictures', 'playwright', ['test', 'gallery.spec.ts', '--reporter=line', ...process.argv.slice(2)]);
console.log('\nOpen out/gallery/index.html.');
