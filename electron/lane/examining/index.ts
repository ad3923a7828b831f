/** Looks at the images of a calibration in the making: what each is like, and where good ones differ. */
export { examineImages } from './examineImages.ts';
export { surveyImages } from './surveyImages.ts';
