import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { type Stage, sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import type { SlackMessage, SlackSimulator } from '../../../src/sandbox/ports.ts';
import { makeSlackSimulator, type SlackSimulatorOptions } from '../../../src/sandbox/slack/simulator.ts';
import { type DeliveryClient, makeDeliveryClient } from '../../../src/slack/delivery/delivery-client.ts';
import { type OutboxLoop, startOutbox } from '../../../src/slack/delivery/outbox.ts';
import { ENGLISH } from '../../support/localizer.ts';
import { type MortalStore, openMemoryDatabase } from '../../support/memory-database.ts';

export const LENA = 'U07LENAHOF1';
export const GENERAL = 'C07GENERAL1';
export const PLATFORM = 'C07PLATFRM2';
export const WEB_TEAM = 'C07WEBTEAM3';

/** Time that passes only when it is told to, and only when nothing is being worked on. */
function virtualClock(start: number) {
  let now = start;
  const timers = new Map<object, { readonly at: number; readonly run: () => void }>();
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      const key = {};
      timers.set(key, { at: now + Math.max(0, ms), run });
      return () => timers.delete(key);
    },
  };
  /** Goes to the next timer up to `until` and runs it; false when there is none left. */
  const step = (until: number): boolean => {
    const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
    if (next === undefined) {
      now = until;
      return false;
    }
    timers.delete(next[0]);
    now = Math.max(now, next[1].at);
    next[1].run();
    return true;
  };
  return { clock, step };
}

/** Counts what is under way, so that time stands still until it has ended. */
function watched<T extends object>(target: T, busy: { count: number }): T {
  return new Proxy(target, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name);
      if (typeof value === 'object' && value !== null) return watched(value, busy);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const answer: unknown = value.apply(from, args);
        if (!(answer instanceof Promise)) return answer;
        busy.count += 1;
        return answer.finally(() => {
          busy.count -= 1;
        });
      };
    },
  });
}

export interface World {
  readonly slack: SlackSimulator;
  readonly base: string;
  readonly now: () => number;
  store(): MortalStore;
  outbox(): OutboxLoop;
  /** Lets so much time pass, with everything that happens in it. */
  pass(ms: number): Promise<void>;
  /** A bot that died is started again on the same data; claims end after their time. */
  crash(): void;
  start(options?: { readonly releaseClaims?: boolean }): Promise<void>;
  /** Stores a new request in a state and asks for its card. */
  submit(id: string, stages: readonly Stage[], over?: Partial<Request>): Promise<Request>;
  /** Brings a request's instances to other stages and asks for its card, as the lifecycle does: an end concerns the request too. */
  change(id: string, stages: readonly Stage[]): Promise<void>;
  say(...messages: readonly Message[]): Promise<void>;
  messages(channel: string): readonly SlackMessage[];
  calls(method: string): number;
  waiting(): Promise<number>;
  end(): Promise<void>;
}

export async function makeWorld(options: Partial<SlackSimulatorOptions> = {}): Promise<World> {
  const { clock, step } = virtualClock(Date.UTC(2026, 10, 23, 10));
  const busy = { count: 0 };
  const slack = makeSlackSimulator({ transport: 'socket', now: clock.now, ...options });
  const server = createServer((request, response) => {
    if (!slack.handle(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.listenAt(base, null);
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const life = { n: 0, store: database.open(), loop: null as OutboxLoop | null, busy };

  const settled = async (): Promise<void> => {
    // Some turns of the event loop without anything under way: whatever was to begin has begun.
    for (let quiet = 0; quiet < 6; quiet = life.busy.count === 0 ? quiet + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve));
  };
  const pass = async (ms: number): Promise<void> => {
    const until = clock.now() + ms;
    do await settled();
    while (step(until));
    await settled();
  };
  const start: World['start'] = async ({ releaseClaims = true } = {}) => {
    life.n += 1;
    if (releaseClaims) await life.store.releaseClaims('everyone');
    const client: DeliveryClient = makeDeliveryClient({ botToken: slack.botToken, apiUrl: `${base}/api/` });
    life.loop = startOutbox({
      store: watched(life.store, life.busy),
      client: watched(client, life.busy),
      localizer: ENGLISH,
      admins: () => ['U07INESCAR5'],
      clock,
      log: silentLog,
      owner: `bot-${life.n}`,
      claimMs: 30_000,
    });
  };
  await start();

  const commit = async (change: Parameters<MortalStore['commit']>[0]): Promise<void> => {
    const done = await life.store.commit(change);
    if (!done.ok) throw new Error(done.error.kind);
  };
  return {
    slack,
    base,
    now: clock.now,
    store: () => life.store,
    outbox: () => {
      if (life.loop === null) throw new Error('not started');
      return life.loop;
    },
    pass,
    crash: () => {
      server.closeAllConnections();
      life.store.crash();
      life.busy = { count: 0 };
      life.store = database.open();
      life.loop = null;
    },
    start,
    submit: async (id, stages, over) => {
      const amount = stages.length;
      const request = sampleRequest(amount, { id, origin: `view:${id}`, createdAt: clock.now(), ...over });
      const instances = stages.map((stage, i) => ({ next: sampleInstance(request, i + 1, stage) }));
      const messages: Message[] = [{ kind: 'card', requestId: id }];
      await commit({ requests: [{ next: request }], instances, messages, at: clock.now() });
      return request;
    },
    change: async (id, stages) => {
      const request = await life.store.request(id);
      if (request === null) throw new Error(`no request ${id}`);
      const hasEnded = (stage: Stage) => stage === 'running' || stage === 'failed';
      const finished = stages.every(hasEnded);
      const next: Request = { ...request, version: request.version + 1, state: 'finished', finishedAt: clock.now() };
      const before = await life.store.instancesOf(id);
      const instances = stages.map((stage, i) => ({
        next: { ...sampleInstance(request, i + 1, stage), version: (before[i]?.version ?? 0) + 1 },
      }));
      await commit({
        ...(finished && { requests: [{ next }] }),
        ...(stages.some(hasEnded) && !finished && { nudge: { requestIds: [id], at: clock.now() } }),
        instances,
        messages: [{ kind: 'card', requestId: id }],
        at: clock.now(),
      });
    },
    say: (...messages) => commit({ messages, at: clock.now() }),
    messages: (channel) =>
      slack.state().channels.find(({ id, name }) => id === channel || name === channel)?.messages ?? [],
    calls: (method) => slack.state().calls[method] ?? 0,
    waiting: async () => (await life.store.outbox.depth()).waiting,
    end: async () => {
      slack.clearFaults();
      if (life.loop !== null) {
        const stopping = life.loop.stop();
        await pass(120_000);
        await stopping;
      }
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.destroy();
    },
  };
}
