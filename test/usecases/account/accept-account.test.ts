import { describe, expect, onTestFinished, test } from 'vitest';
import type { AccountStatus } from '../../../src/core/account/account.ts';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { ACCOUNT_SCOPE } from '../../../src/core/request/event.ts';
import { AlreadyTaken, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { acceptAccount, accountMismatch } from '../../../src/usecases/account/accept-account.ts';
import { underAccount } from '../../../src/usecases/account/under-account.ts';
import { anInstance, aRequest, aSpec, fixedClock, NOW } from '../../store/samples.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';

const INES = 'U07INESCAR5';
const OTHER: AccountStatus = { is: 'other', stored: '111', actual: '222' };
const OURS: AccountStatus = { is: 'ours', account: { id: '111', first: '111' } };
const UNKNOWN: AccountStatus = { is: 'unknown', failure: null };
const GO_ON = { id: '222', giveUp: null };

/** A store about the account 111, an admin, and the credentials of `status`. */
async function office(status: AccountStatus = OTHER) {
  const state = { status };
  const database = await openMemoryDatabase({ log: silentLog, clock: fixedClock });
  const store = database.open();
  onTestFinished(() => store.close());
  if (status.is !== 'other' || status.stored !== null)
    await store.commit({ account: { was: null, next: '111' }, at: 1 });
  const logged: unknown[] = [];
  const note = (fields: object, message: string) => void logged.push([message, fields]);
  const log: Log = { ...silentLog, warn: note, error: note };
  const account = { status: async () => state.status };
  const accept = (wish: { id: string; giveUp: number | null } = GO_ON, over: Partial<Store> = {}) =>
    acceptAccount({ store: { ...store, ...over }, account, clock: fixedClock, log }, INES, wish);
  return {
    store,
    state,
    logged,
    accept,
    events: async () => (await store.eventsOf(ACCOUNT_SCOPE)).map(({ actor, data, at }) => ({ actor, data, at })),
  };
}

const tried = {
  createTriedAt: NOW,
  account: '111',
  creates: { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true },
} as const;

/** `count` creates in doubt of one request, beside one that was never tried. */
async function inDoubt(store: Store, count: number) {
  const spec = (n: number) => aSpec({ name: `web-${n}` });
  const rows = Array.from({ length: count }, (_, n) =>
    anInstance('r-1', n + 1, { ...tried, dueAt: NOW + n, spec: spec(n + 1) }),
  );
  const untouched = anInstance('r-1', count + 1, { spec: spec(count + 1), dueAt: NOW });
  await store.commit({
    requests: [{ next: aRequest('r-1', { amount: count + 1 }) }],
    instances: [...rows, untouched].map((next) => ({ next })),
    at: NOW,
  });
  return rows.map(({ id, spec: { name, region } }) => ({ id, name, region }));
}

/** A renewal that may be paid. */
async function renewing(store: Store) {
  const renewal = { ...untried('r-9-1', 'i-9', NOW, 'token'), triedAt: NOW, attempts: 1 };
  const next = aRequest('r-2', { origin: 'view:r-2', dueAt: NOW, renewal });
  await store.commit({ requests: [{ next }], at: NOW });
  return { id: 'r-2', name: next.spec.name, region: next.spec.region };
}

describe('the account that an admin names', () => {
  test('becomes the store’s, with an event and a line in the log that say which it replaces', async () => {
    const { store, accept, events, logged } = await office();
    expect(await accept()).toEqual({
      kind: 'accepted',
      stored: '111',
      actual: '222',
      left: { named: [], total: 0 },
    });
    expect(await store.metadata.storedAccount()).toEqual({ id: '222', first: '111' });
    expect(await events()).toEqual([{ actor: INES, data: { account: '222', replaces: '111' }, at: NOW }]);
    expect(logged).toEqual([
      [
        'an admin has said that the database is about another account from now on',
        { user: INES, stored: '111', actual: '222', givenUp: [] },
      ],
    ]);
  });

  test('becomes the first one of a store without an account, and what is under way is taken to be there', async () => {
    const status: AccountStatus = { is: 'other', stored: null, actual: '222' };
    const { store, accept, events } = await office(status);
    await inDoubt(store, 1);
    const left = { named: [], total: 0 };
    expect(await accept()).toEqual({ kind: 'accepted', stored: null, actual: '222', left });
    expect(await store.metadata.storedAccount()).toEqual({ id: '222', first: '222' });
    expect(await events()).toEqual([{ actor: INES, data: { account: '222', replaces: null }, at: NOW }]);
    expect((await store.instance('r-1-1'))?.outcome).toBeNull();
  });

  test.each<[string, AccountStatus, string]>([
    ['is not that of the credentials', OTHER, '333'],
    ['is the store’s already', OURS, '111'],
    ['cannot be checked', UNKNOWN, '222'],
  ])('changes nothing if it %s', async (_, status, id) => {
    const { store, accept, events, logged } = await office(status);
    expect(await accept({ id, giveUp: null })).toEqual({ kind: 'asItIs', status });
    expect(await store.metadata.account()).toBe('111');
    expect([await events(), logged]).toEqual([[], []]);
  });
});

describe('what may exist in the account of before', () => {
  test.each([null, 2, 4])('is in the way of another account, also when %s are given up of three', async (giveUp) => {
    const { store, accept, events } = await office();
    const two = await inDoubt(store, 2);
    const renewal = await renewing(store);
    const left = { named: [...two, renewal], total: 3 };
    expect(await accept({ id: '222', giveUp })).toEqual({ kind: 'underWay', stored: '111', actual: '222', left });
    expect(await store.metadata.account()).toBe('111');
    expect((await store.instance('r-1-1'))?.outcome).toBeNull();
    expect(await events()).toEqual([]);
  });

  test('is named up to ten', async () => {
    const { store, accept } = await office();
    const twelve = await inDoubt(store, 12);
    expect(await accept()).toMatchObject({ kind: 'underWay', left: { named: twelve.slice(0, 10), total: 12 } });
  });

  test('ends as doubtful when it is given up by its number, with the change of account', async () => {
    const { store, accept, events, logged } = await office();
    const two = await inDoubt(store, 2);
    await renewing(store);
    const givenUp = ['r-1-1', 'r-1-2', 'r-2'];
    expect(await accept({ id: '222', giveUp: 3 })).toMatchObject({
      kind: 'accepted',
      left: { named: [...two, { id: 'r-2' }], total: 3 },
    });
    const failure = { kind: 'doubtful', detail: 'Alibaba Cloud account 111' };
    for (const { id } of two)
      expect(await store.instance(id)).toMatchObject({ outcome: 'failed', failure, dueAt: null });
    expect((await store.instance('r-1-3'))?.outcome).toBeNull();
    expect((await store.request('r-2'))?.renewal?.end).toMatchObject({ is: 'failed', failure });
    expect(await events()).toEqual([{ actor: INES, data: { account: '222', replaces: '111', givenUp }, at: NOW }]);
    expect(logged).toEqual([[expect.any(String), { user: INES, stored: '111', actual: '222', givenUp }]]);
    const kinds = async (id: string) => (await store.eventsOf(id)).map(({ kind }) => kind);
    expect(await kinds('r-1')).toEqual(['instance.failed', 'instance.failed']);
    expect(await kinds('r-2')).toEqual(['request.finished']);
    // The request is looked at again, since its instances have ended.
    expect((await store.request('r-1'))?.dueAt).toBe(NOW);
    const claim = { owner: 'slack', now: NOW, claimUntil: NOW + 1, limit: 50, skipChannels: [] };
    const told = (await store.outbox.claim(claim)).flatMap(({ messages }) =>
      messages.map(({ requestId }) => requestId),
    );
    expect([...new Set(told)].sort()).toEqual(['r-1', 'r-2']);
  });
});

test('after a conflict, what others wrote meanwhile is read again', async () => {
  const { store, state, accept, events } = await office();
  let commits = 0;
  const conflicting: Partial<Store> = {
    async commit(change) {
      commits += 1;
      if (commits === 1) await inDoubt(store, 1);
      return store.commit(change);
    },
  };
  expect(await accept(GO_ON, conflicting)).toMatchObject({ kind: 'underWay', left: { total: 1 } });
  expect(commits).toBe(1);

  const never: Partial<Store> = {
    async commit() {
      commits += 1;
      if (commits === 9) state.status = OURS;
      return { ok: false, error: { kind: 'conflict', id: 'account' } };
    },
  };
  commits = 0;
  expect(await accept({ id: '222', giveUp: 1 }, never)).toEqual({ kind: 'asItIs', status: OURS });
  state.status = OTHER;
  commits = 10;
  expect(await accept({ id: '222', giveUp: 1 }, never)).toEqual({ kind: 'asItIs', status: OTHER });
  expect(await events()).toEqual([]);
});

test('a change that was judged by an account is refused once the store is about another one', async () => {
  const { store, accept } = await office();
  const change = async (id: string, account: string | null) => {
    const next = aRequest(id, { origin: `view:${id}` });
    return (await store.commit({ ...underAccount(account), requests: [{ next }], at: NOW })).ok;
  };
  expect(await change('r-1', '111')).toBe(true);
  await accept();
  expect([await change('r-2', '111'), await change('r-3', '222'), await change('r-4', null)]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a command that was delivered twice is answered with how it is, and a store that is down with that', async () => {
  const { accept, logged } = await office();
  const throwing = (error: Error): Partial<Store> => ({
    commit: () => Promise.reject(error),
  });
  expect(await accept(GO_ON, throwing(new AlreadyTaken()))).toEqual({ kind: 'asItIs', status: OTHER });
  expect(logged).toEqual([]);
  expect(await accept(GO_ON, throwing(new StoreUnavailable('gone')))).toEqual({ kind: 'storeDown' });
  expect(logged).toEqual([['a change of the account could not be written down: the store is unavailable', {}]]);
  await expect(accept(GO_ON, throwing(new Error('a bug')))).rejects.toThrow('a bug');
});

test.each<[string, () => Promise<AccountStatus>, string | null]>([
  ['ours', async () => OURS, null],
  ['another', async () => OTHER, 'other'],
  ['not known', async () => UNKNOWN, 'unknown'],
  ['not to be read', () => Promise.reject(new StoreUnavailable('gone')), null],
])('what waits for its account is said only if that is so: %s', async (_, status, mismatch) => {
  expect(await accountMismatch({ account: { status } })).toBe(mismatch);
});
