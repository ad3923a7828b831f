/** Measures how well a backbone and the method find known defects, with the processes that judge on the line. */
export { readDataset, type TestImage } from './dataset.ts';
export { checkDataset, type EvaluationProgress, evaluate } from './evaluate.ts';
export type { Evaluation } from './evaluation.ts';
export { type EvaluationFigures, type MeanFigures, meanFigures } from './figures.ts';
export {
  millisecondsText,
  percentText,
  rateText,
  ratioText,
  shareText,
} from './figureText.ts';
export { writeReport } from './report/index.ts';
export { SCORE_NAMES, type ScoreName } from './scores.ts';
