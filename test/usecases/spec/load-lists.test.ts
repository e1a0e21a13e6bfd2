import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { problemOfField } from '../../../src/core/spec/spec-judge.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { loadChoices } from '../../../src/usecases/spec/load-lists.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';
import { handClock } from '../../support/hand-clock.ts';

/** A cloud whose key pairs change behind the back of the lists. */
function cloudOf(names: string[]) {
  const asked = { keyPairs: 0 };
  const lists = {
    regions: async () => ok(HANGZHOU.regions),
    zones: async () => ok(HANGZHOU.zones),
    instanceTypes: async () => ok(HANGZHOU.types),
    systemDisks: async () => ok(HANGZHOU.disks),
    images: async () => ok(HANGZHOU.images),
    vSwitches: async () => ok(HANGZHOU.vSwitches),
    securityGroups: async () => ok(HANGZHOU.groups),
    keyPairs: async () => {
      asked.keyPairs += 1;
      return ok(names.map((name) => ({ name, owner: null })));
    },
  } as unknown as EcsPort;
  const catalogue = makeCatalogue(lists, {
    keepMs: 600_000,
    memory: makeAccountMemory(),
    clock: handClock().clock,
    log: silentLog,
  });
  return { catalogue, asked };
}

const keysFor = async (catalogue: ReturnType<typeof cloudOf>['catalogue'], login: string, wantsOwnKey = false) => {
  const choices = await loadChoices(catalogue, { ...GOOD, login }, wantsOwnKey);
  if (!choices.ok) throw new Error('no lists');
  return { choices: choices.value, problem: problemOfField('login', { ...GOOD, login }, choices.value) };
};

test('a key pair that was added after the list was read is found before it is refused', async () => {
  const names = ['ops'];
  const { catalogue, asked } = cloudOf(names);
  expect((await keysFor(catalogue, 'key:ops')).problem).toBeNull();
  expect(asked.keyPairs).toBe(1);
  names.push('fresh');
  expect((await keysFor(catalogue, 'key:fresh')).problem).toBeNull();
  expect(asked.keyPairs).toBe(2);
  // What is known costs no further call.
  expect((await keysFor(catalogue, 'key:fresh')).problem).toBeNull();
  expect(asked.keyPairs).toBe(2);
});

test('one that is not there is refused after one more look', async () => {
  const { catalogue, asked } = cloudOf(['ops']);
  expect((await keysFor(catalogue, 'key:gone')).problem?.fault?.is).toBe('keyUnknown');
  expect(asked.keyPairs).toBe(2);
});

test('who names no key is asked about none, unless their own is what is usual', async () => {
  const { catalogue, asked } = cloudOf(['ops']);
  expect((await keysFor(catalogue, 'session')).choices.keys).toBeNull();
  expect(asked.keyPairs).toBe(0);
  expect((await keysFor(catalogue, '', true)).choices.keys).toHaveLength(1);
  expect(asked.keyPairs).toBe(1);
});
