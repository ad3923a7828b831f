import './testLane.ts';
