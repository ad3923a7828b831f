/** How well a backbone and the method do on a data set with known defects, measured with the processes that judge on the line. */
export {
  type Evaluation,
  type EvaluationProgress,
  type EvaluationRequest,
  evaluate,
  withEvaluation,
} from './evaluate.ts';
export type { ClassFigures, EvaluationFigures } from './figures.ts';
