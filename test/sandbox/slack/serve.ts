import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
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

/** A Web API client that neither retries nor waits. */
export const makeWeb = (slack: SlackSimulator, base: string, token = slack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: `${base}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });

const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** The real Bolt app on this simulator, over the transport the simulator was made for. */
export async function startBolt(
  transport: 'socket' | 'http',
  register: (app: App) => void,
  options: Partial<SlackSimulatorOptions> = {},
): Promise<Served & { readonly app: App }> {
  const served = await serveSlack({ transport, ...options });
  const { slack, base } = served;
  const common = { token: slack.botToken, clientOptions: { slackApiUrl: `${base}/api/` }, logger: quiet };
  const app =
    transport === 'socket'
      ? new App({ ...common, appToken: slack.appToken, socketMode: true })
      : new App({ ...common, signingSecret: slack.signingSecret });
  register(app);
  if (transport === 'socket') {
    await app.start();
  } else {
    const server = (await app.start({ port: 0, host: '127.0.0.1' })) as { address(): AddressInfo };
    slack.listenAt(base, `http://127.0.0.1:${server.address().port}/slack/events`);
  }
  return {
    ...served,
    app,
    stop: async () => {
      await app.stop();
      await served.stop();
    },
  };
}

/** Waits until `look` gives something, for at most two seconds. */
export async function until<Found>(look: () => Found | undefined | null | false): Promise<Found> {
  const end = Date.now() + 2000;
  for (;;) {
    const found = look();
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
