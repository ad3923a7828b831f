/**
 * Chromium itself can open no page of a scheme of our own; images and other parts it asks for all the same. So the page alone stands at another address,
 * which is translated where main process and page meet.
 */
const PAGE_ORIGIN = 'https://sigmaline.window';
const APP_ORIGIN = 'app://sigmaline';

export function toPageAddress(url: string): string {
  return url.startsWith(`${APP_ORIGIN}/`) ? PAGE_ORIGIN + url.slice(APP_ORIGIN.length) : url;
}

export function toAppAddress(url: string): string {
  return url.startsWith(`${PAGE_ORIGIN}/`) ? APP_ORIGIN + url.slice(PAGE_ORIGIN.length) : url;
}
