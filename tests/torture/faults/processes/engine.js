import './faultyEngine.ts';
