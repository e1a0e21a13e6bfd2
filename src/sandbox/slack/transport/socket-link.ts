import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Dict, dict, isDict, parseJson, str } from '../json.ts';
import type { World } from '../world.ts';
import type { Dispatched, Outgoing, Transport } from './transport.ts';

const TICKET_LIFE_MS = 30_000;
const MAX_LINKS = 10;
const PING_EVERY_MS = 10_000;
const LEAVE_WITHIN_MS = 10_000;

/** The server's end of Socket Mode. */
export interface SocketLink extends Transport {
  /** A single-use ticket, as part of the URL that apps.connections.open returns. */
  ticket(): string;
  /** Takes over an upgrade of `/link/`; false for other paths. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Asks every client to come back on a new link or, if `abrupt`, breaks the connections without notice. */
  disconnect(reason: string, abrupt: boolean): void;
}

/** `refuses`: whether new links are refused now. */
export function socketLink(world: World, ackLimitMs: number, refuses: () => boolean): SocketLink {
  const server = new WebSocketServer({ noServer: true });
  const tickets = makeTickets(world);
  const links = new Set<WebSocket>();
  const waiting: Waiting = new Map();
  const pinging = setInterval(() => {
    for (const link of links) link.ping('Ping from the sandbox');
  }, PING_EVERY_MS).unref();

  return {
    ticket: tickets.make,
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname !== '/link/') return false;
      const admitted = tickets.take(searchParams.get('ticket') ?? '');
      if (!admitted || refuses() || links.size >= MAX_LINKS) turnAway(socket, admitted ? 503 : 401);
      else server.handleUpgrade(request, socket, head, (link) => admit(world, links, waiting, link));
      return true;
    },
    disconnect: (reason, abrupt) => {
      for (const link of links) dismiss(link, reason, abrupt);
    },
    connected: () => openLinks(links).length > 0,
    dispatch: (outgoing) => send(world, waiting, pick(world, openLinks(links)), outgoing, ackLimitMs),
    close: async () => {
      clearInterval(pinging);
      await Promise.all([...links].map(hangUp));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Unacknowledged envelopes, by id. */
type Waiting = Map<string, { readonly link: WebSocket; readonly settle: (dispatched: Dispatched) => void }>;

function makeTickets(world: World) {
  const made = new Map<string, number>();
  return {
    make: (): string => {
      const id = world.ids.uuid();
      made.set(id, Date.now());
      return id;
    },
    /** Whether the ticket is fresh and unused. */
    take: (id: string): boolean => {
      const at = made.get(id);
      made.delete(id);
      return at !== undefined && Date.now() - at <= TICKET_LIFE_MS;
    },
  };
}

function turnAway(socket: Duplex, status: number): void {
  // A client that is gone already must not end the server.
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function admit(world: World, links: Set<WebSocket>, waiting: Waiting, link: WebSocket): void {
  links.add(link);
  world.changed();
  link.on('message', (data) => acknowledge(waiting, parseJson(String(data))));
  // ws closes after an error; without a listener the error would be thrown.
  link.on('error', () => {});
  link.on('close', () => {
    links.delete(link);
    for (const each of waiting.values()) {
      if (each.link === link) each.settle({ ok: false, error: 'dispatch_failed' });
    }
    world.changed();
  });
  link.send(JSON.stringify(hello(world, links.size)));
}

/** A client that was asked to leave and stays is disconnected. */
function dismiss(link: WebSocket, reason: string, abrupt: boolean): void {
  if (abrupt) {
    link.terminate();
    return;
  }
  link.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-sandbox' } }));
  const timer = setTimeout(() => link.close(1000), LEAVE_WITHIN_MS).unref();
  link.once('close', () => clearTimeout(timer));
}

const openLinks = (links: ReadonlySet<WebSocket>): WebSocket[] =>
  [...links].filter((link) => link.readyState === link.OPEN);

/** Slack gives each payload to any one of the links. */
const pick = (world: World, open: readonly WebSocket[]): WebSocket | undefined =>
  open[Math.floor(world.ids.next() * open.length)];

const hello = (world: World, count: number): Dict => ({
  type: 'hello',
  num_connections: count,
  debug_info: { host: 'applink-sandbox', build_number: 10, approximate_connection_time: 18060 },
  connection_info: { app_id: world.app.id },
});

function send(
  world: World,
  waiting: Waiting,
  link: WebSocket | undefined,
  outgoing: Outgoing,
  ackLimitMs: number,
): Promise<Dispatched> {
  if (link === undefined) return Promise.resolve({ ok: false, error: 'dispatch_failed' });
  const id = world.ids.uuid();
  return new Promise((resolve) => {
    const settle = (dispatched: Dispatched): void => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(dispatched);
    };
    const timer = setTimeout(() => settle({ ok: false, error: 'operation_timeout' }), ackLimitMs);
    waiting.set(id, { link, settle });
    link.send(JSON.stringify(envelope(id, outgoing)));
  });
}

const envelope = (id: string, { kind, payload, acceptsResponse, retry }: Outgoing): Dict => ({
  envelope_id: id,
  type: kind,
  accepts_response_payload: acceptsResponse,
  ...(kind === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
  payload,
});

/** Bolt acknowledges with an empty payload if there is no content. */
function acknowledge(waiting: Waiting, message: unknown): void {
  const entry = waiting.get(str(dict(message).envelope_id) ?? '');
  const { payload } = dict(message);
  const said = isDict(payload) && Object.keys(payload).length > 0;
  entry?.settle({ ok: true, body: said ? payload : null });
}

/** Ends a link with the closing handshake, or by force if the other side does not take part. */
function hangUp(link: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => link.terminate(), 500);
    link.once('close', () => {
      clearTimeout(force);
      resolve();
    });
    link.close(1000);
  });
}
