import { type ImageKind, imageKindSchema } from '../../shared/contract/index.ts';

/** The addresses inside the window. Both schemes are ours alone: nothing in them names a file. */
export const INTERFACE_SCHEME = 'app';
export const IMAGE_SCHEME = 'sigmaline-image';
export const INTERFACE_ADDRESS = `${INTERFACE_SCHEME}://sigmaline/`;
/** The page offers a way out to engineers. */
export const KIOSK_ADDRESS = `${INTERFACE_ADDRESS}?kiosk`;
/** Verdict, counters and state for a second screen. */
export const BOARD_ADDRESS = `${INTERFACE_ADDRESS}board`;

export type ImageAddress =
  | { readonly kind: 'image'; readonly id: string; readonly image: ImageKind }
  | { readonly kind: 'suspect' }
  | { readonly kind: 'export'; readonly id: string };

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const IMAGE = new RegExp(`^${IMAGE_SCHEME}://image/(?<id>${UUID})/(?<image>${imageKindSchema.options.join('|')})$`);
const SUSPECT = new RegExp(`^${IMAGE_SCHEME}://(?:suspect|edge)/[a-z0-9-]+/\\d+/\\d+$`);
const EXPORT = new RegExp(
  `^${IMAGE_SCHEME}://(?:export/(?<exported>${UUID})/\\d{1,2}|(?:report|diagnostics|certificate)/(?<id>${UUID})|recipe/(?<recipe>[a-z0-9-]{1,64}/\\d{1,9}))$`,
);

/** @returns null for everything that is not exactly one of our addresses */
export function parseImageAddress(url: string): ImageAddress | null {
  const image = IMAGE.exec(url)?.groups;
  if (image?.id !== undefined) {
    return { kind: 'image', id: image.id, image: imageKindSchema.parse(image.image) };
  }
  if (SUSPECT.test(url)) return { kind: 'suspect' };
  const { exported, recipe, id = exported ?? recipe } = EXPORT.exec(url)?.groups ?? {};
  return id === undefined ? null : { kind: 'export', id };
}

/** Files that people take with them: of exports and reports, bundles for support, certificates of connections. */
export function isExportAddress(url: string): boolean {
  return parseImageAddress(url)?.kind === 'export';
}

/** The interface itself, whatever part of it is shown (query and fragment). */
export function isInterfaceAddress(url: string): boolean {
  return URL.canParse(url) && [INTERFACE_ADDRESS, BOARD_ADDRESS].includes(url.replace(/[?#].*$/s, ''));
}
