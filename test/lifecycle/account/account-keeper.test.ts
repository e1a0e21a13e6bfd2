import { expect, onTestFinished, test } from 'vitest';
import { accountSentence } from '../../../src/core/account/account.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Identity } from '../../../src/ecs/credentials/identity.ts';
import { makeAccountKeeper } from '../../../src/lifecycle/account/account-keeper.ts';
import { accountStatusOf } from '../../../src/lifecycle/account/only-own-account.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { inPayload, pendingPayload } from '../../../src/store/writes/payloads.ts';
import { anInstance, aRequest } from '../../store/samples.ts';
import { handClock } from '../../support/hand-clock.ts';
import { aFailure } from '../../support/instances.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { ADMIN, directory } from '../../world/crowd.ts';

const failure = aFailure('ambiguous');

/** The keeper over a real store; a test answers in place of STS. */
async function keeper(answer: Identity['ask'], wrap: (store: Store) => Store = (store) => store) {
  const { clock, turn } = handClock();
  const opened = (await openMemoryDatabase({ log: silentLog, clock })).open();
  onTestFinished(() => opened.close());
  const store = wrap(opened);
  const trusted: (string | null)[] = [];
  let asked = 0;
  const force = { key: 'K1' };
  const identity: Identity = {
    key: async () => ok(force.key),
    trust: (key) => void trusted.push(key),
    ask: () => {
      asked += 1;
      return answer();
    },
  };
  const admins = { users: [ADMIN] };
  const gate = makeAccountKeeper({
    ...{ store, clock, identity, log: silentLog, directory },
    authority: { admins: () => admins.users },
  });
  return { gate, admins, store, clock, turn, trusted, force, asked: () => asked };
}

const ours = async () => ok({ key: 'K1', account: '111' });

test('a store that is away for a moment takes no trust from credentials that were proven, and is not reported as a fault of STS', async () => {
  let away = false;
  const { gate, trusted } = await keeper(ours, (store) => ({
    ...store,
    metadata: {
      ...store.metadata,
      async storedAccount() {
        if (away) throw new StoreUnavailable('away');
        return store.metadata.storedAccount();
      },
    },
  }));
  await gate.status();
  away = true;
  const status = await accountStatusOf(gate);
  expect(accountSentence(status)).toMatch(/^The database cannot be read/);
  await expect(gate.status()).rejects.toThrow(StoreUnavailable);
  expect(new Set(trusted)).toEqual(new Set(['K1']));
});

test('nothing of it is done in the name of who asks first', async () => {
  let inName: unknown = 'not asked';
  const { gate, store } = await keeper(async () => {
    inName = pendingPayload();
    return ours();
  });
  await inPayload('view:1', async () => {
    await gate.status();
    expect(pendingPayload()?.taken).toBe(false);
  });
  expect(inName).toBeNull();
  expect([await store.metadata.account(), await store.wasTaken('view:1')]).toEqual(['111', false]);
});

test('while STS is silent only the first waits for it, and it is asked again behind their backs', async () => {
  const answers: ((is: Awaited<ReturnType<Identity['ask']>>) => void)[] = [];
  const { gate, turn, asked } = await keeper(() => new Promise((resolve) => answers.push(resolve)));
  const first = gate.status();
  await expect.poll(() => answers.length).toBe(1);
  answers[0]?.(fail(failure));
  expect(await first).toEqual({ is: 'unknown', failure });
  turn(5_000);
  expect([await gate.status(), await gate.status()]).toEqual([
    { is: 'unknown', failure },
    { is: 'unknown', failure },
  ]);
  expect(asked()).toBe(2);
  answers[1]?.(await ours());
  await expect.poll(async () => (await gate.status()).is).toBe('ours');
});

test('after the clock was set back too, an account that is unknown is asked for again within seconds', async () => {
  let isSilent = true;
  const { gate, turn, asked } = await keeper(async () => (isSilent ? fail(failure) : ours()));
  await turn(10 * 3_600_000);
  expect((await gate.status()).is).toBe('unknown');
  await turn(-9 * 3_600_000);
  isSilent = false;
  await turn(6_000);
  await gate.status();
  await turn(0);
  expect(asked()).toBe(2);
  expect((await gate.status()).is).toBe('ours');
});

test('credentials that rotate during the question are asked about in turn, and nobody is told', async () => {
  const parts = await keeper(async () => {
    if (parts.force.key === 'K2') return ok({ key: 'K2', account: '111' });
    parts.force.key = 'K2';
    return fail(aFailure('transient'));
  });
  expect(await parts.gate.status()).toMatchObject({ is: 'ours' });
  expect(parts.trusted).toEqual(['K2']);
});

test.each([
  ['at rest', { outcome: 'reached', dueAt: null }, 'other'],
  ['under way', { outcome: null, dueAt: 1 }, 'other'],
  ['long gone', { outcome: 'failed', failure: aFailure('vanished'), dueAt: null }, 'ours'],
] as const)(
  'a database that knows of an instance %s and of no account takes none for its own unasked',
  async (_, row, is) => {
    const { gate, store, clock, trusted } = await keeper(ours);
    const instance = anInstance('r-1', 1, { createTriedAt: 1, acceptedAt: 1, cloudId: 'i-1', ...row });
    await store.commit({ requests: [{ next: aRequest('r-1') }], instances: [{ next: instance }], at: 1 });
    expect((await gate.status()).is).toBe(is);
    expect([await store.metadata.account(), trusted]).toEqual(is === 'ours' ? ['111', ['K1']] : [null, [null]]);
    await store.commit({ account: { was: null, next: '111' }, at: clock.now() });
    expect((await gate.status()).is).toBe('ours');
  },
);

/** What the outbox holds for people, taken out of it. */
async function told(store: Store, now: number): Promise<readonly unknown[]> {
  const claimed = await store.outbox.claim({ owner: 'slack', now, claimUntil: now + 1, limit: 50, skipChannels: [] });
  for (const delivery of claimed) await store.outbox.delivered(delivery, { channel: 'C1', ts: '1' }, now);
  return claimed.flatMap(({ messages }) => messages.flatMap((one) => (one.kind === 'notice' ? [one.notice] : [])));
}

test('admins are told what is unknown for long, once, and again only when it was known in between', async () => {
  let answer: Awaited<ReturnType<Identity['ask']>> = fail(failure);
  const { gate, store, clock, turn } = await keeper(async () => answer);
  const pass = async (ms: number) => {
    // A failure is asked for again behind the answer.
    for (const step of [ms, 5_000, 5_000]) {
      await turn(step);
      await gate.status();
      await turn(0);
    }
    return told(store, clock.now());
  };
  expect(await pass(0)).toEqual([]);
  expect(await pass(4 * 60_000)).toEqual([]);
  expect(await pass(2 * 60_000)).toMatchObject([{ about: 'accountUnknown' }]);
  expect(await pass(20 * 60_000)).toEqual([]);
  answer = await ours();
  expect(await pass(5_000)).toEqual([]);
  expect((await gate.status()).is).toBe('ours');
});

test('admins who cannot be told at first are told later, and of each pair of accounts', async () => {
  let account = '222';
  const { gate, admins, store, clock, turn, force } = await keeper(async () => ok({ key: force.key, account }));
  await store.commit({ account: { was: null, next: '111' }, at: 1 });
  const pass = async (ms: number) => {
    await turn(ms);
    await gate.status();
    return told(store, clock.now());
  };
  admins.users = [];
  expect(await pass(1_000)).toEqual([]);
  admins.users = [ADMIN];
  expect(await pass(60_000)).toMatchObject([{ about: 'account', stored: '111', actual: '222' }]);
  expect(await pass(60_000)).toEqual([]);
  [account, force.key] = ['333', 'K3'];
  expect(await pass(60_000)).toMatchObject([{ about: 'account', stored: '111', actual: '333' }]);
  [account, force.key] = ['111', 'K1'];
  expect(await pass(60_000)).toEqual([]);
  [account, force.key] = ['222', 'K2'];
  expect(await pass(60_000)).toMatchObject([{ about: 'account', stored: '111', actual: '222' }]);
});
