import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach } from 'vitest';
import type { CloudConfig } from '../../src/config.ts';
import type { Clock } from '../../src/core/base/clock.ts';
import { silentLog } from '../../src/core/base/log.ts';
import { NO_PROXIES } from '../../src/core/base/proxy.ts';
import { type Ecs, type EcsOptions, makeEcs } from '../../src/ecs/adapter.ts';
import type { EcsPort } from '../../src/ecs/port.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** One request as it came over the wire. */
export interface Recorded {
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
}

/** What to answer: JSON with a status, which gets a RequestId where it names none, raw text, or whatever a function does with the response. */
export type Answer =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** An HTTP server that records what it is sent and answers from a script; the last answer of an action stays. */
export interface ApiServer {
  readonly url: string;
  readonly requests: Recorded[];
  answer(action: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function startApiServer(
  tls: { readonly key: string; readonly cert: string } | null = null,
): Promise<ApiServer> {
  const requests: Recorded[] = [];
  const script = new Map<string, Answer[]>();
  const limits = { maxHeaderSize: 128 * 1024 };
  const server = tls === null ? createServer(limits) : createSecureServer({ ...limits, ...tls });
  server.on('tlsClientError', () => undefined);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const params = Object.fromEntries(new URL(request.url ?? '/', 'http://api').searchParams);
    const action = String(request.headers['x-acs-action']);
    requests.push({ action, params, headers: request.headers, at: Date.now() });
    const answers = script.get(action) ?? [{ status: 404, json: { Code: 'InvalidAction.NotFound', RequestId: 'r' } }];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
    if (typeof answer === 'function') return answer(response, request);
    const text = 'text' in answer ? answer.text : JSON.stringify(withRequestId(answer.json));
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls === null ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (action, ...answers) => void script.set(action, answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Every answer of the API has one. */
const withRequestId = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? { RequestId: 'q', ...json } : json;

export const ACCESS_KEY_ID = 'LTAI5tExampleExample42';
export const ACCESS_KEY_SECRET = 'exampleSecretNobodyMaySee';

export const cloudConfig = (endpoint: string | null, overrides: Partial<CloudConfig> = {}): CloudConfig => ({
  credentials: { mode: 'static', accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET, securityToken: null },
  defaultRegion: 'cn-beijing',
  ecsEndpoint: endpoint,
  bssEndpoint: endpoint,
  stsEndpoint: endpoint,
  limits: { perSecond: 1_000, createPerSecond: 1_000, instancesPerMinute: 100_000, atOnce: 100 },
  redisUrl: null,
  timeoutMs: 5_000,
  catalogueKeepMs: 60_000,
  proxy: NO_PROXIES,
  ...overrides,
});

/** The adapter against `endpoint`, without the check at the start. */
export async function ecsAt(
  endpoint: string | null,
  overrides: Partial<CloudConfig> = {},
  options: Partial<EcsOptions> = {},
): Promise<Ecs> {
  const made = await makeEcs({
    config: cloudConfig(endpoint, overrides),
    log: silentLog,
    clock: realClock,
    checkWaitMs: 0,
    ...options,
  });
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

/** The adapter before such a server, for all tests of a file; what was recorded is forgotten before each. */
export async function servedEcs(): Promise<{ readonly api: ApiServer; readonly ecs: Ecs; readonly port: EcsPort }> {
  const api = await startApiServer();
  const ecs = await ecsAt(api.url);
  beforeEach(() => {
    api.requests.length = 0;
  });
  afterAll(async () => {
    await ecs.stop();
    await api.close();
  });
  return { api, ecs, port: ecs.port };
}
