import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instance } from '../../src/core/instance.ts';
import { leaseFor, withEnd } from '../../src/core/lease.ts';
import type { Message } from '../../src/core/message.ts';
import { GENERAL, LENA, makeWorld, type World } from './outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const HOUR = 3_600_000;
const ID = 'r-1-1';
const DM: Message = { kind: 'dm', requestId: 'r-1', user: LENA, about: 'lease', instanceId: ID };

/** A running instance whose lease ends in a while, with more that is changed of it. */
async function withLease(endsInMs: number, more: Partial<Instance> = {}): Promise<void> {
  await world.submit('r-1', ['running'], { requester: LENA });
  const instance = await world.store().instance(ID);
  if (instance === null) throw new Error('there is no instance');
  const lease = withEnd(leaseFor(HOUR), world.now() + endsInMs, world.now());
  const next = { ...instance, version: instance.version + 1, lease, ...more };
  await world
    .store()
    .commit({ instances: [{ next }], messages: [{ kind: 'card', requestId: 'r-1' }], at: world.now() });
}

test('the owner is told privately when it is released, with buttons to extend, stop and release it', async () => {
  await withLease(2 * HOUR);
  await world.say(DM);
  await world.pass(5000);
  const [warning, ...others] = world.messages(LENA);
  expect(others).toEqual([]);
  expect(warning?.text).toContain('is released by itself on 2026-11-23 12:00 UTC, with its disks.');
  const buttons = warning?.blocks?.find(({ type }) => type === 'actions');
  expect(buttons).toMatchObject({
    elements: [
      { action_id: `run_beside:extend:${ID}`, value: `extend ${ID}` },
      { action_id: 'power_stop', value: ID },
      { action_id: 'power_release', value: ID },
    ],
  });
});

test('the card says when it is released, and the thread warns with buttons', async () => {
  await withLease(2 * HOUR);
  const note = { milestone: 'leaseEnding', at: world.now(), ordinal: 1, name: 'web-1', cloudId: 'i-1' } as const;
  const lease = { id: ID, endsAt: world.now() + 2 * HOUR, inCloud: null };
  const rest = { publicIp: null, privateIp: null, failure: null, lease };
  await world.say({ kind: 'thread', requestId: 'r-1', note: { ...note, ...rest } });
  await world.pass(5000);
  const [card] = world.messages(GENERAL);
  expect(JSON.stringify(card?.blocks)).toContain('released by itself on <!date^');
  expect(JSON.stringify(card?.replies[0]?.blocks)).toContain(`"extend ${ID}"`);
});

test.each<[string, number, Partial<Instance>]>([
  ['was extended meanwhile', 100 * HOUR, {}],
  ['is over already', -HOUR, {}],
  ['was ended by a release', 2 * HOUR, { wanted: 'released' }],
])('nobody is warned of a lease that %s', async (_name, endsInMs, more) => {
  await withLease(endsInMs, more);
  await world.say(DM);
  await world.pass(5000);
  expect(world.messages(LENA)).toEqual([]);
  expect(await world.waiting()).toBe(0);
});
