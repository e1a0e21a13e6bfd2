import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVER_LIMITS, SERVER_TIMEOUTS } from '../core/base/server-bounds.ts';

/** The body of `/readyz`. Ready means: a person's command would be taken and carried out. */
export interface Health {
  readonly ready: boolean;
  readonly slack: 'connected' | 'disconnected';
  /** Why Slack has ended the connection, by its own code, and what to do; null while connected, or if Slack did not say. */
  readonly slackLoss: { readonly reason: string; readonly sentence: string | null } | null;
  readonly store: 'ok' | 'unavailable';
  /** Why the store cannot be used, and what to do; null if it can. */
  readonly storeTrouble: string | null;
  /** `trouble`: why the bot itself prevents purchases, and what to do; null if it does not. An admin's freeze does not count. */
  readonly purchases: { readonly trouble: string | null };
  /** `trouble`: why an earlier version is in force instead of the present policy file; null if the file is in force. */
  readonly policy: { readonly trouble: string | null };
  /** `trouble`: why the policy's user groups, or people, cannot be looked up in Slack, and which scope is missing. */
  readonly directory: { readonly trouble: string | null };
  /**
   * The messages that wait for Slack, and for how long the oldest has been due, in milliseconds. `trouble`: why none can be sent
   * now, e.g. `invalid_auth` or `ECONNREFUSED`; null if all is well.
   */
  readonly outbox: { readonly waiting: number; readonly oldestMs: number; readonly trouble: string | null };
}

/** The body of `/readyz` before the bot has started. */
export interface Starting {
  readonly ready: false;
  /** The current step, for a person. */
  readonly starting: string;
}

interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Further things to serve beside the health. */
interface AlsoServed {
  /** The answer of `/metrics`, only for this machine unless `isOpen`. Absent for none. */
  readonly metrics?: { readonly isOpen: boolean; readonly contentType: string; text(): Promise<string> };
  /** The loops that have stopped turning; only a new process helps. */
  stalled?(): readonly string[];
}

/**
 * `/livez` answers 200 while every loop turns. `/readyz` answers 200 or 503; this machine gets a {@link Health}, others only
 * whether it is ready, because the details tell what is set up and what is wrong.
 */
export async function startHealth(
  host: string,
  port: number,
  health: () => Promise<Health | Starting>,
  { metrics, stalled = () => [] }: AlsoServed = {},
): Promise<HealthServer> {
  const figures = metrics && { ...metrics, text: sharedReading(metrics.text) };
  const server = createServer(SERVER_TIMEOUTS, (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') return alive(stalled());
    if (path === '/metrics' && figures !== undefined) return measured(figures);
    if (path !== '/readyz') return answer(404, { error: 'Only /livez, /readyz and /metrics are here.' });
    health().then(
      (state) => answer(state.ready ? 200 : 503, isLocal(request) ? state : { ready: state.ready }),
      () => answer(503, { ready: false }),
    );

    function alive(dead: readonly string[]): void {
      if (dead.length === 0) answer(200, { live: true });
      else answer(503, { live: false, stalled: dead });
    }

    function measured({ isOpen, contentType, text }: NonNullable<AlsoServed['metrics']>): void {
      if (!isOpen && !isLocal(request))
        answer(403, { error: 'The metrics are for this machine alone. METRICS=network shows them to others.' });
      else
        text().then(
          (lines) => response.writeHead(200, { 'content-type': contentType }).end(lines),
          () => answer(503, { error: 'The metrics cannot be read.' }),
        );
    }

    function answer(status: number, body: object): void {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    }
  });
  Object.assign(server, SERVER_LIMITS);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    // An answer is one short line: a client that does not have it by now is cut off.
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const SHARED_MS = 500;
/** Whoever starts the bot waits for it to be ready, and asks again and again. */
const UNREADY_SHARED_MS = 50;

/**
 * Callers share what was read within half a second. Each reading writes to the database, to see that it can, so that without this
 * anybody who reaches the port could keep people's commits waiting.
 */
function sharedReading<T>(read: () => Promise<T>, sharedMs = (_: T): number => SHARED_MS): () => Promise<T> {
  let reading: Promise<T> | null = null;
  const forget = (): void => {
    reading = null;
  };
  return () => {
    if (reading === null) {
      reading = read();
      reading.then(
        (value) => void setTimeout(forget, sharedMs(value)).unref(),
        () => void setTimeout(forget, SHARED_MS).unref(),
      );
    }
    return reading;
  };
}

/** That the bot is not ready yet is shared for a moment only, so that a start is over when the bot is ready. */
export const sharedHealth = (read: () => Promise<Health>): (() => Promise<Health>) =>
  sharedReading(read, ({ ready }) => (ready ? SHARED_MS : UNREADY_SHARED_MS));

/** A proxy on this machine asks for others, and its headers say so. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const isForwarded = Object.keys(headers).some(
    (name) => name === 'forwarded' || name === 'via' || name.startsWith('x-forwarded-'),
  );
  return !isForwarded && /^(?:::ffff:)?127\.|^::1$/u.test(socket.remoteAddress ?? '');
}
