/** How well a backbone and the method do on a data set with known defects, measured with the processes that judge on the line. */
export { type EvaluationProgress, evaluate } from './evaluate.ts';
export type { EvaluationFigures } from './figures.ts';
