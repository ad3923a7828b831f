/** What people decide about parts that did not pass: confirmed, released, rework or scrap, each written down with its entry and its signature. */
export { Dispositions } from './dispositions.ts';
export { ReleasedImages, readReleasedImages } from './releasedImages.ts';
