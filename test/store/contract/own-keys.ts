import { expect, test } from 'vitest';
import type { OwnKey } from '../../../src/core/key/own-key.ts';
import { NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const KEY: OwnKey = {
  ...{ name: 'lena-laptop', owner: 'U07LENA', version: 1, regions: [], removingAt: null, unseen: null },
  ...{ line: 'ssh-rsa AAAA', kind: 'RSA', bits: 2048, fingerprint: '5e0f' },
};
const put = (next: OwnKey) => ({ ownKeys: [{ kind: 'put', next } as const], at: NOW });
const drop = (version: number) => ({ ownKeys: [{ kind: 'drop', name: KEY.name, version } as const], at: NOW });
const CONFLICT = { ok: false, error: { kind: 'conflict', id: KEY.name } };

export function ownKeysContract(open: OpenStore): void {
  test('a public key comes back as it was, for its owner and by its name', async () => {
    const store = await open();
    expect(await store.commit(put(KEY))).toEqual({ ok: true, value: null });
    expect(await store.commit(put({ ...KEY, name: 'a-key' }))).toEqual({ ok: true, value: null });
    expect(await store.ownKeys.of(KEY.owner)).toEqual([{ ...KEY, name: 'a-key' }, KEY]);
    expect(await store.ownKeys.named(KEY.name)).toEqual(KEY);
    expect([await store.ownKeys.of('U07MARCO'), await store.ownKeys.named('no-key')]).toEqual([[], null]);
  });

  test('a public key that is being added is due until that is over, the oldest first', async () => {
    const store = await open();
    const due = async (now: number) => (await store.ownKeys.due(now, 2)).map(({ name }) => name);
    const adding = (name: string, dueAt: number) => put({ ...KEY, name, unseen: { dueAt, tries: 0 } });
    for (const [name, dueAt] of [
      ['c', 30],
      ['a', 20],
      ['b', 10],
    ] as const)
      await store.commit(adding(name, dueAt));
    await store.commit(put(KEY));
    expect([await due(9), await due(10), await due(20), await due(99)]).toEqual([[], ['b'], ['b', 'a'], ['b', 'a']]);
    expect(await store.ownKeys.named('b')).toMatchObject({ unseen: { dueAt: 10, tries: 0 } });
    await store.commit(put({ ...KEY, name: 'b', version: 2 }));
    expect(await due(20)).toEqual(['a']);
  });

  test('a public key is written on the version that was read, and nobody takes another’s name', async () => {
    const store = await open();
    await store.commit(put(KEY));
    expect(await store.commit(put({ ...KEY, owner: 'U07MARCO' }))).toEqual(CONFLICT);
    const next = { ...KEY, version: 2, regions: ['cn-hangzhou'] };
    expect((await store.commit(put(next))).ok).toBe(true);
    expect(await store.commit(put(next))).toEqual(CONFLICT);
    expect(await store.commit(drop(1))).toEqual(CONFLICT);
    expect(await store.ownKeys.named(KEY.name)).toEqual(next);
    expect((await store.commit(drop(2))).ok).toBe(true);
    expect(await store.commit(put({ ...next, version: 3 }))).toEqual(CONFLICT);
    expect(await store.ownKeys.of(KEY.owner)).toEqual([]);
  });
}
