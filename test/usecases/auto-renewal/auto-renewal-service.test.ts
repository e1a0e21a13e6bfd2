import { expect, onTestFinished, test } from 'vitest';
import type { AutoRenewal } from '../../../src/core/auto-renewal/auto-renewal.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { Instance, Observed } from '../../../src/core/instance/instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Quote, TermQuote } from '../../../src/core/spec/quote.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { makeAutoRenewalService } from '../../../src/usecases/auto-renewal/auto-renewal-service.ts';
import type { AutoRenewPorts } from '../../../src/usecases/auto-renewal/set-auto-renewal.ts';
import { anInstance, aRequest, aSpec } from '../../store/samples.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { cny, INES, LENA, makeCrowd, policyWith, priceOf } from '../approval/approval-stage.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const UNTIL = NOW + 20 * 86_400_000;
const ID = 'r-0123456789-1';
const CLOUD_ID = 'i-2ze0123456789';
const MONTH = { unit: 'Month', period: 1 } as const;
const YEAR = { unit: 'Month', period: 12 } as const;
const OFF: AutoRenewal = { on: false, term: null };
const admin = { user: INES, isAdmin: true };
const AWAY = failureOf('ambiguous', { code: 'Timeout', detail: '' });
const REFUSED = failureOf('badInput', { code: 'Odd', detail: '' });

/** A store with one prepaid instance of Lena's, and a cloud that renews it as it is told. */
async function office(row: Partial<Instance> = {}, wrap: (store: Store) => Store = (store) => store) {
  const state = {
    now: NOW,
    setting: ok(new Map([[CLOUD_ID, OFF]])) as Result<ReadonlyMap<string, AutoRenewal>, Failure>,
    seen: ok({ chargeKind: 'prepaid', expiresAt: UNTIL } as Observed) as Result<Observed | null, Failure>,
    price: ok(priceOf(18_564)) as Result<Quote | 'unknown', Failure>,
    balance: ok(cny(5_000)) as Result<ReturnType<typeof cny>, Failure>,
    /** How the cloud answers, and whether it does what it was asked. */
    answer: ok(null) as Result<null, Failure>,
    takes: true,
    meanwhile: async (): Promise<unknown> => null,
  };
  const sent: unknown[] = [];
  const lines: Record<string, unknown>[] = [];
  const messages: Message[] = [];
  /** Of whom Slack was asked anew, and in whose line the cloud was read. */
  const users: unknown[] = [];
  const queues = new Set<unknown>();
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const charge = { kind: 'prepaid', term: YEAR, autoRenew: false } as const;
  const spec = aSpec({ charge });
  const request = aRequest('r-0123456789', { requester: LENA, spec, state: 'finished' });
  const known = { until: UNTIL, renewal: null, lookAt: null, ended: false, misses: 0 };
  const instance = anInstance(request.id, 1, {
    ...{ requester: LENA, spec, cloudId: CLOUD_ID, outcome: 'reached', dueAt: null, expiry: known },
    ...row,
  });
  await store.commit({ requests: [{ next: request }], instances: [{ next: instance }], at: 1 });
  const crowd = makeCrowd();
  const noting: Store = {
    ...store,
    commit: (change) => {
      messages.push(...(change.messages ?? []));
      return store.commit(change);
    },
  };
  const fresh = (of: readonly string[]) => {
    users.push(...of);
    return crowd.directory.fresh(of);
  };
  const ports: AutoRenewPorts = {
    ...{ store: wrap(noting), clock, log: recordingLog(lines), authority: onlyThese([INES]) },
    directory: { ...crowd.directory, fresh },
    policy: fixedPolicy(policyWith({ approvers: [INES] })),
    ecs: {
      describeInstances: async (_, ids, queue) => {
        queues.add(queue);
        const { seen } = state;
        return seen.ok ? ok(new Map(ids.flatMap((id) => (seen.value === null ? [] : [[id, seen.value]])))) : seen;
      },
      autoRenewals: async (_, ids, queue) => {
        queues.add(queue);
        const { setting } = state;
        return setting.ok ? ok(new Map([...setting.value].filter(([id]) => ids.includes(id)))) : setting;
      },
      renewalPrice: async (_, id) => (id === CLOUD_ID ? state.price : ok('unknown')),
      balance: async () => state.balance,
      setAutoRenew: async (region, id, term, proceed) => {
        await state.meanwhile();
        if ((await proceed?.()) === false) return fail(failureOf('queued', { detail: '' }));
        sent.push([region, id, term]);
        if (state.takes) state.setting = ok(new Map([[CLOUD_ID, { on: term !== null, term }]]));
        return state.answer;
      },
    },
  };
  const freeze = async () => {
    const next = { reason: 'audit', by: INES, at: state.now, until: null };
    await store.commit({ freeze: { was: await store.freeze(), next }, at: state.now });
  };
  const kinds = async () => (await store.eventsOf(request.id)).map(({ kind, actor, data }) => [kind, actor, data]);
  const records = { sent, lines, messages, users, queues };
  return { ...makeAutoRenewalService(ports), ...records, state, store, freeze, kinds, instance };
}

const price = (priceOf(18_564) as TermQuote).price;

test('turning it on is offered with its term, its end, its price and what the account has', async () => {
  const { offer, state, sent, kinds } = await office();
  expect(await offer(ID, admin)).toMatchObject({
    is: 'offer',
    shown: { until: UNTIL, setting: OFF, term: YEAR, price },
    balance: cny(5_000),
  });
  // The cloud's own term counts before that of the request.
  state.setting = ok(new Map([[CLOUD_ID, { on: false, term: MONTH }]]));
  expect(await offer(ID, admin)).toMatchObject({ is: 'offer', shown: { term: MONTH } });
  Object.assign(state, { price: ok('unknown'), balance: fail(AWAY) });
  expect(await offer(ID, admin)).toMatchObject({ is: 'offer', shown: { price: null }, balance: null });
  state.price = fail(AWAY);
  expect(await offer(ID, admin)).toMatchObject({ is: 'offer', shown: { price: null } });
  state.setting = ok(new Map([[CLOUD_ID, { on: true, term: MONTH }]]));
  expect(await offer(ID, admin)).toMatchObject({ is: 'already', shown: { term: MONTH } });
  expect([sent, await kinds()]).toEqual([[], []]);
});

test('it is wished for in the trail before it is set, and told in the thread and on the card after', async () => {
  const { set, state, store, sent, kinds, lines, messages, users, queues } = await office();
  state.meanwhile = async () => expect((await kinds()).map(([kind]) => kind)).toEqual(['instance.autoRenewWanted']);
  expect(await set(ID, true, admin)).toMatchObject({ is: 'set', shown: { setting: { on: true, term: YEAR } } });
  expect(sent).toEqual([['cn-beijing', CLOUD_ID, YEAR]]);
  state.meanwhile = async () => null;
  expect(await kinds()).toEqual([
    ['instance.autoRenewWanted', INES, { on: true, term: YEAR, price }],
    ['instance.autoRenewSet', 'bot', { on: true, term: YEAR }],
  ]);
  expect((await store.instance(ID))?.expiry).toMatchObject({ until: UNTIL, renewal: { on: true, term: YEAR } });
  const claim = { owner: 'x', now: NOW, claimUntil: NOW + 1, limit: 9, skipChannels: [] };
  expect((await store.outbox.claim(claim)).map(({ kind }) => kind)).toEqual(['card']);
  // The second of two clicks changes nothing.
  expect(await set(ID, true, admin)).toMatchObject({ is: 'already' });
  expect(await set(ID, false, admin)).toMatchObject({ is: 'set', shown: { setting: { on: false }, term: YEAR } });
  const told = (milestone: string, renewal: AutoRenewal) => [
    { kind: 'card', requestId: 'r-0123456789' },
    { kind: 'thread', note: { milestone, name: 'web', expiry: { until: UNTIL, renewal, by: INES } } },
  ];
  expect(messages).toMatchObject([...told('autoRenewOn', { on: true, term: YEAR }), ...told('autoRenewOff', OFF)]);
  const logged = { level: 'info', message: 'auto-renewal', requestId: 'r-0123456789', instanceId: ID, user: INES };
  expect(lines).toEqual([true, false].map((on) => ({ ...logged, on, is: 'set' })));
  // By what Slack says just now, and before what the bot reads for itself.
  expect([new Set(users), queues]).toEqual([new Set([INES]), new Set(['people'])]);
  expect(users).toHaveLength(5);
  expect(sent.slice(1)).toEqual([['cn-beijing', CLOUD_ID, null]]);
  expect((await kinds()).slice(2)).toEqual([
    ['instance.autoRenewWanted', INES, { on: false, term: null, price: null }],
    ['instance.autoRenewSet', 'bot', { on: false, term: null }],
  ]);
});

test('of two clicks at once one sets it', async () => {
  const { set, sent } = await office();
  const both = await Promise.all([set(ID, true, admin), set(ID, true, admin)]);
  expect([both.map(({ is }) => is).toSorted(), sent.length]).toEqual([['already', 'set'], 1]);
});

test.each<[string, object]>([
  ['nobody has looked at yet', { expiry: undefined }],
  ['has no known end', { expiry: { until: null, renewal: null, lookAt: null, ended: false, misses: 3 } }],
])('what %s is looked at at once', async (_, row) => {
  const { set, store } = await office(row);
  await set(ID, true, admin);
  const expiry = { until: null, renewal: { on: true, term: YEAR }, lookAt: NOW, ended: false, misses: 0 };
  expect((await store.instance(ID))?.expiry).toEqual(expiry);
});

test.each<[string, Result<null, Failure>, boolean, 'shown' | 'hidden', string, string]>([
  ['refuses it', fail(REFUSED), false, 'shown', 'notSet', 'instance.autoRenewNotSet'],
  ['does not answer, and did it', fail(AWAY), true, 'shown', 'set', 'instance.autoRenewSet'],
  ['does not answer, and did not', fail(AWAY), false, 'shown', 'notSet', 'instance.autoRenewNotSet'],
  ['does not answer, and shows nothing', fail(AWAY), true, 'hidden', 'unsure', 'instance.autoRenewNotSet'],
  ['refuses it, and shows nothing', fail(REFUSED), false, 'hidden', 'notSet', 'instance.autoRenewNotSet'],
  ['accepts it, and does not show it', ok(null), false, 'shown', 'unconfirmed', 'instance.autoRenewNotSet'],
  ['accepts it, and shows nothing', ok(null), true, 'hidden', 'unconfirmed', 'instance.autoRenewNotSet'],
])('what the cloud shows counts where it %s', async (_, answer, takes, look, is, kind) => {
  const { set, state, kinds, messages } = await office();
  Object.assign(state, { answer, takes });
  if (look === 'hidden')
    state.meanwhile = async () => Object.defineProperty(state, 'setting', { get: () => fail(AWAY), set: () => {} });
  const taken = await set(ID, true, admin);
  expect(taken.is).toBe(is);
  expect(messages.map((one) => one.kind)).toEqual(is === 'set' ? ['card', 'thread'] : ['card']);
  expect('failure' in taken).toBe(is === 'unsure' || is === 'notSet');
  expect((await kinds()).map(([each]) => each)).toEqual(['instance.autoRenewWanted', kind]);
  const [, [, , data] = []] = await kinds();
  expect(data).toMatchObject({ on: true, ...(is === 'unsure' && { unsure: true }) });
  expect(Object.hasOwn(data as object, 'code')).toBe(is === 'unsure' || is === 'notSet');
  expect(Object.hasOwn(data as object, 'unsure')).toBe(is === 'unsure');
});

test('nothing is turned on in a freeze, not even in one that is set at the last moment, but it is turned off', async () => {
  const frozen = await office();
  await frozen.freeze();
  for (const act of [frozen.offer(ID, admin), frozen.set(ID, true, admin)])
    expect(await act).toMatchObject({ is: 'refused', refusal: { why: 'frozen', freeze: { by: INES } } });
  expect([frozen.sent, await frozen.kinds()]).toEqual([[], []]);
  frozen.state.setting = ok(new Map([[CLOUD_ID, { on: true, term: MONTH }]]));
  expect(await frozen.set(ID, false, admin)).toMatchObject({ is: 'set' });

  const late = await office();
  late.state.meanwhile = late.freeze;
  expect(await late.set(ID, true, admin)).toMatchObject({ is: 'notSet', failure: { kind: 'queued' } });
  expect(late.sent).toEqual([]);

  let reads = 0;
  const between = await office({}, (store) => ({
    ...store,
    freeze: async () => {
      reads += 1;
      const freeze = await store.freeze();
      // Set after the judgement and the read before the wish is written.
      if (reads === 2) await between.freeze();
      return freeze;
    },
  }));
  expect(await between.set(ID, true, admin)).toMatchObject({ is: 'refused', refusal: { why: 'frozen' } });
  expect([between.sent, await between.kinds()]).toEqual([[], []]);
});

test('a freeze that cannot be read at the head of the line counts as one', async () => {
  let down = false;
  const { set, state, sent } = await office({}, (store) => ({
    ...store,
    freeze: () => (down ? Promise.reject(new StoreUnavailable('away')) : store.freeze()),
  }));
  state.meanwhile = async () => {
    down = true;
  };
  expect(await set(ID, true, admin)).toMatchObject({ is: 'notSet' });
  expect(sent).toEqual([]);
  state.setting = ok(new Map([[CLOUD_ID, { on: true, term: MONTH }]]));
  expect(await set(ID, false, admin)).toMatchObject({ is: 'set' });
});

test.each<[string, Partial<Instance>, Partial<Awaited<ReturnType<typeof office>>['state']>, object]>([
  ['is not created yet', { cloudId: null, outcome: null }, {}, { why: 'notCreatedYet' }],
  ['was never created', { cloudId: null, outcome: 'failed' }, {}, { why: 'neverCreated' }],
  ['is gone', {}, { seen: ok(null) }, { why: 'gone' }],
  [
    'is not prepaid',
    {},
    { seen: ok({ chargeKind: 'payAsYouGo', expiresAt: null } as Observed) },
    { why: 'notPrepaid' },
  ],
  ['is over', {}, { now: UNTIL }, { why: 'over' }],
])('an instance that %s is refused with that', async (_, row, now, refusal) => {
  const { set, offer, state, sent, kinds } = await office(row);
  Object.assign(state, now);
  for (const act of [offer(ID, admin), set(ID, true, admin)])
    expect(await act).toMatchObject({ is: 'refused', refusal });
  expect([sent, await kinds()]).toEqual([[], []]);
});

test('who may not is refused: who does not own it, and who needs an approval to buy that much', async () => {
  const { set, offer, sent, kinds } = await office();
  const stranger = { user: 'U7', isAdmin: false };
  expect(await set(ID, true, stranger)).toMatchObject({ is: 'refused', refusal: { why: 'notYours', requester: LENA } });
  // That somebody was an admin when the window opened grants nothing.
  expect(await set(ID, true, { user: LENA, isAdmin: true })).toMatchObject({ refusal: { why: 'needsApproval' } });
  expect(await offer(ID, { user: LENA, isAdmin: false })).toMatchObject({ refusal: { why: 'needsApproval' } });
  expect(await set('r-none-1', true, admin)).toEqual({ is: 'unknown' });
  expect([sent, await kinds()]).toEqual([[], []]);
});

test('an answer about another instance is none', async () => {
  const { set, read, sent } = await office();
  expect(await read('cn-beijing', 'i-other')).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  expect(await set(ID, false, admin)).toMatchObject({ is: 'already' });
  expect(sent).toEqual([]);
});

test.each(['seen', 'setting'] as const)('while the cloud cannot be read (%s) nothing is changed', async (what) => {
  const { set, offer, read, state, sent, kinds } = await office();
  Object.assign(state, { [what]: fail(AWAY) });
  for (const act of [offer(ID, admin), set(ID, false, admin)])
    expect(await act).toMatchObject({ is: 'unread', failure: AWAY, instance: { id: ID } });
  expect([sent, await kinds()]).toEqual([[], []]);
  expect(await read('cn-beijing', CLOUD_ID)).toEqual(what === 'seen' ? ok(OFF) : fail(AWAY));
});

test('what the cloud did is told even if it cannot be written down, and nothing is sent that could not be', async () => {
  const away = () => Promise.reject(new StoreUnavailable('away'));
  let commits = 0;
  const after = await office({}, (store) => ({
    ...store,
    commit: (change) => (++commits === 1 ? store.commit(change) : away()),
  }));
  expect(await after.set(ID, true, admin)).toMatchObject({ is: 'set' });
  const unwritten = { level: 'error', requestId: 'r-0123456789', instanceId: ID };
  const sentence = expect.stringContaining('what became of an auto-renewal');
  expect(after.lines[1]).toEqual({ ...unwritten, is: 'set', message: sentence });
  const before = await office({}, (store) => ({ ...store, commit: away }));
  expect(await before.set(ID, true, admin)).toEqual({ is: 'storeDown' });
  expect(before.sent).toEqual([]);
  const unavailable = expect.stringContaining('the store is unavailable');
  expect(before.lines).toEqual([{ level: 'error', instanceId: ID, message: unavailable }]);
  const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: 'freeze' } }) as never;
  let tries = 0;
  const faster = await office({}, (store) => ({
    ...store,
    commit: (change) => (++tries === 1 ? store.commit(change) : conflict()),
  }));
  expect(await faster.set(ID, true, admin)).toMatchObject({ is: 'set' });
  expect(faster.lines[1]).toEqual({ ...unwritten, message: sentence });
  let reads = 0;
  const gone = await office({}, (store) => ({
    ...store,
    instance: async (id) => (++reads === 1 ? store.instance(id) : null),
  }));
  expect(await gone.set(ID, true, admin)).toMatchObject({ is: 'set' });
  const busy = await office({}, (store) => ({ ...store, commit: conflict }));
  expect(await busy.set(ID, true, admin)).toEqual({ is: 'storeDown' });
  expect(busy.sent).toEqual([]);
});
