import { beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { inPayload } from '../../../src/store/writes/payloads.ts';
import { ECDSA, ED25519, RSA } from '../../sandbox/ecs/keys.ts';
import { LENA, MARCUS } from '../approval/approval-stage.ts';
import { anAccount, HOME, type KeyPort, type KeysGiven, keyStage, OTHER, wish } from './key-stage.ts';

let port: KeyPort;
beforeEach(() => {
  port = anAccount();
});
const stage = (given: Omit<KeysGiven, 'port'> = {}) => keyStage({ port, ...given });

describe('a public key that was added', () => {
  test('is offered at once, though the list of the region was fresh', async () => {
    const at = await stage();
    expect(await at.offered(HOME)).not.toContain('lena-laptop');
    await at.keys.add(wish);
    expect(at.catalogue.keyPairs.peek(HOME)).toContainEqual(
      expect.objectContaining({ name: 'lena-laptop', owner: LENA }),
    );
  });

  test('is brought to another region as soon as its owner opens the form there, and for nobody else', async () => {
    const at = await stage();
    await at.keys.add(wish);
    expect(await at.offered(OTHER, MARCUS)).not.toContain('lena-laptop');
    expect(await at.pairs(OTHER)).toEqual([]);
    expect(await at.offered(OTHER)).toContain('lena-laptop');
    expect(await at.pairs(OTHER)).toHaveLength(1);
    expect((await at.store.ownKeys.named('lena-laptop'))?.regions).toEqual([HOME, OTHER]);
  });

  test('that is brought on the way to a request does not use up the payload of that request', async () => {
    const at = await stage();
    await at.keys.add(wish);
    await inPayload('submission', async () => {
      await at.offered(OTHER);
      expect(await at.store.wasTaken('submission')).toBe(false);
    });
  });

  test.each(['before the call', 'after the call'])('is completed after a crash %s', async (when) => {
    let isDead = true;
    const at = await stage({
      over: {
        importKeyPair: async (region, key) => {
          if (isDead && when === 'after the call') await port.importKeyPair(region, key);
          if (isDead) throw new Error('the process died');
          return port.importKeyPair(region, key);
        },
      },
    });
    await expect(at.keys.add(wish)).rejects.toThrow('the process died');
    expect((await at.store.ownKeys.named('lena-laptop'))?.regions).toEqual([HOME]);
    isDead = false;
    const is = when === 'after the call' ? 'there' : 'imported';
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ region: HOME, is }] });
    expect(await at.pairs(HOME)).toHaveLength(1);
    expect((await at.events()).filter(([kind]) => kind === 'key.added')).toHaveLength(1);
  });

  test('is one, however many replicas are told at once', async () => {
    const at = await stage();
    const other = at.replica();
    const both = await Promise.all([at.keys.add(wish), other.keys.add(wish), at.keys.add(wish)]);
    expect(both.map(({ kind }) => kind)).toEqual(['added', 'added', 'added']);
    expect(await at.pairs(HOME)).toHaveLength(1);
    expect((await at.events()).map(([kind]) => kind).sort()).toEqual(['key.added', 'key.importing']);
  });

  test('that the cloud cannot be told of is kept, and brought with the next form', async () => {
    let failure = true;
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'ImportKeyPair' }) } as const;
    const at = await stage({
      over: {
        importKeyPair: (region, key) => (failure ? Promise.resolve(down) : port.importKeyPair(region, key)),
      },
    });
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ region: HOME, is: 'failed' }] });
    failure = false;
    expect(await at.offered(HOME)).toContain('lena-laptop');
  });

  test('that the cloud refuses is not kept', async () => {
    const error = failureOf('badInput', { detail: '', api: 'ImportKeyPair', code: 'InvalidPublicKeyBody.Malformed' });
    const at = await stage({ over: { importKeyPair: async () => ({ ok: false, error }) } });
    expect(await at.keys.add(wish)).toEqual({ kind: 'refused', name: 'lena-laptop', failure: error });
    expect(await at.store.ownKeys.of(LENA)).toEqual([]);
    expect(await at.events()).toEqual([
      ['key.added', 'lena-laptop'],
      ['key.importing', HOME],
      ['key.removed', 'lena-laptop'],
    ]);
  });

  test('goes only where the policy allows servers', async () => {
    const at = await stage({ policy: { ...NO_POLICY, regions: { line: 1, value: [OTHER] } } as unknown as Policy });
    await at.uses(OTHER);
    expect(await at.keys.add(wish)).toMatchObject({ brought: [{ region: OTHER, is: 'imported' }] });
    expect(await at.pairs(HOME)).toEqual([]);
  });
});

describe('adding a public key that was cut off', () => {
  const AFTER_MS = 90_000;
  const crash = new Error('the process died');

  test.each(['before the call', 'after the call'])('%s is finished by another replica, and told once', async (when) => {
    const asked: string[] = [];
    const at = await stage({
      over: {
        importKeyPair: async (region, key) => {
          if (when === 'after the call') await port.importKeyPair(region, key);
          throw crash;
        },
      },
    });
    await expect(at.keys.add(wish)).rejects.toThrow(crash);
    const others = [0, 1].map(() =>
      at.replica({
        keyPairs: async (region, which) => {
          asked.push('look');
          return port.keyPairs(region, which);
        },
        importKeyPair: async (region, key) => {
          asked.push('import');
          return port.importKeyPair(region, key);
        },
      }),
    );
    const finish = () => Promise.all(others.map(({ keys }) => keys.finishDue()));
    await finish();
    expect(asked).toEqual([]);
    at.pass(AFTER_MS);
    await finish();
    const is = when === 'after the call' ? 'there' : 'imported';
    expect(asked.filter((one) => one === 'import')).toHaveLength(is === 'imported' ? 1 : 0);
    expect(asked[0]).toBe('look');
    expect(await at.pairs(HOME)).toHaveLength(1);
    const brought = [{ region: HOME, is }];
    expect(await at.told()).toEqual([{ to: LENA, about: 'key', is: 'added', name: 'lena-laptop', brought }]);
    at.pass(40 * AFTER_MS);
    await finish();
    expect(await at.told()).toEqual([]);
  });

  test('is told even if only its answer was not seen, and not told again to who has seen it', async () => {
    const at = await stage();
    const added = await at.keys.add(wish);
    at.pass(AFTER_MS);
    if (added.kind === 'added') await at.keys.heard(added.key);
    await at.keys.finishDue();
    expect(await at.told()).toEqual([]);
    await at.keys.add(wish);
    at.pass(AFTER_MS);
    await at.keys.finishDue();
    expect(await at.told()).toMatchObject([{ brought: [{ region: HOME, is: 'there' }] }]);
  });

  test('waits out what passes by itself, and tells what is left in the end', async () => {
    const error = failureOf('transient', { detail: '', api: 'ImportKeyPair' });
    const at = await stage({ over: { importKeyPair: async () => ({ ok: false, error }) } });
    await at.keys.add(wish);
    for (let tried = 0; tried < 4; tried++) {
      at.pass(20 * AFTER_MS);
      await at.keys.finishDue();
      expect(await at.told()).toEqual([]);
    }
    at.pass(20 * AFTER_MS);
    await at.keys.finishDue();
    expect(await at.told()).toMatchObject([{ is: 'added', brought: [{ region: HOME, is: 'failed' }] }]);
  });

  test('ends where the cloud refuses the key: nothing is kept, and that is told', async () => {
    let isDead = true;
    const error = failureOf('badInput', { detail: '', api: 'ImportKeyPair', code: 'InvalidPublicKeyBody.Malformed' });
    const at = await stage({
      over: {
        importKeyPair: async () => {
          if (isDead) throw crash;
          return { ok: false, error };
        },
      },
    });
    await expect(at.keys.add(wish)).rejects.toThrow(crash);
    isDead = false;
    at.pass(AFTER_MS);
    await at.keys.finishDue();
    expect(await at.store.ownKeys.of(LENA)).toEqual([]);
    expect(await at.told()).toMatchObject([{ to: LENA, is: 'refused', name: 'lena-laptop' }]);
  });

  test.each(['before the call', 'after the call'])('and so is a removal that died %s', async (when) => {
    const at = await stage({
      over: {
        deleteKeyPair: async (region, name) => {
          if (when === 'after the call') await port.deleteKeyPair(region, name);
          throw crash;
        },
      },
    });
    const added = await at.keys.add(wish);
    if (added.kind === 'added') await at.keys.heard(added.key);
    await expect(at.keys.remove(LENA, 'lena-laptop')).rejects.toThrow(crash);
    const others = [at.replica(), at.replica()];
    const finish = () => Promise.all(others.map(({ keys }) => keys.finishDue()));
    await finish();
    expect(await at.store.ownKeys.of(LENA)).toHaveLength(1);
    at.pass(AFTER_MS);
    await finish();
    expect(await at.pairs(HOME)).toEqual([]);
    expect(await at.store.ownKeys.of(LENA)).toEqual([]);
    expect(await at.told()).toEqual([{ to: LENA, about: 'key', is: 'removed', name: 'lena-laptop', untagged: [] }]);
  });

  test('a removal that cannot be finished is told once, and what was told in its window is not', async () => {
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'DeleteKeyPairs' }) } as const;
    const at = await stage({ over: { deleteKeyPair: async () => down } });
    await at.keys.add(wish);
    const removed = await at.keys.remove(LENA, 'lena-laptop');
    for (let tried = 0; tried < 8; tried++) {
      at.pass(40 * AFTER_MS);
      await at.keys.finishDue();
    }
    expect(await at.told()).toEqual([{ to: LENA, about: 'key', is: 'kept', name: 'lena-laptop' }]);
    await at.keys.remove(LENA, 'lena-laptop');
    if (removed.kind === 'partly' && removed.key.own !== null) await at.keys.heard(removed.key.own);
    at.pass(40 * AFTER_MS);
    await at.keys.finishDue();
    expect(await at.told()).toEqual([]);
  });

  test('is not gone on with once the key is removed', async () => {
    const at = await stage();
    await at.keys.add(wish);
    await at.keys.remove(LENA, 'lena-laptop');
    at.pass(AFTER_MS);
    await at.keys.finishDue();
    expect(await at.told()).toEqual([]);
    expect(await at.pairs(HOME)).toEqual([]);
  });
});

describe('a public key is refused', () => {
  const fault = async (at: Awaited<ReturnType<typeof stage>>, over: object) => {
    const added = await at.keys.add({ ...wish, ...over });
    return added.kind === 'fault' ? { field: added.fault.field, ...added.fault.is } : added.kind;
  };

  test('at its field, and nothing of it is kept', async () => {
    const at = await stage();
    expect(await fault(at, { publicKey: ED25519 })).toMatchObject({ field: 'publicKey', kind: 'Ed25519' });
    expect(await fault(at, { publicKey: '-----BEGIN RSA PRIVATE KEY-----' })).toMatchObject({ fault: 'privateKey' });
    expect(await fault(at, { name: 'two words' })).toEqual({ field: 'name', fault: 'malformed' });
    expect(await fault(at, { publicKey: RSA.split(' ', 2).join(' ') })).toEqual({ field: 'name', fault: 'missing' });
    expect(await at.events()).toEqual([]);
  });

  test('under a name that somebody else has, or another key of theirs', async () => {
    const at = await stage();
    await at.keys.add(wish);
    expect(await fault(at, { user: MARCUS })).toEqual({ field: 'name', fault: 'inCloud', region: HOME });
    await port.deleteKeyPair(HOME, 'lena-laptop');
    expect(await fault(at, { user: MARCUS })).toEqual({ field: 'name', fault: 'others' });
    expect(await fault(at, { name: 'lena-laptop', publicKey: ECDSA })).toEqual({ field: 'name', fault: 'another' });
    expect(await fault(at, { name: 'lena-2' })).toEqual({ field: 'publicKey', fault: 'known', name: 'lena-laptop' });
    expect(await fault(at, { name: 'ops-2026' })).toEqual({ field: 'name', fault: 'inCloud', region: HOME });
  });

  test('where there are ten already', async () => {
    const at = await stage();
    const key = { kind: 'RSA', bits: 2048, line: 'ssh-rsa AAAA', regions: [] } as const;
    const ownKeys = Array.from({ length: 10 }, (_, n) => ({
      kind: 'put' as const,
      next: {
        ...key,
        name: `key-${n}`,
        owner: LENA,
        version: 1,
        fingerprint: String(n),
        removingAt: null,
        unseen: null,
      },
    }));
    await at.store.commit({ ownKeys, at: 1 });
    expect(await fault(at, {})).toEqual({ field: 'publicKey', fault: 'tooMany' });
    expect(await fault(at, { user: MARCUS, name: 'marcus-laptop' })).toBe('added');
  });
});

test('a pair of the same name that appears between is never taken for theirs', async () => {
  const at = await stage({
    over: {
      async importKeyPair(region, key) {
        await port.importKeyPair(region, { ...key, owner: MARCUS });
        return port.importKeyPair(region, key);
      },
    },
  });
  expect(await at.keys.add(wish)).toMatchObject({ brought: [{ region: HOME, is: 'taken' }] });
  const listed = await at.keys.list(LENA);
  expect(listed.kind === 'keys' && listed.keys.find(({ name }) => name === 'lena-laptop')?.regions).toEqual([
    { region: HOME, is: 'missing', tagged: false, usedBy: [] },
  ]);
  expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'removed' });
  expect(await at.pairs(HOME)).toMatchObject([{ owner: MARCUS }]);
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
    expect(await at.offered(OTHER)).not.toContain('lena-laptop');
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

test('without its store nothing is done, and the form goes on without their keys', async () => {
  const at = await stage();
  const named = at.store.ownKeys as { of: unknown; named: unknown };
  named.of = named.named = async () => {
    throw new StoreUnavailable('gone');
  };
  expect(await at.keys.add(wish)).toEqual({ kind: 'storeDown' });
  expect(await at.keys.list(LENA)).toEqual({ kind: 'storeDown' });
  expect(await at.keys.remove(LENA, 'lena-laptop')).toEqual({ kind: 'storeDown' });
  expect(await at.offered(HOME)).toContain('ops-2026');
  expect(await at.pairs(HOME)).toEqual([]);
});
