/** What a page needs around the built preload. `runPreload` runs in the page: it is sent as text, so it uses nothing from outside itself. */

export interface PageBindings {
  __standInReady(): Promise<void>;
  __standInPortMessage(portId: number, data: unknown): Promise<void>;
}

/** What the main process's side calls in the page. */
export interface PageRuntime {
  deliver(channel: string, message: unknown, portIds: readonly number[]): void;
  post(portId: number, data: unknown): void;
  close(portId: number): void;
}

/** The text that gives a page its preload before any script of its own. */
export function initScript(preloadSource: string): string {
  return `(${String(runPreload)})(function (require, module, exports) {\n${preloadSource}\n});`;
}

/** Electron's `contextBridge` and `ipcRenderer`, for one run of the preload. */
function runPreload(preload: (require: (name: string) => unknown, module: object, exports: object) => void): void {
  const bindings = globalThis as unknown as PageBindings;
  const listeners = new Map<string, ((event: object, ...values: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();

  /** What crosses the bridge is a copy; functions become callers that copy both ways. Anything else is refused, as Electron does. */
  function copied(value: unknown): unknown {
    if (typeof value === 'function') {
      const original = value as (...values: unknown[]) => unknown;
      return (...values: unknown[]): unknown => copied(original(...values.map(copied)));
    }
    if (typeof value === 'symbol') throw new TypeError('A symbol cannot cross the context bridge');
    if (Array.isArray(value)) return value.map(copied);
    if (typeof value !== 'object' || value === null) return value;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry)])));
  }

  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: unknown) {
        Object.defineProperty(globalThis, name, { value: copied(api), enumerable: true });
      },
    },
    ipcRenderer: {
      on(channel: string, listener: (event: object, ...values: unknown[]) => void) {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };

  const runtime: PageRuntime = {
    deliver(channel, message, portIds) {
      const transferred = portIds.map((portId) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = (event) => void bindings.__standInPortMessage(portId, event.data);
        ports.set(portId, port1);
        return port2;
      });
      for (const listener of listeners.get(channel) ?? []) listener({ ports: transferred }, message);
    },
    post: (portId, data) => ports.get(portId)?.postMessage(data),
    close: (portId) => ports.get(portId)?.close(),
  };
  Object.defineProperty(globalThis, '__standIn', { value: runtime });

  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`);
      return electron;
    },
    { exports: {} },
    {},
  );
  document.addEventListener('DOMContentLoaded', () => void bindings.__standInReady());
}
