import { beforeEach, expect, test } from 'vitest';
import { servedCloud } from '../../ecs/simulated-cloud.ts';
import { LENA } from '../approval/approval-stage.ts';
import { HOME, keyStage, OTHER, wish } from './key-stage.ts';

const cloud = await servedCloud();
beforeEach(async () => {
  for (const { region, name } of cloud.cloud.state().keyPairs)
    if (name === 'lena-laptop') await cloud.port.deleteKeyPair(region, name);
});
const stage = () => keyStage({ port: cloud.port });

test('a public key that was added is imported where its owner has servers and where the form begins, tagged, after it was written down', async () => {
  const at = await stage();
  await at.uses(OTHER);
  expect(await at.keys.add(wish)).toMatchObject({
    kind: 'added',
    key: { name: 'lena-laptop', owner: LENA },
    brought: [
      { region: HOME, is: 'imported' },
      { region: OTHER, is: 'imported' },
    ],
  });
  for (const region of [HOME, OTHER])
    expect(await at.pairs(region)).toEqual([{ name: 'lena-laptop', owner: LENA, fingerprint: expect.any(String) }]);
  expect(await at.events()).toEqual([
    ['key.added', 'lena-laptop'],
    ['key.importing', HOME],
    ['key.importing', OTHER],
  ]);
  expect(JSON.stringify(await at.store.ownKeys.of(LENA))).not.toContain('lena@laptop');
});

test('the list has every region’s own, also those that the bot did not import, with who uses them', async () => {
  const at = await stage();
  await at.keys.add(wish);
  const input = await cloud.createInput();
  const login = { kind: 'keyPair', name: 'lena-laptop' } as const;
  const made = await cloud.port.createInstance({ ...input, spec: { ...input.spec, name: 'web-1', login } });
  expect(made.ok).toBe(true);
  const listed = await at.keys.list(LENA);
  expect(listed.kind === 'keys' && listed.unread).toEqual([]);
  expect(listed.kind === 'keys' && listed.keys.map(({ name, regions }) => [name, regions])).toEqual([
    // The sandbox's account has it from the beginning.
    ['key-lena', [{ region: OTHER, is: 'there', tagged: true, usedBy: [] }]],
    ['lena-laptop', [{ region: HOME, is: 'there', tagged: true, usedBy: ['web-1'] }]],
  ]);
  expect(await at.keys.removal(LENA, 'lena-laptop')).toMatchObject({ kind: 'inUse' });
  expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'inUse' });
  expect(await at.pairs(HOME)).toHaveLength(1);
  expect((await at.store.ownKeys.named('lena-laptop'))?.removingAt).toBeNull();
  if (made.ok) await cloud.until(made.value.cloudId, 'Stopped');
  if (made.ok) await cloud.port.deleteInstance(HOME, made.value.cloudId);
});

test('a removed key is removed everywhere, and the form offers it no more', async () => {
  const at = await stage();
  await at.keys.add(wish);
  await at.offered(OTHER);
  expect(await at.keys.removal(LENA, 'lena-laptop')).toMatchObject({ kind: 'may' });
  expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'removed' });
  for (const region of [HOME, OTHER]) {
    expect(await at.pairs(region)).toEqual([]);
    expect(await at.offered(region)).not.toContain('lena-laptop');
  }
  expect((await at.events()).slice(-2).map(([kind]) => kind)).toEqual(['key.removing', 'key.removed']);
  expect(await at.keys.remove(LENA, 'lena-laptop')).toMatchObject({ kind: 'none', names: ['key-lena'] });
});
