import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { provesUnsent } from '../../core/base/connection-error.ts';
import { NO_PROXIES, type ProxySettings, proxyFor } from '../../core/base/proxy.ts';
import { tunnel } from './tunnel.ts';

/**
 * How requests of Alibaba Cloud's libraries (the SDK and the credentials library) leave this process: through the proxy, and
 * watched, so that it is known of each failed request whether it may have been sent.
 * Both libraries send through one function of the package `httpx`, with its own connections: neither accepts an agent, and the
 * SDK ignores its `httpsProxy`. So that function is wrapped, once, and changed only for calls within `run`.
 */
export interface Transport {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Closes idle connections. */
  close(): void;
}

interface TransportOptions {
  readonly proxy?: ProxySettings;
  /** In tests: the only trusted certificate authority. */
  readonly ca?: string;
}

/** Whether the failed request cannot have been sent, not even in part. */
export const neverSent = (error: unknown): boolean =>
  (typeof error === 'object' && error !== null && unsent.has(error)) || provesUnsent(error);

const unsent = new WeakSet<object>();

/** One request. Its bytes may have left, unless its own new connection was never established. */
interface Trip {
  mayHaveLeft: boolean;
}

type Send = (url: string, options: object) => Promise<unknown>;
interface Hook {
  readonly routes: AsyncLocalStorage<Routes>;
  readonly trips: AsyncLocalStorage<Trip>;
}

export function makeTransport({ proxy = NO_PROXIES, ca }: TransportOptions = {}): Transport {
  const { routes: current } = hook();
  const routes = new Routes(proxy, ca === undefined ? {} : { ca });
  return {
    run: (work) => current.run(routes, work),
    close: () => routes.close(),
  };
}

/** Keeps one agent, and so one pool of open connections, per way out. */
class Routes {
  readonly #proxy: ProxySettings;
  readonly #tls: { readonly ca?: string };
  readonly #agents = new Map<string, http.Agent>();

  constructor(proxy: ProxySettings, tls: { readonly ca?: string }) {
    this.#proxy = proxy;
    this.#tls = tls;
  }

  agentFor(target: URL): http.Agent {
    const proxy = proxyFor(this.#proxy, target);
    const key = `${target.protocol} ${proxy?.href ?? ''}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const agent = target.protocol === 'https:' ? new HttpsAgent(proxy, this.#tls) : new HttpAgent(proxy);
    this.#agents.set(key, agent);
    return agent;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }
}

type Connect = http.Agent['createConnection'];
type ConnectOptions = Parameters<Connect>[0];
type Connected = NonNullable<Parameters<Connect>[1]>;

class HttpAgent extends http.Agent {
  readonly #proxy: URL | null;
  constructor(proxy: URL | null) {
    super({ keepAlive: true });
    this.#proxy = proxy;
  }
  override createConnection(options: ConnectOptions, connected?: Connected): Duplex | null | undefined {
    const trip = begin();
    if (this.#proxy === null) return watched(trip, super.createConnection(options), 'connect');
    through(this.#proxy, options, connected, (socket) => {
      trip.mayHaveLeft = true;
      return socket;
    });
    return undefined;
  }
}

class HttpsAgent extends https.Agent {
  readonly #proxy: URL | null;
  constructor(proxy: URL | null, tls: { readonly ca?: string }) {
    super({ keepAlive: true, ...tls });
    this.#proxy = proxy;
  }
  override createConnection(options: ConnectOptions, connected?: Connected): Duplex | null | undefined {
    const trip = begin();
    if (this.#proxy === null) return watched(trip, super.createConnection(options), 'secureConnect');
    through(this.#proxy, options, connected, (socket) =>
      watched(trip, super.createConnection({ ...options, socket } as ConnectOptions), 'secureConnect'),
    );
    return undefined;
  }
}

/** A new connection for this request: nothing leaves before it is established. */
function begin(): Trip {
  const trip = hook().trips.getStore() ?? { mayHaveLeft: true };
  trip.mayHaveLeft = false;
  return trip;
}

function watched<S extends Duplex | null | undefined>(trip: Trip, socket: S, stands: 'connect' | 'secureConnect'): S {
  socket?.once(stands, () => {
    trip.mayHaveLeft = true;
  });
  return socket;
}

const TUNNEL_MS = 10_000;

function through(
  proxy: URL,
  options: ConnectOptions,
  connected: Connected | undefined,
  use: (socket: Duplex) => Duplex | null | undefined,
): void {
  const { host, port, timeout } = options as { host?: string; port?: number | string; timeout?: number };
  tunnel(proxy, host ?? 'localhost', Number(port), timeout ?? TUNNEL_MS).then(
    (socket) => connected?.(null, use(socket) as Duplex),
    (error: Error) => connected?.(error, undefined as never),
  );
}

const HOOK = Symbol.for('ecs-chatops.httpx');

/** The wrapped function, shared by all instances of this module in one process. */
function hook(): Hook {
  const require = createRequire(import.meta.url);
  const httpx = createRequire(require.resolve('@darabonba/typescript'))('httpx') as {
    request: Send & { [HOOK]?: Hook };
  };
  if (httpx.request[HOOK] !== undefined) return httpx.request[HOOK];
  const made: Hook = { routes: new AsyncLocalStorage(), trips: new AsyncLocalStorage() };
  const original: Send = httpx.request;
  const request: Send = async (url, options) => {
    const routes = made.routes.getStore();
    if (routes === undefined) return original(url, options);
    // A kept-alive connection may have carried it before it broke.
    const trip: Trip = { mayHaveLeft: true };
    try {
      const agent = routes.agentFor(new URL(url));
      return await made.trips.run(trip, () => original(url, { ...options, agent }));
    } catch (error) {
      if (!trip.mayHaveLeft && typeof error === 'object' && error !== null) unsent.add(error);
      throw error;
    }
  };
  httpx.request = Object.assign(request, { [HOOK]: made });
  return made;
}
