import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import type { SlackSimulator } from '../../../src/sandbox/ports.ts';
import { makeSlackSimulator, type SlackSimulatorOptions } from '../../../src/sandbox/slack/simulator.ts';

export interface Served {
  readonly slack: SlackSimulator;
  readonly base: string;
  readonly web: WebClient;
  stop(): Promise<void>;
}

/** The simulator behind a bare HTTP server on a free port. `httpTarget`: where signed HTTP goes. */
export async function serveSlack(
  options: Partial<SlackSimulatorOptions> = {},
  httpTarget: string | null = null,
): Promise<Served> {
  const slack = makeSlackSimulator({ transport: 'socket', ...options });
  const server = createServer((request, response) => {
    if (!slack.handle(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!slack.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.listenAt(base, httpTarget);
  return {
    slack,
    base,
    web: makeWeb(slack, base),
    stop: async () => {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A Web API client that neither retries nor waits. */
export const makeWeb = (slack: SlackSimulator, base: string, token = slack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: `${base}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });

/** Bolt waits a ping timeout between losing a link and opening the next; a short one keeps tests short. */
const socketReceiver = ({ appToken }: SlackSimulator, clientOptions: { slackApiUrl: string }) =>
  new SocketModeReceiver({ appToken, clientPingTimeout: 250, logger: quiet, installerOptions: { clientOptions } });

/** The real Bolt app on this simulator, over the transport the simulator was made for. */
export async function startBolt(
  transport: 'socket' | 'http',
  register: (app: App) => void,
  options: Partial<SlackSimulatorOptions> = {},
): Promise<Served & { readonly app: App; readonly target: string | null }> {
  const served = await serveSlack({ transport, ...options });
  const { slack, base } = served;
  const common = { token: slack.botToken, clientOptions: { slackApiUrl: `${base}/api/` }, logger: quiet };
  const app =
    transport === 'socket'
      ? new App({ ...common, receiver: socketReceiver(slack, common.clientOptions) })
      : new App({ ...common, signingSecret: slack.signingSecret });
  register(app);
  let target: string | null = null;
  if (transport === 'socket') {
    await app.start();
  } else {
    const server = (await app.start({ port: 0, host: '127.0.0.1' })) as { address(): AddressInfo };
    target = `http://127.0.0.1:${server.address().port}/slack/events`;
    slack.listenAt(base, target);
  }
  return {
    ...served,
    app,
    target,
    stop: async () => {
      await app.stop();
      await served.stop();
    },
  };
}

type Sight<Found> = Found | undefined | null | false;

/** Waits until `look` gives something, or promises it. */
export async function until<Found>(look: () => Sight<Found> | Promise<Sight<Found>>, atMostMs = 2000): Promise<Found> {
  const end = Date.now() + atMostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const LENA = 'U07LENAHOF1';
export const MARCUS = 'U07MARCOKA3';
export const GENERAL = 'C07GENERAL1';
export const PLATFORM = 'C07PLATFRM2';
export const DATA = 'C07DATATEM4';
export const LEADS = 'C07LEADSPR5';
/** Shared with another company. */
export const NORTHWIND = 'C07NORTHWD6';

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const option = (value: string, text = value) => ({ text: plain(text), value });

/** The error of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { data, code } = error as { data?: { error?: string }; code?: string };
    return data?.error ?? code ?? String(error);
  }
  return 'was accepted';
}

export interface Envelope {
  readonly envelope_id: string;
  readonly type: string;
  readonly payload: Record<string, unknown>;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
  readonly accepts_response_payload?: boolean;
}

/**
 * A Socket Mode client with nothing between it and the wire. `answer` gives the payload of the acknowledgement; undefined
 * leaves the envelope unacknowledged.
 */
export async function rawLink({ slack, base }: Served, answer: (envelope: Envelope) => object | undefined) {
  const { url } = await makeWeb(slack, base, slack.appToken).apps.connections.open();
  const socket = new WebSocket(String(url));
  const said: Record<string, unknown>[] = [];
  const envelopes: Envelope[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Envelope;
    if (message.envelope_id === undefined) {
      said.push(message as unknown as Record<string, unknown>);
      return;
    }
    envelopes.push(message);
    const payload = answer(message);
    if (payload !== undefined) socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('message', () => resolve());
  });
  return { socket, said, envelopes, url: String(url) };
}

/** A receiver of signed HTTP with nothing between it and the wire. */
export async function rawReceiver(answer: () => { status: number; type?: string; body?: string }) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      const { status, type, body: said } = answer();
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return { url, requests, stop: () => new Promise((resolve) => server.close(resolve)) };
}
