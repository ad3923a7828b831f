/** From a path to pixels that a recipe can judge, on a thread of its own. */
export { decodeRequest } from './decodeRequest.ts';
export { DecodingThread, RefusedImage } from './decodingThread.ts';
export type { DecodedImage, DecodingMessage, KnownContent, NumberedRequest } from './messages.ts';
