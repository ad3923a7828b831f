/** `npm run gallery`: every state of every screen as pictures in out/gallery, with a page to look at them. */
import { ensureChromium, runTool } from './tasks.ts';

ensureChromium();
runTool('build', 'node', ['build/build.ts']);
process.env.SIGMALINE_GALLERY = 'draw';
runTool('pictures', 'playwright', ['test', 'gallery.spec.ts', '--reporter=line']);
console.log('\nOpen out/gallery/index.html.');
