import { afterEach, expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import type { WakeSignal } from '../../../src/core/base/wake-signal.ts';
import type { Tracer } from '../../../src/core/tracing/tracer.ts';
import { PEOPLE, sampleAsked } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import type { DeliveryClient, Sent } from '../../../src/slack/delivery/delivery-client.ts';
import { type OutboxLoop, startOutbox } from '../../../src/slack/delivery/outbox.ts';
import type { OutboxClaim } from '../../../src/store/claim.ts';
import { type Delivery, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { handClock } from '../../support/hand-clock.ts';
import { ENGLISH } from '../../support/localizer.ts';
import { delivery, instances, NEW, no, ok, request } from './send-stage.ts';

const { marcus, ines } = PEOPLE;

let loop: OutboxLoop | null = null;
let endAll = async (): Promise<void> => {};
afterEach(() => endAll());

interface Parts {
  readonly post?: DeliveryClient['post'];
  readonly log?: Log;
  readonly tracer?: Tracer;
  readonly watched?: (name: string, signal: WakeSignal) => WakeSignal;
}

/** The loop over a line of deliveries in memory, and by hand its clock: each due delivery is claimed once. */
async function started({ post = async () => ok(NEW), log = silentLog, tracer, watched }: Parts = {}) {
  const { clock, turn, waiting } = handClock();
  const claims: (OutboxClaim & { readonly at: number })[] = [];
  const line: { readonly dueAt: number; readonly it: Delivery; readonly isOthers?: boolean }[] = [];
  const state = {
    fails: null as Error | null,
    oldestDueAt: null as number | null,
    wake: () => {},
    commits: [] as unknown[],
  };
  const refreshed: unknown[] = [];
  const written: unknown[] = [];
  const note =
    (what: string) =>
    async (one: Delivery, ...about: unknown[]) =>
      void written.push([what, one.id, ...about]);
  const store = {
    outbox: {
      claim: async (claim: OutboxClaim) => {
        claims.push({ ...claim, at: clock.now() });
        if (state.fails !== null) throw state.fails;
        const at = line.findIndex(({ dueAt, it }) => dueAt <= clock.now() && !claim.skipDeliveries?.includes(it.id));
        return at === -1 ? [] : line.splice(at, 1).map(({ it }) => it);
      },
      depth: async () => ({ waiting: line.length, oldestDueAt: state.oldestDueAt ?? line[0]?.dueAt ?? null }),
      postpone: async (it: Delivery, dueAt: number) => void line.push({ it, dueAt }),
      delivered: note('delivered'),
      drop: note('drop'),
      abandon: note('abandon'),
    },
    onCommit: (wake: () => void) => {
      state.wake = wake;
      return () => {
        state.wake = () => {};
      };
    },
    refreshClaims: async (...args: unknown[]) => void refreshed.push(args),
    request: async (id: string) =>
      id.startsWith('asked') ? { ...sampleAsked({ approval: { told: [marcus] } }), id } : request,
    instancesOf: async () => instances,
    eventsOf: async () => [],
    commit: async (change: unknown) => {
      state.commits.push(change);
      return { ok: true, value: null };
    },
    closed: { codeOf: async () => null, note: async () => {} },
  } as unknown as Store;
  const posts: string[] = [];
  const client: DeliveryClient = {
    post: (to, shown, mark) => {
      posts.push(mark.delivery);
      return post(to, shown, mark);
    },
    edit: async (at) => ok(at),
    workspace: async () => ok(null),
    openDm: async () => ok('D1'),
    find: async () => ok(null),
    shared: async () => ok(false),
  };
  loop = startOutbox({
    ...{ store, client, localizer: ENGLISH, admins: () => [ines], clock, log, owner: 'bot-1', claimMs: 30_000 },
    ...(tracer && { tracer }),
    ...(watched && { loops: { watched, goesOn: () => {} } }),
  });
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 8; n += 1) await turn(0);
  };
  const pass = async (ms: number, stepMs = ms): Promise<void> => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await turn(stepMs);
      await settle();
    }
  };
  const due = (...them: readonly Delivery[]): Promise<void> => {
    line.push(...them.map((it) => ({ it, dueAt: clock.now() })));
    state.wake();
    return settle();
  };
  endAll = async () => {
    const stopping = loop?.stop();
    await pass(60_000, 5_000);
    await stopping?.catch(() => {});
    loop = null;
  };
  await settle();
  return { clock, pass, settle, due, claims, posts, written, refreshed, line, state, waiting };
}

/** Cards of as many requests, each in a channel of its own. */
const cards = (amount: number, over: Partial<Delivery> = {}): readonly Delivery[] =>
  Array.from({ length: amount }, (_, n) => delivery({ id: `r-${n}:card`, channel: `C${n}`, ...over }));

const timesOf = (claims: readonly { readonly at: number }[]): readonly number[] => [
  ...new Set(claims.map(({ at }) => at)),
];

test('a commit wakes it, and without one it looks every five seconds', async () => {
  const { pass, due, claims, posts } = await started();
  await pass(12_000, 1_000);
  expect(timesOf(claims)).toEqual([0, 5_000, 10_000]);
  await due(...cards(2));
  expect(posts).toEqual(['r-0:card', 'r-1:card']);
  expect(timesOf(claims)).toEqual([0, 5_000, 10_000, 12_000]);
});

test('sixteen are under way at once, and the next goes as soon as one has ended', async () => {
  const answers: ((sent: Sent<typeof NEW>) => void)[] = [];
  const { settle, due, posts, pass, refreshed, written } = await started({
    post: () => new Promise((resolve) => answers.push(resolve)),
  });
  await due(...cards(18));
  expect(posts).toHaveLength(16);
  answers[3]?.(ok(NEW));
  await settle();
  expect(posts).toHaveLength(17);
  expect(written).toEqual([['delivered', 'r-3:card', NEW, 0]]);
  // While Slack is slow no other replica takes them.
  await pass(10_000);
  expect(refreshed).toEqual([['bot-1', 40_000]]);
  for (const answer of answers.splice(0)) answer(ok(NEW));
  await settle();
  for (const answer of answers.splice(0)) answer(ok(NEW));
  await settle();
  await pass(10_000);
  expect([posts.length, refreshed.length]).toEqual([18, 1]);
});

test('in an outage one finds out whether it is over, when its pause is; then all go', async () => {
  const state = { isDown: true };
  const { due, posts, pass } = await started({
    post: async () => (state.isDown ? no('unreachable', 'ECONNREFUSED', 'chat.postMessage') : ok(NEW)),
  });
  await due(...cards(1));
  expect([posts.length, loop?.trouble()]).toEqual([1, 'ECONNREFUSED']);
  await due(...cards(20).slice(1));
  expect(posts).toHaveLength(1);
  await pass(1_000);
  expect(posts).toHaveLength(2);
  state.isDown = false;
  await pass(1_999);
  expect(posts).toHaveLength(2);
  await pass(1);
  expect([posts.length, loop?.trouble()]).toEqual([22, null]);
});

test('what may not go now is left out of the claim: full channels, edits, cards that rest, and what only a newer version knows', async () => {
  const { due, claims, pass } = await started();
  await pass(5_000);
  const later = [{ kind: 'dm', requestId: 'r-9', user: 'U1', about: 'later' }] as never;
  await due(...cards(3, { channel: 'C1' }), delivery({ id: 'new', messages: later }));
  const at = { channel: 'C2', ts: '1.1' };
  await due(delivery({ id: 'r-5:card', card: at }));
  expect(claims.at(-1)).toMatchObject({
    ...{ owner: 'bot-1', limit: 1, now: 5_000, claimUntil: 35_000 },
    ...{ skipChannels: ['C1'], skipDeliveries: ['r-5:card', 'new'], edits: 'all' },
  });
  await due(
    ...Array.from({ length: 39 }, (_, n) =>
      delivery({ id: `e-${n}`, requestId: `e-${n}`, card: { ...at, ts: `${n}` } }),
    ),
  );
  expect(claims.at(-1)?.edits).toBe('none');
  // It looks again when the first of them may go.
  await pass(999);
  expect(claims.at(-1)?.at).toBeLessThan(6_000);
  await pass(1);
  expect(claims.at(-1)).toMatchObject({ at: 6_000, skipChannels: [] });
});

test('what is due but another replica has is looked for ever later, and what is due later at its time', async () => {
  const { state, settle, pass, claims } = await started();
  state.oldestDueAt = 0;
  state.wake();
  await settle();
  await pass(13_750, 250);
  expect(timesOf(claims)).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 12_750]);
  // A commit may be what it waits for.
  state.wake();
  await settle();
  await pass(250);
  expect(timesOf(claims).slice(-2)).toEqual([13_750, 14_000]);
  state.oldestDueAt = 15_234;
  state.wake();
  await settle();
  await pass(1_233);
  expect(claims.at(-1)?.at).toBe(14_000);
  await pass(1);
  expect(claims.at(-1)?.at).toBe(15_234);
});

test('while the store cannot be read it looks ever later, at most every half minute, and the log says so', async () => {
  const lines: unknown[] = [];
  const log = { ...silentLog, warn: (...line: unknown[]) => void lines.push(line) };
  const { state, settle, pass, claims, due, posts } = await started({ log });
  state.fails = new StoreUnavailable('away');
  state.wake();
  await settle();
  await pass(120_000, 250);
  const times = timesOf(claims);
  expect(times.map((at, n) => at - (times[n - 1] ?? 0))).toEqual([
    0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect(lines.slice(0, 2)).toEqual(
    [500, 1_000].map((retryInMs) => [{ retryInMs }, expect.stringContaining('messages wait')]),
  );
  state.fails = null;
  await due(...cards(1));
  expect(posts).toHaveLength(1);
  state.fails = new StoreUnavailable('away');
  await due();
  expect(lines.at(-1)).toMatchObject([{ retryInMs: 500 }, {}]);
});

test('once stopped it takes nothing more, ends when what is under way has ended, and leaves no timer', async () => {
  const answers: ((sent: Sent<typeof NEW>) => void)[] = [];
  const { settle, due, claims, written, waiting } = await started({
    post: () => new Promise((resolve) => answers.push(resolve)),
  });
  await due(...cards(1));
  let isOver = false;
  void loop?.stop().then(() => {
    isOver = true;
  });
  await settle();
  const asked = claims.length;
  expect(isOver).toBe(false);
  await due(...cards(1));
  answers[0]?.(ok(NEW));
  await settle();
  expect([isOver, claims.length, written.length, waiting()]).toEqual([true, asked, 1, 0]);
});

test('before an ask is given up the admins hear if nobody could be asked, of each request that it shows', async () => {
  const { due, state, written } = await started({
    post: async () => no('noSuchPlace', 'user_disabled', 'chat.postMessage'),
  });
  const ask = { kind: 'ask', requestId: 'asked-1', others: ['asked-2'], channel: marcus } as const;
  await due(delivery({ ...ask, id: 'asked-1:ask', messages: [{ kind: 'ask', requestId: 'asked-1', to: marcus }] }));
  expect(written).toEqual([['abandon', 'asked-1:ask', 'user_disabled', 0]]);
  expect(state.commits).toMatchObject(['asked-1', 'asked-2'].map((id) => ({ marks: { set: [`untold:${id}`] } })));
  await due(
    delivery({
      kind: 'dm',
      id: 'dm',
      requestId: 'asked-1',
      channel: marcus,
      messages: [{ kind: 'dm', requestId: 'asked-1', user: marcus }],
    }),
  );
  expect([written.length, state.commits.length]).toEqual([2, 2]);
});

test('each try is a span with what it sends and its trouble, and the loop shows that it turns', async () => {
  const spans: unknown[] = [];
  const outcomes = [ok(NEW), no('unreachable', 'ECONNREFUSED', 'chat.postMessage')];
  const tracer: Tracer = {
    span: async (name, facts, work, troubleOf) => {
      const outcome = await work();
      spans.push([name, facts, troubleOf?.(outcome)]);
      return outcome;
    },
  };
  const watched: string[] = [];
  const { due } = await started({
    post: async () => outcomes.shift() as Sent<typeof NEW>,
    tracer,
    watched: (name, signal) => {
      watched.push(name);
      return signal;
    },
  });
  await due(...cards(2), delivery({ kind: 'thread', id: 'lost' }));
  expect(watched).toEqual(['outbox']);
  const facts = { request: request.id };
  expect(spans).toHaveLength(3);
  expect(spans).toEqual(
    expect.arrayContaining([
      ['slack send card', facts, null],
      ['slack send card', facts, 'unreachable'],
      ['slack send thread', facts, 'never'],
    ]),
  );
});
