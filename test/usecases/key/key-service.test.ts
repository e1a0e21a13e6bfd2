import { beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { CommitInDoubt, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { inPayload } from '../../../src/store/writes/payloads.ts';
import { ECDSA, ED25519, RSA } from '../../sandbox/ecs/keys.ts';
import { LENA, MARCUS } from '../approval/approval-stage.ts';
import { anAccount, HOME, type KeyPort, type KeysGiven, keyStage, OTHER, THIRD, wish } from './key-stage.ts';

let port: KeyPort;
beforeEach(() => {
  port = anAccount();
});
const stage = (given: Omit<KeysGiven, 'port'> = {}) => keyStage({ port, ...given });

/** So many of Lena's. */
const keysOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'put' as const,
    next: {
      ...({ kind: 'RSA', bits: 2048, line: 'ssh-rsa AAAA', regions: [] } as const),
      name: `key-${n}`,
      owner: LENA,
      version: 1,
      fingerprint: String(n),
      removingAt: null,
      unseen: null,
    },
  }));

const crash = new Error('the process died');
const transient = failureOf('transient', { detail: '', api: 'ImportKeyPair', code: 'ServiceUnavailable' });
const down = async () => ({ ok: false, error: transient }) as const;

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

  test('that one region refuses and another takes is kept', async () => {
    const error = failureOf('badInput', { detail: '', api: 'ImportKeyPair' });
    const at = await stage({
      over: {
        importKeyPair: async (region, key) =>
          region === HOME ? { ok: false, error } : port.importKeyPair(region, key),
      },
    });
    await at.uses(OTHER);
    expect(await at.keys.add(wish)).toMatchObject({
      kind: 'added',
      brought: [{ region: HOME, is: 'failed', failure: error }, { is: 'imported' }],
    });
  });

  test('that some regions refuse and others did not answer is kept', async () => {
    const error = (kind: 'badInput' | 'transient') => failureOf(kind, { detail: '', api: 'ImportKeyPair' });
    const at = await stage({
      over: {
        importKeyPair: async (region) => ({ ok: false, error: error(region === HOME ? 'badInput' : 'transient') }),
      },
    });
    await at.uses(OTHER);
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ is: 'failed' }, { is: 'failed' }] });
  });

  test('keeps the name that was typed, without the spaces around it', async () => {
    const at = await stage();
    expect(await at.keys.add({ ...wish, name: ' lena-2 ' })).toMatchObject({ kind: 'added', key: { name: 'lena-2' } });
    expect(await at.pairs(HOME, 'lena-2')).toHaveLength(1);
  });

  test('is looked for by its name alone, and what else the cloud names is not taken for it', async () => {
    const asked: unknown[] = [];
    const at = await stage({
      over: {
        async keyPairs(region, which) {
          if (which !== undefined) asked.push(which);
          return port.keyPairs(region, { ...(which?.owner !== undefined && { owner: which.owner }) });
        },
      },
    });
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ is: 'imported' }] });
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ is: 'there' }] });
    expect(asked).toEqual([1, 2, 3].map(() => ({ name: 'lena-laptop' })));
  });

  test('is told to the log by its owner and region alone', async () => {
    const at = await stage();
    await at.keys.add(wish);
    expect(at.logged).toEqual([['a public key was imported', { user: LENA, region: HOME }]]);
  });

  test('can be added again while it is being removed, also by who has ten: that ends the removal', async () => {
    const down = { ok: false, error: failureOf('transient', { detail: '', api: 'DeleteKeyPairs' }) } as const;
    const at = await stage({ over: { deleteKeyPair: async () => down } });
    await at.keys.add(wish);
    await at.keys.remove(LENA, 'lena-laptop');
    await at.store.commit({ ownKeys: keysOf(9), at: 1 });
    expect(await at.keys.add(wish)).toMatchObject({
      kind: 'added',
      key: { removingAt: null, version: 4, regions: [HOME] },
      brought: [{ is: 'there' }],
    });
    expect((await at.events()).filter(([kind]) => kind === 'key.added')).toHaveLength(2);
  });

  test('is in the form’s first region that the policy allows, if its owner has no servers where they may', async () => {
    const policy = { ...NO_POLICY, regions: { line: 1, value: [THIRD] } } as unknown as Policy;
    const at = await stage({ policy });
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [] });
    await at.catalogue.regions.load();
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [{ region: THIRD, is: 'imported' }] });
    at.state.policy = { ...NO_POLICY, regions: { line: 1, value: ['cn-nowhere'] } } as unknown as Policy;
    expect(await at.keys.add(wish)).toMatchObject({ kind: 'added', brought: [] });
  });

  test('that others change without an end is not added', async () => {
    const at = await stage();
    at.store.commit = async () => ({ ok: false, error: { kind: 'conflict', id: 'lena-laptop' } });
    expect(await at.keys.add(wish)).toEqual({ kind: 'fault', fault: { field: 'name', is: { fault: 'another' } } });
  });

  test('goes only where the policy allows servers', async () => {
    const at = await stage({ policy: { ...NO_POLICY, regions: { line: 1, value: [OTHER] } } as unknown as Policy });
    await at.uses(OTHER);
    expect(await at.keys.add(wish)).toMatchObject({ brought: [{ region: OTHER, is: 'imported' }] });
    expect(await at.pairs(HOME)).toEqual([]);
  });
});

describe('bringing a key to another region with the form', () => {
  test('is asked for once, and not where it is', async () => {
    const asked: string[] = [];
    const at = await stage({
      over: {
        importKeyPair: async (region, key) => {
          asked.push(`${region} ${key.name}`);
          return port.importKeyPair(region, key);
        },
      },
    });
    await at.keys.add(wish);
    for (const region of [HOME, THIRD, OTHER, THIRD, OTHER]) await at.offered(region);
    expect(asked).toEqual([HOME, THIRD, OTHER].map((region) => `${region} lena-laptop`));
    expect((await at.store.ownKeys.named('lena-laptop'))?.regions).toEqual([HOME, OTHER, THIRD]);
  });

  test('finds what is there already, though the list of the region does not have it', async () => {
    const at = await stage();
    await at.keys.add(wish);
    await at.offered(OTHER, MARCUS);
    await port.importKeyPair(OTHER, { name: 'lena-laptop', line: RSA, owner: LENA });
    expect(await at.offered(OTHER)).toContain('lena-laptop');
  });

  test('is tried again a minute after it failed, in that region alone, and the log says why', async () => {
    const asked: string[] = [];
    const at = await stage({
      over: {
        importKeyPair: async (region, key) => {
          asked.push(region);
          return region === OTHER && asked.length < 5 ? down() : port.importKeyPair(region, key);
        },
      },
    });
    await at.keys.add(wish);
    at.logged.length = 0;
    expect(await at.offered(OTHER)).not.toContain('lena-laptop');
    expect(at.logged).toEqual([
      [
        'a public key could not be brought into a region',
        { user: LENA, region: OTHER, is: 'failed', kind: 'transient', code: 'ServiceUnavailable' },
      ],
    ]);
    at.pass(59_000);
    await at.offered(OTHER);
    expect(asked).toEqual([HOME, OTHER]);
    expect(await at.offered(THIRD)).toContain('lena-laptop');
    at.pass(2_000);
    await at.offered(OTHER);
    expect(asked).toEqual([HOME, OTHER, THIRD, OTHER]);
    at.pass(61_000);
    expect(await at.offered(OTHER)).toContain('lena-laptop');
  });

  test('takes nothing that others hold under its name', async () => {
    const at = await stage();
    await at.keys.add(wish);
    await at.offered(OTHER, MARCUS);
    await port.importKeyPair(OTHER, { name: 'lena-laptop', line: ECDSA, owner: MARCUS });
    expect(await at.offered(OTHER)).not.toContain('lena-laptop');
    expect(at.logged.at(-1)).toMatchObject([expect.any(String), { region: OTHER, is: 'taken' }]);
  });

  test('goes on without the store, which others report', async () => {
    const at = await stage();
    await at.keys.add(wish);
    const { named } = at.store.ownKeys;
    const keys = at.store.ownKeys as { named: typeof named };
    keys.named = async () => {
      throw new StoreUnavailable('gone');
    };
    expect(await at.offered(OTHER)).toContain('ops-2026');
    expect(at.logged.at(-1)).toMatchObject([expect.any(String), { region: OTHER, is: 'storeDown' }]);
  });

  test('waits for a list that cannot be loaded', async () => {
    const at = await stage({ over: { keyPairs: down } });
    await at.store.commit({ ownKeys: keysOf(1), at: 1 });
    expect(await at.keys.bringing(at.catalogue, LENA).keyPairs.load(OTHER)).toMatchObject({ ok: false });
    expect(await at.events()).toEqual([]);
  });
});

test.each([
  ['cannot be compared', { keyPairs: down }, { is: 'failed', failure: transient }],
  ['is gone again', {}, { is: 'taken' }],
])('a pair of its name that %s is not taken for the key', async (_, over, brought) => {
  const at = await stage({ over: { importKeyPair: async () => ({ ok: true, value: 'exists' }), ...over } });
  expect(await at.keys.add(wish)).toMatchObject({ brought: [{ region: HOME, ...brought }] });
});

test('a key that is removed while it is imported comes to no further region', async () => {
  const at = await stage({
    over: {
      importKeyPair: async (region, key) => {
        const imported = await port.importKeyPair(region, key);
        if (region === HOME) await other.keys.remove(LENA, 'lena-laptop');
        return imported;
      },
    },
  });
  const other = at.replica();
  await at.uses(OTHER);
  expect(await at.keys.add(wish)).toMatchObject({ brought: [{ is: 'imported' }, { region: OTHER, is: 'gone' }] });
  expect([await at.pairs(HOME), await at.pairs(OTHER)]).toEqual([[], []]);
  expect((await at.events()).filter(([kind]) => kind === 'key.importing')).toHaveLength(1);
});

test('what was seen of a key is written once, and to nobody else’s key of that name', async () => {
  const at = await stage();
  const added = await at.keys.add(wish);
  if (added.kind !== 'added') throw new Error(added.kind);
  const row = () => at.store.ownKeys.named('lena-laptop');
  await at.keys.heard(added.key);
  const heard = await row();
  expect(heard?.unseen).toBeNull();
  await at.keys.heard(added.key);
  expect(await row()).toEqual(heard);
  await at.keys.remove(LENA, 'lena-laptop');
  await at.keys.heard(added.key);
  expect(await row()).toBeNull();
  for (const { user, publicKey } of [
    { user: LENA, publicKey: ECDSA },
    { user: MARCUS, publicKey: RSA },
  ]) {
    await at.keys.add({ user, publicKey, name: 'lena-laptop' });
    await at.keys.heard(added.key);
    expect((await row())?.unseen).not.toBeNull();
    await at.keys.remove(user, 'lena-laptop');
  }
});

describe('adding a public key that was cut off', () => {
  const AFTER_MS = 90_000;
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
          if (which !== undefined) asked.push('look');
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
    expect(asked, 'one of the two takes it up').toEqual(is === 'imported' ? ['look', 'import'] : ['look']);
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

  test('waits out one region, though another has the key, twice as long after each try', async () => {
    let asked = 0;
    const at = await stage({
      over: {
        importKeyPair: async (region, key) => {
          if (region === OTHER) return port.importKeyPair(region, key);
          asked += 1;
          return down();
        },
      },
    });
    await at.uses(OTHER);
    await at.keys.add(wish);
    const asksAfter = async (ms: number) => {
      at.pass(ms);
      await at.keys.finishDue();
      return asked;
    };
    const seen = [
      await asksAfter(AFTER_MS - 9_000),
      await asksAfter(9_000),
      await asksAfter(AFTER_MS),
      await asksAfter(AFTER_MS),
      await asksAfter(AFTER_MS),
    ];
    expect(seen).toEqual([1, 2, 3, 3, 4]);
    expect(await at.told()).toEqual([]);
  });

  test('is offered at once where it was finished, and the log says so', async () => {
    const at = await stage({
      over: {
        importKeyPair: async () => {
          throw crash;
        },
      },
    });
    await expect(at.keys.add(wish)).rejects.toThrow(crash);
    const other = at.replica();
    await other.catalogue.keyPairs.load(HOME);
    at.pass(AFTER_MS);
    await other.keys.finishDue();
    expect(other.catalogue.keyPairs.peek(HOME)).toContainEqual(expect.objectContaining({ name: 'lena-laptop' }));
    expect(at.logged.at(-1)).toEqual([
      'adding a public key was finished after an interruption',
      { user: LENA, is: 'added' },
    ]);
  });

  test('is not told to somebody who sees its end meanwhile', async () => {
    const at = await stage({
      over: {
        importKeyPair: async () => {
          throw crash;
        },
      },
    });
    await expect(at.keys.add(wish)).rejects.toThrow(crash);
    const key = await at.store.ownKeys.named('lena-laptop');
    const other = at.replica({
      importKeyPair: async (region, one) => {
        if (key !== null) await at.keys.heard(key);
        return port.importKeyPair(region, one);
      },
    });
    at.pass(AFTER_MS);
    const before = at.logged.length;
    await other.keys.finishDue();
    expect(await at.told()).toEqual([]);
    expect(at.logged.slice(before)).toEqual([['a public key was imported', { user: LENA, region: HOME }]]);
  });

  test('gives way to a removal that begins meanwhile', async () => {
    const at = await stage({
      over: {
        importKeyPair: async () => {
          throw crash;
        },
      },
    });
    await at.uses(OTHER);
    await expect(at.keys.add(wish)).rejects.toThrow(crash);
    const remover = at.replica({ deleteKeyPair: down });
    const finisher = at.replica({
      importKeyPair: async (region, key) => {
        const imported = await port.importKeyPair(region, key);
        await remover.keys.remove(LENA, 'lena-laptop');
        return imported;
      },
    });
    at.pass(AFTER_MS);
    await finisher.keys.finishDue();
    expect(await at.told()).toEqual([]);
    expect(await at.pairs(OTHER)).toEqual([]);
    expect(await at.store.ownKeys.named('lena-laptop')).toMatchObject({
      removingAt: expect.any(Number),
      unseen: { tries: 0 },
    });
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
    expect(await at.told()).toEqual([{ to: LENA, about: 'key', is: 'refused', name: 'lena-laptop', failure: error }]);
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

  test('a removal that is finished says where a pair stays, because nothing there says whose it is', async () => {
    await port.importKeyPair(HOME, { name: 'lena-laptop', line: RSA, owner: '' });
    const at = await stage({
      over: {
        deleteKeyPair: async () => {
          throw crash;
        },
      },
    });
    await at.uses(OTHER);
    await at.keys.add(wish);
    await expect(at.keys.remove(LENA, 'lena-laptop')).rejects.toThrow(crash);
    at.pass(AFTER_MS);
    await at.replica().keys.finishDue();
    expect(await at.told()).toMatchObject([{ is: 'removed', untagged: [HOME] }]);
    expect([await at.pairs(HOME), await at.pairs(OTHER)]).toMatchObject([[{}], []]);
  });

  test('a removal is tried five times before it is said that the key stays', async () => {
    const at = await stage({ over: { deleteKeyPair: down } });
    await at.keys.add(wish);
    await at.keys.remove(LENA, 'lena-laptop');
    for (let tried = 0; tried < 4; tried++) {
      at.pass(40 * AFTER_MS);
      await at.keys.finishDue();
      expect(await at.told()).toEqual([]);
    }
    at.pass(40 * AFTER_MS);
    await at.keys.finishDue();
    expect(await at.told()).toMatchObject([{ is: 'kept' }]);
  });

  test.each([false, true])(
    'a key that is used meanwhile stays, which is told at once unless seen: %s',
    async (isSeen) => {
      const at = await stage({ over: { deleteKeyPair: down } });
      const added = await at.keys.add(wish);
      await at.keys.remove(LENA, 'lena-laptop');
      const other = at.replica({
        listInstances: async () => {
          if (isSeen && added.kind === 'added') await at.keys.heard(added.key);
          return { ok: true, value: { instances: [sampleCloud()], next: null, total: 1 } };
        },
      });
      at.pass(AFTER_MS);
      await other.keys.finishDue();
      expect(await at.told()).toMatchObject(isSeen ? [] : [{ is: 'kept', name: 'lena-laptop' }]);
      expect((await at.store.ownKeys.named('lena-laptop'))?.unseen).toBeNull();
      expect(await at.pairs(HOME)).toHaveLength(1);
    },
  );

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
    await at.store.commit({ ownKeys: keysOf(10), at: 1 });
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

test('without its store nothing is done, and the form goes on without their keys', async () => {
  const at = await stage();
  const named = at.store.ownKeys as { of: unknown; named: unknown };
  named.of = named.named = async () => {
    throw new StoreUnavailable('gone');
  };
  expect(await at.keys.add(wish)).toEqual({ kind: 'storeDown' });
  expect(await at.keys.list(LENA)).toEqual({ kind: 'storeDown' });
  expect(await at.keys.removal(LENA, 'lena-laptop')).toEqual({ kind: 'storeDown' });
  expect(await at.keys.remove(LENA, 'lena-laptop')).toEqual({ kind: 'storeDown' });
  const line = 'what was asked about a key could not be done: the store is unavailable';
  expect(at.logged).toEqual([1, 2, 3, 4].map(() => [line, {}]));
  expect(await at.offered(HOME)).toContain('ops-2026');
  expect(await at.pairs(HOME)).toEqual([]);
});

test.each(['added', 'removed'] as const)(
  'that the store failed after a key was begun to be %s is not said to have changed nothing',
  async (what) => {
    const at = await stage();
    if (what === 'removed') await at.keys.add(wish);
    const mutable = at.store as { commit: Store['commit'] };
    const { commit } = at.store;
    let commits = 0;
    mutable.commit = async (change) => {
      commits += 1;
      if (commits > 1) throw new StoreUnavailable('gone');
      return commit(change);
    };
    const done = what === 'added' ? at.keys.add(wish) : at.keys.remove(LENA, 'lena-laptop');
    await expect(done).rejects.toBeInstanceOf(CommitInDoubt);
  },
);
