import './faultyLane.ts';
