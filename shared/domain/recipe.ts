import { z } from 'zod';
import { errorFactSchema } from './errors.ts';
import { fileNameSchema } from './files.ts';
import { advancedSettingsSchema, gateSettingsSchema, kindsChoiceSchema } from './fitSettings.ts';
import { recipeIdSchema } from './ids.ts';
import { imageAreaSchema, squareMaskSchema } from './imageArea.ts';
import { goodTraitsSchema } from './imageTraits.ts';
import { partReferenceSchema } from './partReference.ts';
import { recipeLifeSchema } from './recipeLife.ts';
import { limitsSchema } from './verdict.ts';

/** One good image of a calibration and its scores from a fit that has not seen it. */
export const heldOutImageSchema = z.object({
  file: z.string(),
  sha256: z.string(),
  score: z.number(),
  partDistance: z.number(),
  patchScore: z.number(),
  /** Unlike all other good images: sigma does not come from it, and the limit is not above the others. */
  setAside: z.boolean(),
  /** The number of the part that it shows, where several images show one: a part counts once. */
  part: z.number().int().nonnegative().optional(),
});
export type HeldOutImage = z.infer<typeof heldOutImageSchema>;

/**
 * The parts of a calibration, each by the highest of its images.
 *
 * @param score by which the images of a part are compared
 */
export function countedParts<Image extends { readonly part?: number | undefined }>(
  heldOut: readonly Image[],
  score: (image: Image) => number,
): readonly Image[] {
  if (heldOut.every(({ part }) => part === undefined)) return heldOut;
  const highest = new Map<number | Image, Image>();
  for (const image of heldOut) {
    const known = highest.get(image.part ?? image);
    if (known === undefined || score(image) > score(known)) highest.set(image.part ?? image, image);
  }
  return [...highest.values()];
}

/** A good image that may be none: an engineer decides. */
export const suspectImageSchema = z.object({
  file: z.string(),
  /** Unlike all others; like a few that are suspect too; or of another size than nearly all others, and not unlike them otherwise. */
  reason: z.enum(['alone', 'group', 'size']),
  /** Robust standard deviations above the median of all good images, on the logarithm of its distance; null where its size is all that is known. */
  unlikeness: z.number().nullable(),
  /** How many images its group has, itself included. */
  groupSize: z.number().int().positive(),
  /** Whether it is so unlike the others that no Gaussian has seen it; in recipes of earlier versions all were in the fit. */
  leftOut: z.boolean().optional(),
  /** Its thumbnail beside recipe.json, a JPEG; recipes of earlier versions have none. */
  picture: fileNameSchema.optional(),
});
export type SuspectImage = z.infer<typeof suspectImageSchema>;

/** The good image whose measure was the lowest or the highest of all: people see by it what a recipe's gate still lets through. */
export const edgeImageSchema = z.object({
  measure: z.string(),
  side: z.enum(['lowest', 'highest']),
  file: z.string(),
  /** Its thumbnail beside recipe.json, a JPEG. */
  picture: fileNameSchema,
});
export type EdgeImage = z.infer<typeof edgeImageSchema>;

/** One look that good parts of a product have: that of a supplier, a cavity, a side of the label. */
export const goodLookSchema = z.object({
  images: z.number().int().positive(),
  /** The files of the first few. */
  examples: z.array(z.string()),
});
export type GoodLook = z.infer<typeof goodLookSchema>;

/** An image that a calibration was told to leave out, and what was suspect about it; `told` where it was simply named. */
export const excludedImageSchema = z.object({
  file: z.string().min(1),
  reason: z.enum(['alone', 'group', 'size', 'told']),
});
export type ExcludedImage = z.infer<typeof excludedImageSchema>;

/** A part of the line that people released and a calibration took for a good one: its record's number, and its file as the record names it. */
export const releasedPartSchema = z.object({
  number: z.number().int().positive(),
  file: z.string(),
  sha256: z.string(),
});

/** Where the image of such a part lies, and the serial that its record has. */
export interface ReleasedImage extends z.infer<typeof releasedPartSchema> {
  readonly path: string;
  readonly serial: string | null;
}

/** The limit of a target false-reject rate, by order statistic of `count` held-out scores. */
export const limitChoiceSchema = z.object({
  target: z.number().gt(0).lt(1),
  value: z.number(),
  /** The limit is the `rank`-th smallest held-out score (from 1), between two of them where it is no whole number. */
  rank: z.number().positive(),
  count: z.number().int().positive(),
  /** One-sided 95 % upper bound of the true false-reject rate. */
  bound95: z.number(),
  /** True where held-out (not split) scores of fewer than 200 images gave the bound. */
  approximate: z.boolean(),
});
export type LimitChoice = z.infer<typeof limitChoiceSchema>;

/**
 * The share of good parts that a limit is expected to reject: of n held-out scores and a later one, each is as likely as the other to be among the
 * highest. Older recipes, whose `count` leaves out images that were set aside, say what they promised.
 */
export function expectedRejectRate({ rank, count }: Pick<LimitChoice, 'rank' | 'count'>): number {
  return 1 - rank / (count + 1);
}

/**
 * How images are brought to the side of the network. `exact`: equal pixels give equal results, whatever file held them and however it is turned.
 * `shrinkOnLoad`, of recipes of format 1: JPEG of at least four times the side are decoded at a part of their size, and turned images are scaled before they are turned.
 */
export const imageScalingSchema = z.enum(['exact', 'shrinkOnLoad']);
export type ImageScaling = z.infer<typeof imageScalingSchema>;
const sigmaSchema = z.object({ mean: z.number(), deviation: z.number() });
/** Where good parts have several looks, that of the first, and of all. */
const standardisationSchema = sigmaSchema.extend({ looks: z.array(sigmaSchema).readonly().optional() });

/** What a network's own features decide: a recipe that is computed in integers too has all of it twice. */
const judgedFields = {
  /** Null for a draft, whose good images are too few for a limit: every part is for a person to look at. */
  limits: limitsSchema.nullable(),
  /** Null for a draft. */
  limit: limitChoiceSchema.nullable(),
  /** Where the review band begins, and why there: null or missing where there is none. */
  review: limitChoiceSchema.nullable().optional(),
  /**
   * Mean and standard deviation of held-out values: they turn them into sigma. With a steepness, of the logarithm of the part distance, of the patch score, of the means
   * of other shares of the patch distances and of the patch scores of finer levels; before, of part distance and patch score.
   */
  standardisation: z.object({
    part: standardisationSchema,
    patch: standardisationSchema,
    sizes: z.array(standardisationSchema.extend({ topShare: z.number().positive() })).optional(),
    fine: z.array(standardisationSchema.extend({ level: z.number().int().positive() })).optional(),
  }),
  /** k of score = ln(sum exp(k z) / M) / k, over the sigma z of all M components. */
  steepness: z.number().positive().optional(),
  heldOut: z.array(heldOutImageSchema),
  /** The compiled ONNX graph beside this file. */
  graph: z.object({ file: fileNameSchema, sha256: z.string() }),
};

export { providerName, runsOnCpu } from '../i18n/executionReasons.ts';

/** The execution provider that runs the network of a recipe in 8-bit integers. */
export const INT8_PROVIDER = 'cpu int8';

/** What the network in integers said of the golden pictures, beside the recipe. */
export const INT8_GOLDEN_FILE = 'golden.int8.json';

export const precisionChoiceSchema = z.enum(['auto', 'float', 'int8']);
export type PrecisionChoice = z.infer<typeof precisionChoiceSchema>;

const separationSchema = z.object({
  /** Area under the ROC curve of faults against the good images they are made on. */
  auroc: z.number(),
  /** How many of the faults score no higher than one in twenty of these. */
  missed: z.number().int().nonnegative(),
});

/** Why a recipe can be computed in integers, or cannot. */
export const precisionReportSchema = z.object({
  asked: precisionChoiceSchema,
  // Since the looks of the floats are told to integers too, none has others.
  outcome: z.enum(['float-asked', 'int8-asked', 'as-good', 'worse', 'other-looks', 'not-quantisable']),
  /** What stands in the way of integers. */
  reason: z.string().optional(),
  /** What faults, made on the good images, told of both. */
  comparison: z
    .object({
      faults: z.number().int().positive(),
      float: separationSchema,
      int8: separationSchema,
      /** Spearman's rank correlation of the scores of good images and faults. */
      rankCorrelation: z.number(),
    })
    .optional(),
});
export type PrecisionReport = z.infer<typeof precisionReportSchema>;

/** The version that one was made of without a fit: a copy under another name, or one of another station, or one of the same recipe with other limits. */
export const recipeOriginSchema = z.object({
  id: recipeIdSchema,
  version: z.number().int().positive(),
  /** The name of the other station's audit chain; none where it is of this one. */
  station: z.string().optional(),
  /** SHA-256 of its recipe.json, in hexadecimal digits. */
  sha256: z.string().optional(),
});
export type RecipeOrigin = z.infer<typeof recipeOriginSchema>;

/** The execution provider of ONNX Runtime and the processor that a version was fitted on. */
const fittedOnSchema = z.object({ provider: z.string(), device: z.string() });

const recipeVersionFields = z.object({
  /** Since 2 with the way of scaling. */
  format: z.literal([1, 2]),
  id: recipeIdSchema,
  name: z.string().min(1),
  version: z.number().int().positive(),
  createdAt: z.iso.datetime(),
  /** Not of versions that were fitted here. */
  from: recipeOriginSchema.optional(),
  softwareVersion: z.string(),
  /** What its features were computed on; versions of earlier programs do not say. */
  fittedOn: fittedOnSchema.optional(),
  backbone: z.object({ id: z.string(), sha256: z.string(), licence: z.string(), source: z.string() }),
  preprocessing: z.object({
    sizePx: z.number().int().positive(),
    resize: z.literal('squash'),
    scaling: imageScalingSchema.default('shrinkOnLoad'),
    /** What 16-bit samples are divided by; there where the camera of this recipe writes 16 bits, 65535 otherwise. */
    sampleMaximum: z.number().int().positive().optional(),
  }),
  /** How many variations of each good image the Gaussians were fitted on as well, and how far these may be turned (clockwise). */
  variations: z
    .object({ perImage: z.number().int().nonnegative(), turnsDegrees: z.array(z.number()) })
    .default({ perImage: 0, turnsDegrees: [] }),
  ...judgedFields,
  /** Whether a part that fails, and would pass if it were lit like the good images, is for a person to look at; not in recipes of earlier versions. */
  reviewsOtherLight: z.boolean().default(false),
  /** Of recipes before there was a steepness: score = max((1 - partShare) patch + partShare min(part, partBound), part - partAloneAfter). */
  blend: z.object({ partShare: z.number(), partBound: z.number(), partAloneAfter: z.number() }).optional(),
  /** What the good images were, which images of the line are compared with; recipes of earlier versions do not say. */
  traits: goodTraitsSchema.optional(),
  /** How many different parts the good images show: each is counted once. Recipes of earlier versions do not say. */
  parts: z.number().int().positive().optional(),
  /** The most unlike first, groups together. */
  suspects: z.array(suspectImageSchema).optional(),
  /** Where good parts have several looks, as found in their images: the one with the most images first. Each is judged by means of its own. */
  looks: z.array(goodLookSchema).optional(),
  /** Images of the folder that the engineer took for no good parts: they lie there still, and took no part in anything. */
  excluded: z.array(excludedImageSchema).optional(),
  /** Parts of the line among the good images, where a person asked for them. */
  released: z.array(releasedPartSchema).optional(),
  /** Which part of an image it looks at; recipes of earlier versions look at all of it. */
  area: imageAreaSchema.optional(),
  /** By what its part is found in each image, where it does not always lie in the same place. */
  partReference: partReferenceSchema.optional(),
  /** What the area's mask is in pixels of the network's square; only where it ignores anything. */
  mask: squareMaskSchema.optional(),
  /** What an image outside of the good ones' range gets; recipes of earlier versions have no gate. */
  gate: gateSettingsSchema.optional(),
  edges: z.array(edgeImageSchema).optional(),
  /** How it was fitted, where an engineer chose. */
  kinds: kindsChoiceSchema.optional(),
  advanced: advancedSettingsSchema.optional(),
  /** What the fit told of its good images, beside this file; recipes of earlier versions have none. */
  analysis: z.object({ file: fileNameSchema, sha256: z.string() }).optional(),
  anomalyMap: z.object({ height: z.number().int().positive(), width: z.number().int().positive() }),
  /** Recipes of earlier versions do not say. */
  precision: precisionReportSchema.optional(),
  /** The same recipe in 8-bit integers, by Gaussians and limits of its own; the provider `cpu int8` takes it in place of the fields of these names. */
  int8: z.object(judgedFields).optional(),
});

/** What `analysis.json` beside a recipe holds. Images are named by their place in `heldOut`. */
export const storedAnalysisSchema = z.object({
  chiSquareDegrees: z.number().int().positive(),
  /** Whether later images differ from earlier ones: a fact to be told, or null. */
  drift: errorFactSchema.nullable(),
  /** The kind of every image, from 0, and -1 where no fit has seen it; null where there is one. */
  looks: z.array(z.number().int()).readonly().nullable(),
  /** Images with a picture and an anomaly map, see `heldOutPicture`. */
  pictures: z.array(z.number().int().nonnegative()).readonly(),
});
export type StoredAnalysis = z.infer<typeof storedAnalysisSchema>;

/** The file of a picture of a held-out image, beside its recipe. */
export function heldOutPicture(place: number, kind: 'thumbnail' | 'heatmap'): string {
  return `held-out-${place + 1}.${kind === 'thumbnail' ? 'jpg' : 'npy'}`;
}

/** What `recipe.json` holds: one version of a recipe, frozen once written. Only one of format 2 can be a draft, and only without both limits. */
export const recipeVersionSchema = recipeVersionFields.check(({ value: { format, limits, limit }, issues }) => {
  const lacking = limits === null ? 'limits' : 'limit';
  if ((limits === null || limit === null) && (format === 1 || limits !== limit)) {
    issues.push({ code: 'custom', path: [lacking], message: 'it is missing, and this is no draft', input: null });
  }
});
export type RecipeVersion = z.infer<typeof recipeVersionSchema>;

/** The recipe as an execution provider runs it: its graph, limits and held-out scores are those of the integers where these judge. */
export function recipeRunBy<Recipe extends Pick<RecipeVersion, 'int8'>>(recipe: Recipe, provider: string): Recipe {
  return provider === INT8_PROVIDER && recipe.int8 !== undefined ? { ...recipe, ...recipe.int8 } : recipe;
}

/** What a list shows of a version. */
export const recipeSummarySchema = z.object({
  id: recipeIdSchema,
  name: z.string(),
  version: z.number().int().positive(),
  createdAt: z.iso.datetime(),
  from: recipeOriginSchema.optional(),
  backboneId: z.string(),
  backboneSha256: z.string(),
  /** Side of the square that images are scaled to. */
  sizePx: z.number().int().positive(),
  goodImages: z.number().int().nonnegative(),
  /** Files that were set aside from the limit because they are unlike all other good images. */
  setAside: z.array(z.string()),
  /** Images that may show no good parts, the most unlike first. */
  suspects: z.array(suspectImageSchema).optional(),
  /** Where good parts have several looks, the one with the most images first. */
  looks: z.array(goodLookSchema).optional(),
  excluded: z.array(excludedImageSchema).optional(),
  /** By how much parts of this product may as well lie turned, as its good images show. */
  turnsDegrees: z.array(z.number()),
  /** Both null for a draft. */
  limits: limitsSchema.nullable(),
  limit: limitChoiceSchema.nullable(),
  /** Where there is a review band. */
  review: limitChoiceSchema.optional(),
  precision: precisionReportSchema.optional(),
  fittedOn: fittedOnSchema.optional(),
  /** Where integers can judge: their limit. */
  int8: z.object({ limits: limitsSchema.nullable(), limit: limitChoiceSchema.nullable() }).optional(),
});
export type RecipeSummary = z.infer<typeof recipeSummarySchema>;

/** Which version of a recipe judges, and since when. */
export const recipeUseSchema = z.object({
  version: z.number().int().positive(),
  /** Null while no station has opened the data folder: the newest version is taken then. */
  since: z.iso.datetime().nullable(),
  /** Who chose it; null where the station took it itself. The person is null at an open station. */
  by: z.object({ person: z.string().nullable(), role: z.string(), channel: z.string() }).nullable(),
});
export type RecipeUse = z.infer<typeof recipeUseSchema>;

/** A version of a recipe in a list: what it is, or why it cannot be used. */
export const listedVersionSchema = z.union([
  recipeSummarySchema,
  z.object({ version: z.number().int().positive(), problem: errorFactSchema }),
]);
export type ListedVersion = z.infer<typeof listedVersionSchema>;

const listedSchema = z.object({
  /** Of the version in use. */
  use: recipeUseSchema,
  /** All versions, the newest first. */
  versions: z.array(listedVersionSchema),
  life: recipeLifeSchema,
});

export const recipeListSchema = z.object({
  /** Each as its version in use is. */
  recipes: z.array(recipeSummarySchema.extend(listedSchema.shape)),
  /** Recipes whose version in use cannot be used. No other version takes its place by itself. */
  unusable: z.array(listedSchema.extend({ id: recipeIdSchema, problem: errorFactSchema })),
});
export type RecipeList = z.infer<typeof recipeListSchema>;

/** What would be different with another version. `backbone` differs also where a network of the same name has other weights. */
export type RecipeTrait = 'backbone' | 'limit' | 'review' | 'target' | 'bound' | 'images' | 'size' | 'turns';

/** @returns the traits in which two versions differ, in the order in which people should read them */
export function changedTraits(from: RecipeSummary, to: RecipeSummary): readonly RecipeTrait[] {
  const traits: readonly (readonly [RecipeTrait, (of: RecipeSummary) => unknown])[] = [
    ['backbone', ({ backboneId, backboneSha256 }) => `${backboneId} ${backboneSha256}`],
    ['limit', ({ limits }) => limits?.fail],
    ['review', ({ limits }) => limits?.review ?? null],
    ['target', ({ limit }) => limit?.target],
    ['bound', ({ limit }) => limit?.bound95],
    ['images', ({ goodImages }) => goodImages],
    ['size', ({ sizePx }) => sizePx],
    ['turns', ({ turnsDegrees }) => turnsDegrees.join(' ')],
  ];
  return traits.filter(([, of]) => of(from) !== of(to)).map(([trait]) => trait);
}

/** What a person names a recipe by: its name or id, and with `@N` one version of it. */
export function parseRecipeName(text: string): { readonly name: string; readonly version: number | null } {
  const found = /^(?<name>.+)@(?<version>[1-9]\d{0,8})$/.exec(text.trim())?.groups;
  return found?.name === undefined
    ? { name: text, version: null }
    : { name: found.name, version: Number(found.version) };
}
