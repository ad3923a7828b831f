/** Test sets: images with known truth, locked before a test and refused by every fit; and the tests of versions by them. */
export { KeptTests, openTesting } from './testing.ts';
