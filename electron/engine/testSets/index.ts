/** Test sets: images with known truth, locked before a test and refused by every fit; and the tests of versions by them. */
export { guardStoredTests } from './guard.ts';
export { type TestedImage, type TestFacts, testFactsOf } from './testFacts.ts';
export { KeptTests, openTesting } from './testing.ts';
export type { KeptImage } from './testSetTable.ts';
