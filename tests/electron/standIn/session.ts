import { EventEmitter } from 'node:events';
import { note } from './calls.ts';

type ProtocolHandler = (request: Request) => Promise<Response> | Response;
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;

class ProtocolRegistry {
  readonly #handlers = new Map<string, ProtocolHandler>();
  readonly #privileged = new Set<string>();

  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    for (const { scheme } of schemes) this.#privileged.add(scheme);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    if (!this.#privileged.has(scheme))
      throw new Error(`The scheme ${scheme} was not registered before Electron was ready`);
    this.#handlers.set(scheme, handler);
  }

  handlerOf(url: string): ProtocolHandler | undefined {
    return this.#handlers.get(new URL(url).protocol.slice(0, -1));
  }
}

export const protocol = new ProtocolRegistry();

class Session extends EventEmitter {
  /** Electron grants where nothing was set; so does the stand-in, or a forgotten handler would go unnoticed. */
  #permissionRequest: PermissionRequest = (_contents, _permission, answer) => answer(true);
  #permissionCheck: (contents: unknown, permission: string) => boolean = () => true;
  #beforeRequest: { patterns: RegExp[]; listener: BeforeRequest } | null = null;

  readonly webRequest = {
    onBeforeRequest: (filter: { urls: string[] }, listener: BeforeRequest): void => {
      this.#beforeRequest = { patterns: filter.urls.map(matchPattern), listener };
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.#permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void {
    this.#permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
    note('session.setDevicePermissionHandler', handler({ deviceType: 'usb' }));
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    note('session.setSpellCheckerEnabled', enabled);
  }

  async grants(permission: string): Promise<boolean> {
    if (!this.#permissionCheck(null, permission)) return false;
    return new Promise((resolve) => this.#permissionRequest(null, permission, resolve));
  }

  async cancels(url: string): Promise<boolean> {
    const guard = this.#beforeRequest;
    if (guard?.patterns.some((pattern) => pattern.test(url)) !== true) return false;
    return new Promise((resolve) => guard.listener({ url }, ({ cancel }) => resolve(cancel === true)));
  }
}

/** A match pattern of Chromium as a regular expression. */
function matchPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`);
}

export const session = { defaultSession: new Session() };
