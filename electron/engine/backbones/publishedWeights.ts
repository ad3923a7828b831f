/** Weights of EfficientNet as their port to safetensors is published: trained on ImageNet with AutoAugment by the authors of the network. */
export interface PublishedWeights {
  readonly address: string;
  readonly licence: string;
  /** Of the file; null where this version does not know it. */
  readonly sha256: string | null;
  /**
   * Of the tensors up to the deepest level that is used, whatever file holds them; null where this version does not know it. Where neither is known,
   * nothing is downloaded unless a person gives the hash.
   */
  readonly tensorsSha256: string | null;
}

const LICENCE = 'Apache-2.0';

/** SHA-256 of `model.safetensors` as its own page shows it. */
const HASHES: Readonly<Record<string, string | null>> = {
  b0: 'bc97e48e1360ee9d9c9d8a39ad2fb9b85ad150eb89d6fc69cd0f08301b5e0b3e',
  b1: '44df4f85e844442fe761fb0ce92a9e4b96b2ec5d209e9169956fe033da180145',
  b2: '08d7bd5d858873cb1a829f51c01811c75117665b1de91c215acbcf836a23a5c9',
  b3: null,
  b4: null,
  b5: 'e81868f5acfdd37fc79a337761cba24b33611d652ca969cbe9a474fd800ad4de',
  b6: null,
  b7: null,
};

/** Taken from the same published weights in another file (levels 1 to 7, float32), not from the file at the address. */
const TENSOR_HASHES: Readonly<Record<string, string>> = {
  b4: '3d9e1779902a4ee569ee9b294d12ff967d7fd7be20d1d9f402127f4637b271f8',
};

const PREFIX = 'efficientnet-';

export const PUBLISHED_IDS: readonly string[] = Object.keys(HASHES).map((variant) => `${PREFIX}${variant}`);

/** The variant (`b4`) that an id (`efficientnet-b4`) names; undefined where it names none. */
export function variantOf(id: string): string | undefined {
  return PUBLISHED_IDS.includes(id) ? id.slice(PREFIX.length) : undefined;
}

export function publishedWeights(variant: string): PublishedWeights {
  const address = `https://huggingface.co/timm/tf_efficientnet_${variant}.aa_in1k/resolve/main/model.safetensors`;
  const sha256 = HASHES[variant] ?? null;
  return { address, licence: LICENCE, sha256, tensorsSha256: TENSOR_HASHES[variant] ?? null };
}
