/** The port that Electron's utilityProcess gives its child; declared here because no plain Node process may depend on Electron's types. */
export interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Undefined under plain Node. */
export function electronParentPort(): ElectronParentPort | undefined {
  return (process as { parentPort?: ElectronParentPort }).parentPort;
}
