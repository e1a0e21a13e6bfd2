import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallMoment, EcsSimulator } from '../ports.ts';
import { REGIONS } from './catalogue/regions.ts';
import { type Answer, type Cloud, makeCloud } from './cloud.ts';
import { faultNames } from './faults.ts';
import type { CloudOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import { letters, seededRandom } from './seeded.ts';
import { type AccessKey, makeGate, type WireCall, type WireRequest } from './signature.ts';

export interface EcsSimulatorOptions extends Omit<CloudOptions, 'now' | 'seed'> {
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly seed?: number;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** With it the key counts as temporary, and every call must carry the token. */
  readonly securityToken?: string;
  readonly now?: () => number;
}

/** UserData of 32 KB travels in the URL, so Node's 16 KB of headers would not do. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** A call that is never answered keeps its connection that long. */
const HOLD_MS = 120_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Serves one simulated account for all regions, ECS and BSS alike, on 127.0.0.1. */
export async function startEcsSimulator(options: EcsSimulatorOptions = {}): Promise<EcsSimulator> {
  const now = options.now ?? Date.now;
  const seed = options.seed ?? 1;
  const cloud = makeCloud({ ...options, now, seed });
  const key = accessKey(options, seed);
  const gate = makeGate(key, now);
  const hooks = new Set<(moment: CallMoment) => void | Promise<void>>();
  const wheel = turn(cloud, now);
  let n = 0;

  const answer = async (request: WireRequest): Promise<Answer> => {
    let call: WireCall;
    try {
      call = gate.check(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return cloud.refuseCall(String(request.headers['x-acs-action'] ?? 'unsigned'), {}, error);
    }
    n += 1;
    const moment = { api: call.action, n };
    for (const hook of hooks) await hook({ ...moment, phase: 'before' });
    const answered = cloud.call(call.action, call.version, call.params);
    wheel.changed();
    for (const hook of hooks) await hook({ ...moment, phase: 'after' });
    return answered;
  };

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 60_000 }, (incoming, response) => {
    read(incoming)
      .then(answer)
      .then((answered) => deliver(answered, incoming, response))
      .catch(() => incoming.destroy());
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    regions: REGIONS.map((region) => region.id),
    faultNames,
    state: () => cloud.state(),
    addFault(fault) {
      const problem = cloud.addFault(fault);
      wheel.changed();
      return problem;
    },
    clearFaults: () => cloud.clearFaults(),
    activeFaults: () => cloud.activeFaults(),
    setTimeScale(scale) {
      cloud.setTimeScale(scale);
      wheel.changed();
    },
    onCall(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
    onChange: wheel.onChange,
    close: () =>
      new Promise<void>((done) => {
        wheel.stop();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function accessKey(options: EcsSimulatorOptions, seed: number): AccessKey {
  const random = seededRandom(seed ^ 0x5eed);
  return {
    id: options.accessKeyId ?? `LTAI5t${letters(18, random)}`,
    secret: options.accessKeySecret ?? letters(30, random),
    ...(options.securityToken === undefined ? {} : { securityToken: options.securityToken }),
  };
}

/** Tells listeners of every change: those that calls make, and those that time makes. */
function turn(cloud: Cloud, now: () => number) {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let armedFor: number | null = null;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const arm = (): void => {
    const next = cloud.nextChangeAt();
    if (next === armedFor) return;
    if (timer) clearTimeout(timer);
    armedFor = next;
    if (next === null) return;
    timer = setTimeout(fire, Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil(next - now()))));
    timer.unref();
  };
  const fire = (): void => {
    armedFor = null;
    if (cloud.settle()) tell();
    arm();
  };
  return {
    changed() {
      arm();
      tell();
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new RangeError('The body is too large.');
    chunks.push(chunk as Buffer);
  }
  const [path = '/', query = ''] = split(incoming.url ?? '/');
  return { method: incoming.method ?? '', path, query, headers: incoming.headers, body: Buffer.concat(chunks) };
}

function split(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Acts out how the answer leaves the cloud. */
function deliver(answer: Answer, incoming: IncomingMessage, response: ServerResponse): void {
  const { delivery } = answer;
  const json = JSON.stringify(answer.body);
  const send = (status: number, type: string, text: string): void => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'x-acs-request-id': String(answer.body.RequestId ?? ''),
      ...answer.headers,
    });
    response.end(text);
  };
  const sendJson = (): void => send(answer.status, 'application/json;charset=utf-8', json);
  if (delivery.kind === 'reset') incoming.socket.resetAndDestroy();
  else if (delivery.kind === 'never') later(() => incoming.socket.destroy(), HOLD_MS, response);
  else if (delivery.kind === 'html') send(502, 'text/html', BAD_GATEWAY);
  else if (delivery.kind === 'truncated') send(200, 'application/json;charset=utf-8', json.slice(0, json.length / 2));
  else if (delivery.delayMs > 0) later(sendJson, delivery.delayMs, response);
  else sendJson();
}

function later(run: () => void, afterMs: number, response: ServerResponse): void {
  const timer = setTimeout(run, afterMs);
  timer.unref();
  response.once('close', () => clearTimeout(timer));
}

const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
