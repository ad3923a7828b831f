import { loadInterfaceFiles, type PageRequests, Pages, textResponse } from '../pages/index.ts';
import { IMAGE_SCHEME, INTERFACE_ADDRESS, parseImageAddress } from './addresses.ts';

/**
 * Serves the built interface at `app://sigmaline/`, and images of inspections and exported files at `sigmaline-image://`. Only addresses of exactly
 * these shapes are answered.
 */
export function createPageProtocols(
  rendererFolder: string,
  requests: PageRequests,
  log: (line: string) => void,
): (request: Request) => Promise<Response> {
  const files = loadInterfaceFiles(rendererFolder);
  // Whoever asks for the page hears of it.
  files.catch(() => undefined);
  const pages = new Pages({ files, requests, imageScheme: IMAGE_SCHEME, onUnforeseen: (error) => log(String(error)) });
  return async ({ url, method }) => {
    const isPage = url.startsWith(INTERFACE_ADDRESS);
    if (!isPage && parseImageAddress(url) === null) return textResponse(404, 'There is no page at this address.');
    const address = isPage ? url : INTERFACE_ADDRESS + url.slice(`${IMAGE_SCHEME}://`.length);
    return pages.serve(new Request(address, { method }));
  };
}
