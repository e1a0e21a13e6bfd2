import { describe, expect, test } from 'vitest';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { CommitInDoubt, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { GOOD } from '../../support/choices.ts';
import { INES, LENA, MARCUS, PLATFORM } from '../approval/approval-stage.ts';
import { askedOf, failed, isNothingStored, PREPAID, submissionOffice } from './submission-stage.ts';

describe('a form that is right', () => {
  test('becomes one request of its requester, with the price and the names of that moment', async () => {
    const office = await submissionOffice();
    const taken = await office.submit(GOOD, { origin: 'view:V1' });
    if (taken.kind !== 'accepted') throw new Error(taken.kind);
    expect(taken).toEqual({ kind: 'accepted', request: taken.request, freeze: null, elsewhere: null });
    expect(await office.store.request(taken.request.id)).toMatchObject({
      ...{ state: 'creating', origin: 'view:V1', requester: LENA, team: 'T1', channel: PLATFORM, amount: 2 },
      ...{ quote: { kind: 'term' }, names: { vSwitch: 'web', vCpu: 2, opens: { ports: [], more: false } } },
    });
    expect(await office.store.instancesOf(taken.request.id)).toHaveLength(2);
    expect(await office.refusals()).toEqual([]);
  });

  test('submitted again is the same request, and says whether it is the same order', async () => {
    const office = await submissionOffice();
    const origin = { origin: 'view:V1' };
    const first = await office.submit(GOOD, origin);
    if (first.kind !== 'accepted') throw new Error(first.kind);
    const { request } = first;
    expect(await office.submit(GOOD, origin)).toEqual({ kind: 'duplicate', request, same: true });
    for (const other of [{ amount: '1' }, { size: '50' }])
      expect(await office.submit({ ...GOOD, ...other }, origin)).toEqual({ kind: 'duplicate', request, same: false });
    expect((await office.store.queries.existingOf(LENA, 10)).total).toBe(2);
  });

  test.each([
    ['the policy lets nobody create here', `create:\n  - { who: [${MARCUS}], channels: any }\n`, false],
    ['so many are no longer allowed', 'limits: { maxAmount: 1 }\n', false],
    ['it was all that one person may have', 'limits: { maxInstancesPerPersonPerDay: 2 }\n', true],
  ])('submitted again is not said to be refused although %s by now', async (_, yaml, same) => {
    const office = await submissionOffice();
    const origin = { origin: 'view:V1' };
    const first = await office.submit(GOOD, origin);
    if (first.kind !== 'accepted') throw new Error(first.kind);
    office.rule(yaml);
    expect(await office.submit(GOOD, origin)).toEqual({ kind: 'duplicate', request: first.request, same });
    expect((await office.store.queries.existingOf(LENA, 10)).total).toBe(2);
    expect(['accepted', 'duplicate']).not.toContain((await office.submit(GOOD)).kind);
  });

  /** The first commits come to this, after or instead of the real one. */
  const committing =
    (times: number, comesTo: () => ReturnType<Store['commit']>, cameTrue = false) =>
    (store: Store): Store => ({
      ...store,
      async commit(change) {
        if (times === 0) return store.commit(change);
        times -= 1;
        if (cameTrue) await store.commit(change);
        return comesTo();
      },
    });
  const away = () => Promise.reject(new StoreUnavailable('the answer was lost'));
  const conflict = async () => ({ ok: false, error: { kind: 'conflict' } }) as never;

  test.each([
    ['only the answer of the store was lost', committing(1, away, true)],
    ['others write at the same time', committing(5, conflict)],
  ])('is one request, and new, although %s', async (_, wrap) => {
    const office = await submissionOffice('', wrap);
    const taken = await office.submit(GOOD);
    if (taken.kind !== 'accepted') throw new Error(taken.kind);
    expect(await office.store.instancesOf(taken.request.id)).toHaveLength(2);
    expect((await office.store.queries.existingOf(LENA, 10)).total).toBe(2);
  });

  test('that the store refuses for no known reason is an error, and not taken for accepted', async () => {
    const office = await submissionOffice(
      '',
      committing(1, async () => ({ ok: false, error: { kind: 'odd' } }) as never),
    );
    await expect(office.submit(GOOD)).rejects.toThrow('odd');
    expect(await isNothingStored(office)).toBe(true);
  });

  test('lives as long, and is bought as wholly, as the policy says at that moment', async () => {
    const office = await submissionOffice('lease: 7d\npartial: refuse\n');
    const leases = async (id: string) => (await office.store.instancesOf(id)).map(({ lease }) => lease?.forMs ?? null);
    const taken = await office.submit(GOOD);
    if (taken.kind !== 'accepted') throw new Error(taken.kind);
    expect(taken.request).toMatchObject({ partial: 'refuse' });
    expect(await leases(taken.request.id)).toEqual(Array(2).fill(7 * 86_400_000));
    office.rule('limits: { maxAmount: 5 }\n');
    const other = await office.submit(GOOD);
    if (other.kind !== 'accepted') throw new Error(other.kind);
    expect(other.request.partial ?? null).toBeNull();
    expect(await leases(other.request.id)).toEqual(Array(2).fill(null));
  });

  test('waits for approval with what approvers are to judge by, and buys nothing before', async () => {
    const office = await submissionOffice(`approvers: [${MARCUS}]\n`);
    const taken = await office.submit(PREPAID);
    if (taken.kind !== 'accepted') throw new Error(taken.kind);
    expect(taken.request).toMatchObject({
      ...{ state: 'pending', amount: 2, quote: { kind: 'term' } },
      approval: { round: 1, balance: { money: { minor: 10_000_000 } } },
    });
    expect(await office.store.instancesOf(taken.request.id)).toEqual([]);
  });

  test('has its price asked for while the rest is judged, and the log says what was submitted by whom', async () => {
    const office = await submissionOffice();
    office.state.silent = 'lists';
    void office.submit(GOOD);
    await office.wait(1);
    expect(office.asked).toContain('price');
    office.state.silent = null;
    const other = await submissionOffice();
    const taken = await other.submit(GOOD);
    if (taken.kind !== 'accepted') throw new Error(taken.kind);
    expect(other.lines).toContainEqual({
      ...{ level: 'info', message: 'a request was submitted', requestId: taken.request.id },
      ...{ user: LENA, channel: PLATFORM, amount: 2, state: 'creating' },
    });
  });

  test('asks for the key pairs only where the policy fills one in', async () => {
    const office = await submissionOffice();
    expect((await office.submit(GOOD)).kind).toBe('accepted');
    expect(office.asked).not.toContain('keys');
    office.rule('login: { allowed: [key, session], default: key }\n');
    expect((await office.submit(GOOD)).kind).toBe('accepted');
    expect(office.asked).toContain('keys');
  });

  test('says what it waits for: a freeze, or the right account', async () => {
    const office = await submissionOffice();
    const freeze = { reason: 'audit', by: INES, at: 1, until: null };
    await office.store.commit({ freeze: { was: null, next: freeze }, at: 1 });
    for (const [account, elsewhere] of [
      [{ is: 'ours', account: { id: '111', first: '111' } }, null],
      [{ is: 'other', stored: '111', actual: '222' }, 'other'],
      [{ is: 'unknown' }, 'unknown'],
    ] as const) {
      office.state.account = account as never;
      expect(await office.submit(GOOD)).toMatchObject({ kind: 'accepted', freeze, elsewhere });
    }
  });
});

describe('a form that is wrong', () => {
  test('is told what, stores nothing, and asks the cloud nothing that costs', async () => {
    const office = await submissionOffice();
    const refused = await office.submit({ ...GOOD, type: 'ecs.none', size: '7' });
    expect(refused).toMatchObject({ kind: 'problems', problems: [{ field: 'type' }, { field: 'size' }] });
    expect([await isNothingStored(office), askedOf(office)]).toEqual([true, []]);
  });

  test('with a way of paying that nobody knows is told so', async () => {
    const office = await submissionOffice();
    expect(await office.submit({ ...GOOD, charge: 'barter' })).toMatchObject({
      kind: 'problems',
      problems: [{ field: 'charge', given: 'barter' }],
    });
  });

  test('where the lists cannot be read is told so, and stores nothing', async () => {
    const office = await submissionOffice();
    office.state.unread = 'throttled';
    expect(await office.submit(GOOD)).toMatchObject({ kind: 'unchecked', failure: { kind: 'throttled' } });
    expect(await isNothingStored(office)).toBe(true);
  });

  test.each<[string, Partial<Store>]>([
    [
      'to be read',
      {
        request: () => Promise.reject(new StoreUnavailable('away')),
        askedBy: () => Promise.reject(new StoreUnavailable('away')),
      },
    ],
    ['to be written', { commit: () => Promise.reject(new StoreUnavailable('away')) }],
  ])('while the store is not there %s is told so', async (_, away) => {
    const office = await submissionOffice('', (store) => ({ ...store, ...away }));
    expect(await office.submit(GOOD)).toEqual({ kind: 'storeDown' });
    expect(office.lines).toMatchObject([{ level: 'error', message: /could not be written/, user: LENA }]);
    expect(await isNothingStored(office)).toBe(true);
  });

  test('after a lost answer to the commit nobody is told that nothing was created', async () => {
    const office = await submissionOffice('', (store) => ({
      ...store,
      commit: async (change) => {
        const committed = await store.commit(change);
        if (change.requests !== undefined) throw new CommitInDoubt('away');
        return committed;
      },
      requestByOrigin: () => Promise.reject(new StoreUnavailable('away')),
    }));
    expect(await office.submit(GOOD)).toEqual({ kind: 'inDoubt' });
    expect(await isNothingStored(office)).toBe(false);
  });
});

describe('a name that only the cloud knows', () => {
  const ROLE: Draft = { ...GOOD, role: 'app' };

  test('is tried before anything is bought, and refused with its field', async () => {
    const office = await submissionOffice('roles: [app]\n');
    office.state.refusal = failed('InvalidRamRole.NotFound');
    expect(await office.submit(ROLE)).toMatchObject({
      kind: 'problems',
      problems: [{ field: 'role', fault: { is: 'noRole' } }],
    });
    expect(await isNothingStored(office)).toBe(true);
    expect(office.tried).toMatchObject([
      { spec: { instanceType: 'ecs.g7.large', ramRole: 'app' }, amount: 2, partial: 'keep' },
    ]);
    // Another reason is found by the purchase itself.
    office.state.refusal = failed('InvalidImage.Odd');
    expect((await office.submit(ROLE)).kind).toBe('accepted');
  });

  test('is not waited for longer than five seconds', async () => {
    const office = await submissionOffice('roles: [app]\n');
    office.state.silent = 'dryRun';
    const submitted = office.submit(ROLE);
    await office.wait(4_999);
    expect(await Promise.race([submitted, 'waits'])).toBe('waits');
    await office.wait(1);
    expect((await submitted).kind).toBe('accepted');
  });

  test('is not tried where there is none', async () => {
    const office = await submissionOffice();
    await office.submit(GOOD);
    expect(office.asked).not.toContain('dryRun');
  });

  test('that is a default of the policy is declined, and the rest of the order goes on', async () => {
    const office = await submissionOffice('defaults: { Ipv6AddressCount: 1 }\n');
    office.state.refusal = failed('InvalidVSwitch.Ipv6NotTurnOn');
    const taken = await office.submit(GOOD);
    if (taken.kind !== 'accepted') throw new Error(JSON.stringify(taken));
    expect(taken.request.spec.ipv6AddressCount ?? 0).toBe(0);
    // Who asks for it is told.
    expect(await office.submit({ ...GOOD, ipv6: '2' })).toMatchObject({
      kind: 'problems',
      problems: [{ field: 'ipv6' }],
    });
  });
});
