/** Parts that wait for a decision: those that are held on the operator's screen, and the review queue with who looks at what. */
export { Review } from './review.ts';
