import type { ImageKind } from '../../../shared/contract/index.ts';
import type { ConnectionId, InspectionId, RecipeId } from '../../../shared/domain/index.ts';

export type Addresses = ReturnType<typeof createAddresses>;

/** Where the pictures and files of the station are found: ids only, never paths. */
export function createAddresses(insideElectron: boolean) {
  const root = insideElectron ? 'sigmaline-image://' : '/';
  return {
    /** Of the page's own origin, also in Electron: pictures are fetched. */
    image: (id: InspectionId, kind: ImageKind) => `/image/${id}/${kind}`,
    /** Several thumbnails in one answer; each of them has an address of its own. */
    thumbnails: (addresses: readonly string[]) =>
      `/thumbnails?${addresses.map((address) => `at=${address}`).join('&')}`,
    /** The picture of a suspect of a calibration, by its place in their list. */
    suspect: (id: RecipeId, version: number, place: number) => `${root}suspect/${id}/${version}/${place}`,
    /** The picture of a good image at the edge of a measure, by its place in their list. */
    edge: (id: RecipeId, version: number, place: number) => `${root}edge/${id}/${version}/${place}`,
    /** A good image of a calibration, or its heatmap, by the order in which they were read. */
    heldOut: (id: RecipeId, version: number, order: number, kind: 'thumbnail' | 'heatmap') =>
      `${root}held-out/${id}/${version}/${order}/${kind}`,
    /** What the other version of a comparison says of an inspection: a heatmap, of the page's own origin as all that are drawn together. */
    comparedMap: (comparison: number, number: number) => `/comparison/${comparison}/${number}`,
    /** A picture of a calibration in the making: of an image by its key. */
    benchImage: (draft: string, key: string, kind: 'thumbnail' | 'image') => `/bench/${draft}/${key}/${kind}`,
    /** What its images have in common, and where they differ. @param madeAt tells one from the next */
    benchSurvey: (draft: string, which: 'average' | 'variation', madeAt: string) =>
      `/bench/${draft}/${which}?at=${encodeURIComponent(madeAt)}`,
    /** A picture of an image of a test set; of the page's own origin, as all that are drawn together. */
    testImage: (set: number, image: number, kind: 'thumbnail' | 'image') => `/test-image/${set}/${image}/${kind}`,
    /** What a test says of an image, as a heatmap. */
    testMap: (run: number, image: number) => `/test-map/${run}/${image}`,
    /** The station's own certificate of a connection. */
    certificate: (connection: ConnectionId) => `${root}certificate/${connection}`,
    diagnostics: (id: string) => `${root}diagnostics/${id}`,
    /** A version as one file, once it was exported. */
    recipeFile: (id: RecipeId, version: number) => `${root}recipe/${id}/${version}`,
    exported: (id: string, place: number) => `${root}export/${id}/${place}`,
    reported: (id: string) => `${root}report/${id}`,
    /** A window of Electron shows no PDF: it saves them. */
    showsPdf: !insideElectron,
  };
}
