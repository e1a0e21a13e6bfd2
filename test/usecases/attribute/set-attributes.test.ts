import { expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { Membership, People } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { type AttributeDeps, setAttributes } from '../../../src/usecases/attribute/set-attributes.ts';
import { actorFor, mayActNow } from '../../../src/usecases/instance/actor.ts';
import { policyOf } from '../../policy/reading.ts';
import { type Server, selectionStage } from '../selection/selection-stage.ts';

const caller = (user: string) => ({ user, team: 'T1', channel: 'C1' });
const ROW = 'r-0000000000-1';
const GROUP = 'S07WEBTEAM1';

interface More {
  readonly policy?: Policy;
  readonly store?: (real: Store) => Partial<Store>;
  /** What Slack says of people once it is asked again, and of the members of the group. */
  readonly fresh?: Membership;
  readonly members?: { readonly known: readonly string[]; readonly fresh: readonly string[] };
}

async function office(server: Server, { policy, store = () => ({}), fresh = 'member', members }: More = {}) {
  const stage = await selectionStage([server], policy);
  const real = stage.deps as unknown as AttributeDeps;
  const asked: (readonly string[])[] = [];
  const people = (is: Membership, of: readonly string[]): People => ({
    membersOf: (group) => (group === GROUP ? of : null),
    membershipOf: (user) => (user === 'U5' ? is : 'unknown'),
  });
  const directory = {
    known: () => people('member', members?.known ?? []),
    fresh: async (users: readonly string[]) => {
      asked.push(users);
      return people(fresh, members?.fresh ?? []);
    },
  };
  const deps: AttributeDeps = { ...real, directory, store: { ...stage.store, ...store(stage.store) } };
  const found = async (): Promise<FoundInstance> => {
    const [own, [cloud = null]] = [await stage.store.instance(ROW), stage.account.instances];
    if (cloud !== null) return { cloud, own };
    if (own === null) throw new Error('nothing');
    return { cloud, own, why: 'gone' };
  };
  const set = async (wish: Parameters<typeof setAttributes>[3], user = 'U1') =>
    setAttributes(deps, caller(user), await found(), wish);
  return { ...stage, deps, set, found, asked };
}

const WEB: Server = { name: 'web' };
const FOREIGN: Server = { name: 'api', foreign: true, cloud: { tags: [{ key: 'team', value: 'web' }] } };
const ACT = policyOf(`act:\n  - { who: [${GROUP}], tag: team=web }\n`);

test('a wish is written as an order, once, and is judged by a look of this moment', async () => {
  const { set, store, account, lines } = await office(WEB);
  expect(await set({ name: 'shop' })).toMatchObject({
    is: 'taken',
    instance: { attributes: { by: 'U1', left: [{ is: 'name', from: 'web', to: 'shop' }] } },
  });
  expect(await store.instance(ROW)).toMatchObject({ attributes: { left: [{ is: 'name' }] } });
  expect(account.calls).toEqual(['instance cn-beijing']);
  expect(await set({ name: 'other' })).toMatchObject({ is: 'refused', refusal: { why: 'underWay', by: 'U1' } });
  // The log names what was ordered alone.
  expect(lines).toEqual([
    {
      ...{ level: 'info', message: 'a change was ordered', requestId: 'r-0000000000', instanceId: ROW },
      ...{ user: 'U1', steps: ['name'] },
    },
  ]);
});

test('a lock that shows only now refuses it, and what cannot be looked at is judged by the row', async () => {
  const { set, found, account, deps } = await office(WEB);
  const before = await found();
  account.instances = account.instances.map((one) => ({ ...one, locks: ['security'] }));
  expect(await setAttributes(deps, caller('U1'), before, { name: 'shop' })).toMatchObject({
    refusal: { why: 'locked', locks: ['security'] },
  });
  account.broken.set('cn-beijing', failureOf('throttled', { detail: '' }));
  expect(await set({ name: 'shop' })).toMatchObject({ is: 'taken' });
});

test('what has no id in the cloud is not looked for', async () => {
  const { set, account } = await office({ ...WEB, row: { cloudId: null, outcome: null } });
  expect(await set({ name: 'shop' })).toMatchObject({ is: 'refused', refusal: { why: 'notCreatedYet' } });
  expect(account.calls).toEqual([]);
});

test('a new owner is one of whom Slack says just now that they are a member', async () => {
  const there = await office(WEB);
  expect(await there.set({ owner: 'U5' })).toMatchObject({ is: 'taken', instance: { requester: 'U5' } });
  expect(there.asked).toEqual([['U5']]);
  const gone = await office(WEB, { fresh: 'deactivated' });
  expect(await gone.set({ owner: 'U5' })).toMatchObject({
    is: 'refused',
    refusal: { why: 'noMember', user: 'U5', standing: 'deactivated' },
  });
  // Nobody is asked about for anything else.
  await there.set({ name: 'shop' });
  expect(there.asked).toHaveLength(1);
});

test('while the store is away, or always somebody is faster, nothing is said to be ordered', async () => {
  const away = await office(WEB, { store: () => ({ commit: () => Promise.reject(new StoreUnavailable('away')) }) });
  expect(await away.set({ name: 'shop' })).toEqual({ is: 'storeDown' });
  expect(away.lines).toMatchObject([{ level: 'error', message: expect.stringContaining('the store is unavailable') }]);
  const conflict = async () => fail({ kind: 'conflict', id: 'x' }) as never;
  const busy = await office(WEB, { store: () => ({ commit: conflict }) });
  expect(await busy.set({ name: 'shop' })).toEqual({ is: 'busy' });
});

test('who may act by a tag is found out anew for a decision, and for a glance as far as it is known', async () => {
  const joined = await office(FOREIGN, { policy: ACT, members: { known: [], fresh: ['U5'] } });
  const found = await joined.found();
  expect(await actorFor(joined.deps, caller('U5'), found, 'glance')).toMatchObject({ byTag: false });
  expect(joined.asked).toEqual([]);
  expect(await actorFor(joined.deps, caller('U5'), found, 'decision')).toMatchObject({ byTag: true, isAdmin: false });
  expect(joined.asked).toEqual([['U5']]);
  expect(await mayActNow(joined.deps, caller('U5'), found)).toBe(true);
  expect(await mayActNow(joined.deps, caller('U6'), found)).toBe(false);
  expect(await joined.set({ name: 'shop' }, 'U5')).toMatchObject({ is: 'taken', instance: { adopted: true } });

  const left = await office(FOREIGN, { policy: ACT, members: { known: ['U5'], fresh: [] } });
  expect(await mayActNow(left.deps, caller('U5'), await left.found())).toBe(true);
  expect(left.asked).toEqual([]);
  // What is known for a glance alone decides nothing.
  expect(await left.set({ name: 'shop' }, 'U5')).toMatchObject({ is: 'notTheBots' });
});

test.each<[string, Server, string]>([
  ['whose it is', WEB, 'U1'],
  ['an admin', WEB, 'U9'],
  ['somebody else, of one of the bot’s own', { ...WEB, cloud: { tags: [{ key: 'team', value: 'web' }] } }, 'U5'],
  ['somebody else, of one without such a tag', { name: 'api', foreign: true }, 'U5'],
])('Slack is not asked about %s', async (_, server, user) => {
  const { deps, found, asked } = await office(server, { policy: ACT, members: { known: [], fresh: ['U5'] } });
  const may = user !== 'U5';
  expect(await mayActNow(deps, caller(user), await found())).toBe(may);
  expect(asked).toEqual([]);
});
