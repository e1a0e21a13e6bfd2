import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Request } from '../../../src/core/request/request.ts';
import type { Store } from '../../../src/store/store.ts';
import { anEvent, anInstance, aRequest, card, line, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const DAY_MS = 86_400_000;
const OLD = NOW - 500 * DAY_MS;
const BEFORE = NOW - 400 * DAY_MS;
const span = { before: BEFORE, now: NOW, limit: 3 };

const finished = (id: string, over: Partial<Request> = {}): Request =>
  aRequest(id, { state: 'finished', createdAt: OLD, finishedAt: OLD, ...over });

/** One that was created and released. */
const released = (requestId: string, ordinal: number, over: Partial<Instance> = {}): Instance =>
  anInstance(requestId, ordinal, {
    ...{ cloudId: `i-${requestId}-${ordinal}`, acceptedAt: OLD, createTriedAt: OLD, dueAt: null, outcome: 'reached' },
    wanted: 'released',
    order: { what: 'release', stoppedMode: null, by: 'U1', at: OLD, down: false, acted: null } as Instance['order'],
    ...over,
  });

const failure = (kind: 'noStock' | 'doubtful') => ({
  ...{ kind, code: null, detail: '', requestId: null, retryAfterMs: null, api: 'CreateInstance', missing: null },
});

async function write(store: Store, request: Request, instances: readonly Instance[], more: object = {}): Promise<void> {
  const events = [anEvent(request.id, { at: OLD }), anEvent(request.id, { at: OLD, kind: 'request.finished' })];
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })), events };
  expect(await store.commit({ ...rows, at: OLD, ...more })).toEqual({ ok: true, value: null });
}

async function archiveAll(store: Store): Promise<number> {
  let sum = 0;
  for (let after: Parameters<Store['archive']['requests']>[1] = null; ; ) {
    const { archived, next } = await store.archive.requests(span, after);
    sum += archived;
    if (next === null) return sum;
    after = next;
  }
}

/** Rows that stay, each for one reason. */
const STAYS: readonly (readonly [why: string, (store: Store) => Promise<void>])[] = [
  ['it ended lately', (store) => write(store, finished('r-x', { finishedAt: BEFORE }), [])],
  ['it waits for approval', (store) => write(store, finished('r-x', { state: 'pending', finishedAt: null }), [])],
  ['it is not finished', (store) => write(store, finished('r-x', { state: 'creating', finishedAt: null }), [])],
  ['it is due', (store) => write(store, finished('r-x', { dueAt: NOW }), [])],
  [
    'an instance exists',
    (store) =>
      write(store, finished('r-x'), [released('r-x', 1), released('r-x', 2, { wanted: 'running', order: null })]),
  ],
  ['an instance was released lately', (store) => write(store, finished('r-x'), [released('r-x', 1)], { at: BEFORE })],
  ['an instance is due', (store) => write(store, finished('r-x'), [released('r-x', 1, { dueAt: NOW })])],
  [
    'a create is in doubt',
    (store) =>
      write(store, finished('r-x'), [
        released('r-x', 1, { cloudId: null, outcome: 'failed', failure: failure('doubtful') }),
      ]),
  ],
  [
    'nobody knows what came of a create',
    (store) =>
      write(store, finished('r-x'), [
        released('r-x', 1, {
          ...{ cloudId: null, outcome: 'failed', failure: failure('noStock') },
          creates: { sent: 2, undone: 1, lastAt: OLD, mayRepeat: false },
        }),
      ]),
  ],
  ['a message waits', (store) => write(store, finished('r-x'), [], { messages: [card('r-x')] })],
  [
    'a message may have been sent',
    async (store) => {
      await write(store, finished('r-x'), [], { messages: [card('r-x'), line('r-x', 1)] });
      const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 9, skipChannels: [] };
      await store.outbox.claim(claim);
    },
  ],
];

/** A prepaid disk that is to be larger. */
const DISK = {
  which: 'system',
  diskId: 'd-1',
  from: 40,
  to: 100,
  category: 'cloud_essd',
  instanceType: 'ecs.g7.large',
};

export function archiveContract(open: OpenStore): void {
  test('what ended long ago is archived with all that belongs to it, and still has its history', async () => {
    const store = await open();
    await write(store, finished('r-a'), [released('r-a', 1), released('r-a', 2)], { messages: [card('r-a')] });
    for (const id of ['r-b', 'r-c', 'r-d', 'r-e']) await write(store, finished(id, { state: 'denied' }), []);
    await write(store, finished('r-new', { createdAt: NOW, finishedAt: NOW }), [], { at: NOW });
    const claim = { owner: 'A', now: NOW, claimUntil: NOW + 1, limit: 9, skipChannels: [] };
    const [delivery] = await store.outbox.claim(claim);
    if (delivery !== undefined) await store.outbox.delivered(delivery, { channel: 'C1', ts: '1.1' }, NOW);
    const before = await store.history('r-a', 99);
    expect(await archiveAll(store)).toBe(5);
    expect(await archiveAll(store)).toBe(0);
    expect(await store.request('r-a')).toBeNull();
    expect(await store.instance('r-a-1')).toBeNull();
    expect((await store.request('r-new'))?.id).toBe('r-new');
    expect(await store.history('r-a', 99)).toEqual({ ...before, archived: true });
    expect(before?.request.card).toEqual({ channel: 'C1', ts: '1.1' });
    for (const id of ['r-a-2', 'i-r-a-2'])
      expect(await store.history(id, 99)).toMatchObject({
        instance: { id: 'r-a-2' },
        archived: true,
        lacksFirst: false,
      });
    await store.close();
  });

  test.each(STAYS)('a request stays where it is: %s', async (_, make) => {
    const store = await open();
    await make(store);
    const was = await store.request('r-x');
    expect(was).not.toBeNull();
    expect(await archiveAll(store)).toBe(0);
    expect(await store.request('r-x')).toEqual(was);
    await store.close();
  });

  test('a renewal stays for as long as its instance exists, and an instance for as long as its renewal is not over', async () => {
    const store = await open();
    const renewal = (over: object): Request['renewal'] => ({
      ...{ instanceId: 'r-x-1', cloudId: 'i-1', wasUntil: OLD, clientToken: 't', begunAt: OLD, triedAt: OLD },
      ...{ acceptedAt: OLD, attempts: 1, undone: 0, mayRepeat: true, refusedAt: null, misses: 0, setbacks: 0 },
      ...{ heldBy: null, told: [], failure: null, end: { is: 'renewed', until: OLD + 30 * DAY_MS }, ...over },
    });
    await write(store, finished('r-x'), [released('r-x', 1, { wanted: 'running', order: null })]);
    await write(store, finished('r-y', { renewal: renewal({}) as never }), []);
    const waiting = {
      state: 'pending',
      finishedAt: null,
      renewal: renewal({ end: null, instanceId: 'r-z-1' }) as never,
    };
    await write(store, finished('r-w', waiting as never), []);
    await write(store, finished('r-z'), [released('r-z', 1, { renewedBy: 'r-w' })]);
    const growing = { ...waiting, renewal: renewal({ end: null, instanceId: 'r-s-1', disk: DISK }) as never };
    await write(store, finished('r-t', growing as never), []);
    await write(store, finished('r-s'), [released('r-s', 1, { renewedBy: 'r-y', grownBy: 'r-t' })]);
    const lost = { end: { is: 'failed', failure: failure('doubtful') }, instanceId: 'r-gone-1' };
    await write(store, finished('r-v', { renewal: renewal(lost) as never }), []);
    expect(await archiveAll(store)).toBe(0);
    await store.commit({ instances: [{ next: released('r-x', 1, { version: 2 }) }], at: OLD });
    expect(await archiveAll(store)).toBe(2);
    expect((await store.history('r-y', 9))?.archived).toBe(true);
    await store.close();
  });

  test('what was archived is not submitted again: it is answered as the one request that it was', async () => {
    const store = await open();
    await write(store, finished('r-a', { origin: 'view:V1' }), []);
    expect(await archiveAll(store)).toBe(1);
    const again = { requests: [{ next: aRequest('r-b', { origin: 'view:V1' }) }], at: NOW };
    expect(await store.commit(again)).toEqual({ ok: false, error: { kind: 'duplicate', origin: 'view:V1' } });
    expect(await store.request('r-b')).toBeNull();
    expect((await store.requestByOrigin('view:V1'))?.id).toBe('r-a');
    await store.close();
  });

  test('a late write to what was archived is a conflict', async () => {
    const store = await open();
    await write(store, finished('r-a'), [released('r-a', 1)]);
    expect(await archiveAll(store)).toBe(1);
    const late = await store.commit({ instances: [{ next: released('r-a', 1, { version: 2 }) }], at: NOW });
    expect(late).toEqual({ ok: false, error: { kind: 'conflict', id: 'r-a-1' } });
    await store.close();
  });

  test('the sums that count against budgets stay as they are', async () => {
    const store = await open();
    await write(
      store,
      finished('r-a', { quote: { kind: 'hourly', price: { micros: 5_000_000, currency: 'CNY' } } as never }),
      [released('r-a', 1)],
    );
    const before = await Promise.all([OLD, NOW].map((at) => store.month(at)));
    expect(await archiveAll(store)).toBe(1);
    expect(await Promise.all([OLD, NOW].map((at) => store.month(at)))).toEqual(before);
    await store.close();
  });

  test('the first events are archived up to the first young one, the last event never, and are read as before', async () => {
    const store = await open();
    for (const n of [1, 2, 3, 4]) await store.commit({ events: [anEvent('r-a', { at: OLD, data: { n } })], at: OLD });
    await store.commit({ events: [anEvent('r-a', { at: NOW, data: { n: 5 } })], at: NOW });
    await store.commit({ events: [anEvent('r-a', { at: OLD, data: { n: 6 } })], at: NOW });
    const before = await store.eventsOf('r-a');
    expect(await store.archive.events(span)).toBe(3);
    expect(await store.archive.events(span)).toBe(1);
    expect(await store.archive.events(span)).toBe(0);
    expect(await store.eventsOf('r-a')).toEqual(before);
    for (const limit of [1, 2, 3, 9])
      expect(await store.newestEventsOf('r-a', limit)).toEqual(before.toReversed().slice(0, limit));
    const told = await store.newestEventsOf('archive', 9);
    expect(told.map(({ kind, data }) => [kind, data])).toEqual([
      ['trail.archived', { seq: 4, hash: before[3]?.hash }],
      ['trail.archived', { seq: 3, hash: before[2]?.hash }],
    ]);
    await store.close();
  });

  test('a store of old events alone keeps its last one', async () => {
    const store = await open();
    await store.commit({ events: [anEvent('r-a', { at: OLD })], at: OLD });
    expect(await store.archive.events({ ...span, now: OLD })).toBe(0);
    expect(await store.eventsOf('r-a')).toHaveLength(1);
    expect(await store.metadata.isWhole()).toBe(true);
    await store.close();
  });

  test('several who archive at the same moment move everything once', async () => {
    const store = await open();
    for (let n = 0; n < 9; n++) await write(store, finished(`r-${n}`), [released(`r-${n}`, 1)]);
    const sums = await Promise.all([archiveAll(store), archiveAll(store), archiveAll(store)]);
    expect(sums.reduce((a, b) => a + b)).toBe(9);
    const moved = await Promise.all([1, 2, 3].map(() => store.archive.events({ ...span, limit: 6 })));
    expect(moved.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(6);
    expect((await store.eventsOf('r-0')).length).toBe(2);
    await store.close();
  });

  test('what somebody asked for last is found while it exists, though its events were archived', async () => {
    const store = await open();
    await write(store, finished('r-a'), [released('r-a', 1, { wanted: 'running', order: null })]);
    await store.commit({ events: [anEvent('policy', { kind: 'policy.changed' })], at: NOW });
    while ((await store.archive.events(span)) > 0);
    expect((await store.lastRequestOf('U1'))?.id).toBe('r-a');
    expect((await store.queries.newestRequestsOf('U1', 5)).map(({ id }) => id)).toEqual(['r-a']);
    await store.close();
  });
}
