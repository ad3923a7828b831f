/** What is wrong with a file's structure. */
export type ContainerFault =
  | { readonly kind: 'truncated' }
  | { readonly kind: 'corrupt'; readonly reason: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

export const TRUNCATED: ContainerFault = { kind: 'truncated' };
