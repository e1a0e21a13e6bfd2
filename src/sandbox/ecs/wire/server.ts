import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EcsCallMoment, EcsSimulator } from '../../ports.ts';
import { REGIONS } from '../catalogue/regions.ts';
import { type Cloud, makeCloud } from '../cloud.ts';
import { faultNames } from '../faults/faults.ts';
import type { CloudOptions } from '../options.ts';
import { letters, seededRandom } from '../seeded.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../world.ts';
import { Refusal } from './refusal.ts';
import { type AccessKey, formatOf, type Gate, makeGate, type WireCall, type WireRequest } from './signature.ts';
import { type Answered, read, sendAnswer } from './wire.ts';

interface EcsSimulatorOptions extends Omit<CloudOptions, 'now' | 'seed'> {
  /** 0 or absent for any free one. */
  readonly port?: number;
  readonly seed?: number;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** If set, the key is temporary, and every call must carry this token. */
  readonly securityToken?: string;
  readonly now?: () => number;
}

/** UserData of 32 KB travels in the URL, for which Node's 16 KB of headers are too few. */
const MAX_HEADER_BYTES = 128 * 1024;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A key of another account, for a bot that was given the wrong one. */
const OTHER_KEY = { id: 'LTAI5tOfAnotherAccount00', secret: 'secretOfAnotherAccount00000000' };

type Hook = (moment: EcsCallMoment) => void | Promise<void>;

/** Serves two simulated accounts in all regions, for ECS, BSS and STS, on 127.0.0.1. */
export async function startEcsSimulator(options: EcsSimulatorOptions = {}): Promise<EcsSimulator> {
  const now = options.now ?? Date.now;
  const seed = options.seed ?? 1;
  const cloud = makeCloud({ ...options, now, seed });
  const key = accessKey(options, seed);
  const other = { account: OTHER_ACCOUNT, ...OTHER_KEY };
  const hooks = new Set<Hook>();
  const wheel = turn(cloud, now);
  const answer = answering(cloud, makeGate([key, other], now), hooks, wheel.changed);
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 60_000 }, (incoming, response) => {
    read(incoming)
      .then(answer)
      .then((answered) => sendAnswer(answered, incoming, response))
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
    otherAccessKeyId: other.id,
    otherAccessKeySecret: other.secret,
    ...controls(cloud, hooks, wheel),
    close: () =>
      new Promise<void>((done) => {
        wheel.stop();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** From a complete request to an answer: signature, hooks, action. */
function answering(
  cloud: Cloud,
  gate: Gate,
  hooks: ReadonlySet<Hook>,
  changed: () => void,
): (request: WireRequest) => Promise<Answered> {
  let n = 0;
  return async (request) => {
    const format = formatOf(request);
    let call: WireCall;
    try {
      call = gate.check(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused = cloud.refuseCall(String(request.headers['x-acs-action'] ?? 'unsigned'), {}, error);
      changed();
      return { answer: refused, action: 'unsigned', format };
    }
    n += 1;
    const { action: api, params } = call;
    const moment = { api, params, n, host: request.headers.host?.split(':')[0] ?? '' };
    for (const hook of hooks) await hook({ ...moment, phase: 'before' });
    const answered = cloud.call(call.action, call.version, call.params, call.account);
    changed();
    for (const hook of hooks) await hook({ ...moment, phase: 'after' });
    return { answer: answered, action: call.action, format };
  };
}

const controls = (
  cloud: Cloud,
  hooks: Set<Hook>,
  wheel: ReturnType<typeof turn>,
): Omit<
  EcsSimulator,
  'url' | 'accessKeyId' | 'accessKeySecret' | 'otherAccessKeyId' | 'otherAccessKeySecret' | 'close'
> => ({
  regions: REGIONS.map((region) => region.id),
  faultNames,
  state: (account) => cloud.state(account),
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
});

function accessKey(options: EcsSimulatorOptions, seed: number): AccessKey {
  const random = seededRandom(seed ^ 0x5eed);
  return {
    account: OWN_ACCOUNT,
    id: options.accessKeyId ?? `LTAI5t${letters(18, random)}`,
    secret: options.accessKeySecret ?? letters(30, random),
    ...(options.securityToken === undefined ? {} : { securityToken: options.securityToken }),
  };
}

/** Tells listeners of every change, by calls or by time. */
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
