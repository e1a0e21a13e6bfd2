import { beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { KEY_SCOPE } from '../../../src/core/request/event.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { ECDSA, RSA } from '../../sandbox/ecs/keys.ts';
import { LENA, MARCUS } from '../approval/approval-stage.ts';
import { anAccount, HOME, type KeyPort, type KeysGiven, keyStage, OTHER, THIRD, wish } from './key-stage.ts';

let port: KeyPort;
beforeEach(() => {
  port = anAccount();
});
const stage = (given: Omit<KeysGiven, 'port'> = {}) => keyStage({ port, ...given });

const failure = failureOf('transient', { detail: '' });
const down = async () => ({ ok: false, error: failure }) as const;

type Stage = Awaited<ReturnType<typeof stage>>;

const silent = ({ hurry }: Stage) => {
  hurry();
  return new Promise<never>(() => {});
};

async function listed({ keys }: Stage) {
  const list = await keys.list(LENA);
  if (list.kind !== 'keys') throw new Error(list.kind);
  return list;
}

const shownOf = async (at: Stage, name = 'lena-laptop') => (await listed(at)).keys.find((key) => key.name === name);

/** The instances that use a key, all in one region. */
const usersIn =
  (at: string): EcsPort['listInstances'] =>
  async (region, { keyPair } = {}) => {
    const instances = region === at && keyPair === 'lena-laptop' ? [sampleCloud({ name: 'web-1' })] : [];
    return { ok: true, value: { instances, next: null, total: instances.length } };
  };

describe('the list of keys', () => {
  test('has who uses each key where, by name, with its fingerprints once each', async () => {
    const at = await stage({ over: { listInstances: usersIn(OTHER) } });
    await at.uses(OTHER);
    await at.keys.add(wish);
    await at.keys.add({ ...wish, name: 'a-key', publicKey: ECDSA });
    await port.importKeyPair(THIRD, { name: 'lena-laptop', line: ECDSA, owner: LENA });
    const { keys, unread, regionsUnread } = await listed(at);
    const own = await at.store.ownKeys.named('lena-laptop');
    const ecdsa = await at.store.ownKeys.named('a-key');
    const there = { is: 'there', tagged: true, usedBy: [] };
    expect(keys).toEqual([
      {
        name: 'a-key',
        own: ecdsa,
        fingerprints: [ecdsa?.fingerprint],
        regions: [HOME, OTHER].map((region) => ({ region, ...there })),
      },
      { name: 'key-lena', own: null, fingerprints: ['bb'], regions: [{ region: OTHER, ...there }] },
      {
        name: 'lena-laptop',
        own,
        fingerprints: [own?.fingerprint, ecdsa?.fingerprint],
        regions: [
          { region: HOME, ...there },
          { region: OTHER, ...there, usedBy: ['web-1'] },
          { region: THIRD, ...there },
        ],
      },
    ]);
    expect([unread, regionsUnread]).toEqual([[], null]);
  });

  test('has an untagged pair where the bot has brought the key, and nowhere else', async () => {
    for (const region of [HOME, THIRD]) await port.importKeyPair(region, { name: 'lena-laptop', line: RSA, owner: '' });
    const at = await stage({
      // A cloud that answers with more than was asked for.
      over: { keyPairs: (region, which) => port.keyPairs(region, which?.owner === undefined ? {} : which) },
    });
    await at.keys.add(wish);
    expect((await shownOf(at))?.regions).toEqual([{ region: HOME, is: 'there', tagged: false, usedBy: [] }]);
  });

  test('asks by name only for what the owner’s tag has not shown', async () => {
    const asked: unknown[] = [];
    const at = await stage({
      over: {
        keyPairs: async (region, which) => {
          if (region === HOME && which !== undefined) asked.push(which);
          return port.keyPairs(region, which);
        },
      },
    });
    await at.keys.add(wish);
    asked.length = 0;
    await listed(at);
    expect(asked).toEqual([{ owner: LENA }]);
    await port.deleteKeyPair(HOME, 'lena-laptop');
    await port.importKeyPair(HOME, { name: 'lena-laptop', line: ECDSA, owner: '' });
    asked.length = 0;
    expect((await shownOf(at))?.regions).toEqual([{ region: HOME, is: 'missing', tagged: false, usedBy: [] }]);
    expect(asked).toEqual([{ owner: LENA }, { name: 'lena-laptop' }]);
  });

  test.each([
    ['is down', down, failure],
    ['is silent', silent, 'late'],
  ] as const)('names a region that %s, and does not say that a key is missing there', async (_, answer, why) => {
    const at = await stage({ isPatient: true });
    await at.uses(OTHER);
    await at.keys.add(wish);
    for (const isBroken of [() => true, (which: object = {}) => 'name' in which]) {
      const other = at.replica({
        keyPairs: (region, which) => (region === OTHER && isBroken(which) ? answer(at) : port.keyPairs(region, which)),
      });
      await port.deleteKeyPair(OTHER, 'lena-laptop');
      const { keys, unread } = await listed({ ...at, ...other });
      expect(unread).toEqual([{ region: OTHER, why }]);
      expect(keys.find(({ name }) => name === 'lena-laptop')?.regions.map(({ region }) => region)).toEqual([HOME]);
    }
  });

  test('says that the regions could not be read', async () => {
    const at = await stage({ over: { regions: down } });
    await at.uses(OTHER);
    await at.keys.add(wish);
    const regions = [{ region: HOME }, { region: OTHER }];
    const keys = [{ name: 'key-lena' }, { name: 'lena-laptop', regions }];
    expect(await listed(at)).toMatchObject({ regionsUnread: failure, unread: [], keys });
  });

  test('has what the bot keeps of a key while no region can be read', async () => {
    const at = await stage();
    await at.keys.add(wish);
    const own = await at.store.ownKeys.named('lena-laptop');
    const { keys, unread } = await listed({ ...at, ...at.replica({ keyPairs: down }) });
    expect(keys).toEqual([{ name: 'lena-laptop', own, fingerprints: [own?.fingerprint], regions: [] }]);
    expect(unread.map(({ region }) => region)).toEqual([HOME, OTHER, THIRD]);
  });

  test.each([
    ['down', down],
    ['silent', silent],
  ])('says that it is not known who uses a key while the cloud is %s: then it is not removed', async (_, answer) => {
    const at = await stage({ isPatient: true });
    await at.keys.add(wish);
    // Each for itself, because those of one replica wait for the same answer.
    const other = () => ({ ...at, ...at.replica({ listInstances: () => answer(at) }) });
    const regions = [{ region: HOME, is: 'there', tagged: true, usedBy: null }];
    expect((await shownOf(other()))?.regions).toEqual(regions);
    const unread = { kind: 'unread', name: 'lena-laptop', regions: [HOME] };
    expect(await other().keys.removal(LENA, 'lena-laptop')).toEqual(unread);
    expect(await other().keys.remove(LENA, 'lena-laptop')).toEqual(unread);
    expect(await at.pairs(HOME)).toHaveLength(1);
  });
});

test('who uses a key is counted, however many they are', async () => {
  const users = Array.from({ length: 30 }, (_, n) => sampleCloud({ name: `web-${n}` }));
  const at = await stage({
    over: { listInstances: async () => ({ ok: true, value: { instances: users, next: 'more', total: 130 } }) },
  });
  await at.keys.add(wish);
  const listed = await at.keys.list(LENA);
  const [own] = listed.kind === 'keys' ? listed.keys.filter(({ name }) => name === 'lena-laptop') : [];
  expect(own?.regions[0]?.usedBy).toHaveLength(30);
  expect(own?.regions[0]?.moreUsers).toBe(100);
});

describe('removing a key', () => {
  test('is for one’s own alone', async () => {
    const at = await stage();
    await at.keys.add(wish);
    for (const name of ['lena-laptop', 'ops-2026', 'key-priya', 'no-such'])
      expect(await at.keys.remove(MARCUS, name)).toEqual({ kind: 'none', name, names: [] });
    expect(await at.pairs(HOME)).toHaveLength(1);
    expect(await at.pairs(HOME, 'ops-2026')).toHaveLength(1);
    const names = ['key-lena', 'lena-laptop'];
    expect(await at.keys.remove(LENA, 'ops-2026')).toEqual({ kind: 'none', name: 'ops-2026', names });
  });

  test.each([HOME, OTHER])('is refused while an instance in %s uses it', async (region) => {
    const at = await stage({ over: { listInstances: usersIn(region) } });
    await at.uses(OTHER);
    await at.keys.add(wish);
    expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'inUse', key: { name: 'lena-laptop' } });
    expect([await at.pairs(HOME), await at.pairs(OTHER)]).toMatchObject([[{}], [{}]]);
  });

  test('does not wait for a region where the bot never brought it', async () => {
    const at = await stage();
    await at.keys.add(wish);
    const other = at.replica({
      keyPairs: (region, which) => (region === THIRD ? down() : port.keyPairs(region, which)),
    });
    expect(await other.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'removed' });
  });

  test('says where it is still attached, and goes on from there', async () => {
    const at = await stage({
      over: {
        deleteKeyPair: async (region, name) =>
          region === OTHER ? { ok: true, value: 'attached' } : port.deleteKeyPair(region, name),
      },
    });
    await at.uses(OTHER);
    await at.keys.add(wish);
    const left = [{ region: OTHER, why: 'attached' }];
    expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'partly', left });
    expect([await at.pairs(HOME), await at.pairs(OTHER)]).toMatchObject([[], [{}]]);
    const begun = await at.store.ownKeys.named('lena-laptop');
    at.pass(5_000);
    await at.keys.remove(LENA, 'lena-laptop');
    expect(await at.store.ownKeys.named('lena-laptop'), 'the removal began but once').toMatchObject({
      removingAt: begun?.removingAt,
      unseen: begun?.unseen,
    });
  });

  test('is in the trail with its regions, also if the bot did not import the key', async () => {
    const at = await stage();
    await at.keys.add(wish);
    await at.keys.remove(LENA, 'lena-laptop');
    expect(await at.keys.remove(LENA, 'key-lena')).toMatchObject({ kind: 'removed' });
    expect(await at.pairs(OTHER, 'key-lena')).toEqual([]);
    const events = (await at.store.eventsOf(KEY_SCOPE)).slice(2).map(({ kind, actor, data }) => [kind, actor, data]);
    const [mine, other] = [
      { name: 'lena-laptop', regions: [HOME] },
      { name: 'key-lena', regions: [OTHER] },
    ];
    expect(events).toEqual([
      ['key.removing', LENA, mine],
      ['key.removed', LENA, mine],
      ['key.removing', LENA, other],
      ['key.removed', LENA, other],
    ]);
  });

  test('waits until every region is read for a key that the bot did not import: it may be in any', async () => {
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'DescribeKeyPairs' }) } as const;
    const at = await stage({
      over: {
        keyPairs: (region, ...rest) => (region === HOME ? Promise.resolve(down) : port.keyPairs(region, ...rest)),
      },
    });
    expect(await at.keys.remove(LENA, 'key-lena')).toEqual({ kind: 'unread', name: 'key-lena', regions: [HOME] });
    expect(await at.pairs(OTHER, 'key-lena')).toHaveLength(1);
  });

  test('leaves a pair without a tag, which somebody imported by hand', async () => {
    const at = await stage();
    await port.importKeyPair(HOME, { name: 'lena-laptop', line: RSA, owner: '' });
    expect(await at.keys.add(wish)).toMatchObject({ brought: [{ is: 'there' }] });
    expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({
      kind: 'removed',
      key: { regions: [{ region: HOME, tagged: false }] },
    });
    expect(await at.pairs(HOME)).toHaveLength(1);
    expect(await at.store.ownKeys.of(LENA)).toEqual([]);
  });

  test('goes on where a crash or the cloud has stopped it, and brings it nowhere meanwhile', async () => {
    let isBroken = true;
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'DeleteKeyPairs' }) } as const;
    const at = await stage({
      over: {
        deleteKeyPair: (region, name) => (isBroken ? Promise.resolve(down) : port.deleteKeyPair(region, name)),
      },
    });
    await at.keys.add(wish);
    expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'partly', left: [{ region: HOME }] });
    at.logged.length = 0;
    expect(await at.offered(OTHER)).not.toContain('lena-laptop');
    expect(at.logged, 'it is not tried').toEqual([]);
    isBroken = false;
    expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'removed' });
    expect(await at.pairs(HOME)).toEqual([]);
  });

  test('changes nothing while it cannot be read who uses it', async () => {
    let isBroken = false;
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'DescribeKeyPairs' }) } as const;
    const at = await stage({
      over: {
        keyPairs: (region, which) =>
          isBroken && region === HOME ? Promise.resolve(down) : port.keyPairs(region, which),
      },
    });
    await at.keys.add(wish);
    await at.offered(OTHER);
    isBroken = true;
    expect(await at.keys.remove(LENA, 'lena-laptop')).toEqual({ kind: 'unread', name: 'lena-laptop', regions: [HOME] });
    expect(await at.pairs(OTHER)).toHaveLength(1);
  });
});
