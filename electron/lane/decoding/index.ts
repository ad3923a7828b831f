/** Decodes image files, on a separate thread, into pixels that a recipe can judge. */

export { decodeRequest } from './decodeRequest.ts';
export { Decoders } from './decoders.ts';
export { RefusedImage } from './decodingThread.ts';
export type { DecodedImage, DecodingMessage, KnownContent, NumberedRequest } from './messages.ts';
export { Turn } from './turn.ts';
