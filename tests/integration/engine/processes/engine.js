import './testEngine.ts';
