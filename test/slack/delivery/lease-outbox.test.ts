import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import type { Message } from '../../../src/core/request/message.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { GENERAL, LENA, makeWorld, type World } from './outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const HOUR = 3_600_000;
const ID = 'r-1-1';
const DM: Message = { kind: 'dm', requestId: 'r-1', user: LENA, about: 'lease', instanceId: ID, at: 0 };

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
  expect(warning?.text).toContain(
    'auto-releases on <!date^1795435200^{date_short}, {time}|2026-11-23 12:00 UTC>, with its disks.',
  );
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
  expect(JSON.stringify(card?.blocks)).toContain('auto-releases <!date^');
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

/** As many running instances of Lena's as there are ends, in so many milliseconds from now. */
async function withLeases(endsInMs: readonly number[]): Promise<void> {
  await world.submit(
    'r-1',
    Array.from(endsInMs, () => 'running' as const),
    { requester: LENA },
  );
  await Promise.all(endsInMs.map((ms, index) => endIn(index + 1, ms)));
}

async function endIn(ordinal: number, ms: number): Promise<void> {
  const instance = await world.store().instance(`r-1-${ordinal}`);
  if (instance === null) throw new Error('there is no instance');
  const lease = withEnd(leaseFor(HOUR), world.now() + ms, world.now());
  const event = { at: world.now(), kind: 'instance.leased', actor: 'bot', requestId: 'r-1', instanceId: instance.id };
  await world.store().commit({
    instances: [{ next: { ...instance, version: instance.version + 1, lease } }],
    events: [{ ...event, kind: 'instance.leased', data: { endsAt: lease.endsAt } }],
    messages: [{ kind: 'card', requestId: 'r-1' }],
    at: world.now(),
  });
}

/** As the lifecycle writes it down: its event and its message in one commit. */
async function warn(ordinal: number): Promise<void> {
  const instanceId = `r-1-${ordinal}`;
  const at = world.now();
  const endsAt = (await world.store().instance(instanceId))?.lease?.endsAt;
  await world.store().commit({
    events: [{ at, kind: 'instance.leaseWarned', actor: 'bot', requestId: 'r-1', instanceId, data: { endsAt } }],
    messages: [{ kind: 'dm', requestId: 'r-1', user: LENA, about: 'lease', instanceId, at }],
    at,
  });
}

const told = () => world.messages(LENA).map(({ text, blocks }) => ({ text, shown: JSON.stringify(blocks) }));

const MINUTE = 60_000;

thoroughTest(
  'of twenty leases that end within the same hour the owner reads one message, however far apart they are looked at',
  async () => {
    const ends = Array.from({ length: 20 }, (_, index) => 2 * HOUR + index * 3 * MINUTE);
    await withLeases(ends);
    for (const ordinal of ends.keys()) {
      await warn(ordinal + 1);
      await world.pass(3 * MINUTE);
    }
    const [only, ...others] = told();
    expect(others).toEqual([]);
    expect(only?.text).toContain(
      '20 instances auto-release from <!date^1795435200^{date_short}, {time}|2026-11-23 12:00 UTC> on',
    );
    expect(only?.shown).toContain('And 10 more within the same hour.');
    for (const ordinal of [1, 10]) expect(only?.shown).toContain(`"extend r-1-${ordinal}"`);
    expect(only?.shown).not.toContain('"extend r-1-11"');
    expect(only?.shown).toContain('"list mine"');
    expect(await world.waiting()).toBe(0);
  },
);

test('a lease that ends more than an hour later gets a message of its own, and so does the next warning of all', async () => {
  await withLeases([2 * HOUR, 2 * HOUR + 10 * MINUTE, 4 * HOUR]);
  for (const ordinal of [1, 2, 3]) {
    await warn(ordinal);
    await world.pass(MINUTE);
  }
  expect(told().map(({ text }) => text)).toEqual([
    expect.stringContaining('2 instances auto-release'),
    expect.stringContaining('web-3 auto-releases'),
  ]);
  await warn(1);
  await warn(2);
  await world.pass(MINUTE);
  expect(
    told()
      .slice(2)
      .map(({ text }) => text),
  ).toEqual([expect.stringContaining('2 instances auto-release')]);
});

test('the owner is warned again when the end has changed since the warning', async () => {
  await withLeases([2 * HOUR, 2 * HOUR]);
  await warn(1);
  await world.pass(MINUTE);
  await endIn(2, 2 * HOUR);
  await warn(2);
  await world.pass(MINUTE);
  expect(told()).toHaveLength(2);
});

test('an instance that is gone is left out of the warning, and the others are named, even if the warning was its own', async () => {
  await withLeases([2 * HOUR, 2 * HOUR, 2 * HOUR]);
  await warn(1);
  const first = await world.store().instance(ID);
  if (first === null) throw new Error('there is no instance');
  await world
    .store()
    .commit({ instances: [{ next: { ...first, version: first.version + 1, wanted: 'released' } }], at: world.now() });
  await world.pass(MINUTE);
  expect(told()).toEqual([
    { text: expect.stringContaining('2 instances'), shown: expect.not.stringContaining('extend r-1-1"') },
  ]);
});

const only = () => {
  const [first, ...others] = told();
  expect(others).toEqual([]);
  return first;
};

/** The instance's row with other fields, and the card asked for, as whoever changes it does. */
async function change(ordinal: number, fields: Partial<Instance>): Promise<void> {
  const before = await world.store().instance(`r-1-${ordinal}`);
  if (before === null) throw new Error('there is no instance');
  const next = { ...before, version: before.version + 1, ...fields };
  await world
    .store()
    .commit({ instances: [{ next }], messages: [{ kind: 'card', requestId: 'r-1' }], at: world.now() });
}

test.each<[string, () => Promise<void>, string]>([
  ['was extended', () => endIn(1, 100 * HOUR), 'The auto-release of web was changed after the warning.'],
  ['is gone', () => change(1, { wanted: 'released' }), 'web is gone.'],
])('a warning that was sent is edited once the instance %s: it offers nothing then', async (_what, act, means) => {
  await withLeases([2 * HOUR]);
  await warn(1);
  await world.pass(MINUTE);
  expect(only()?.shown).toContain(`extend ${ID}`);
  await act();
  await world.pass(MINUTE);
  expect(only()?.text).toContain(`This auto-release warning no longer applies. ${means}`);
  expect(only()?.shown).not.toContain('"button"');
  expect(await world.store().outbox.depth()).toMatchObject({ waiting: 0 });
  // It is true for good, so nothing edits it any more.
  const edits = world.calls('chat.update');
  await endIn(1, 2 * HOUR);
  await world.pass(MINUTE);
  expect(only()?.text).toContain('no longer applies');
  expect(world.calls('chat.update')).toBeLessThanOrEqual(edits + 1);
});

test('a warning of several names those that still end, until there is none', async () => {
  await withLeases([2 * HOUR, 2 * HOUR, 2 * HOUR]);
  await warn(1);
  await world.pass(MINUTE);
  await endIn(2, 100 * HOUR);
  await world.pass(MINUTE);
  expect(only()?.text).toContain('2 instances auto-release');
  expect(only()?.shown).not.toContain('extend r-1-2"');
  await change(1, { wanted: 'released' });
  await world.pass(MINUTE);
  expect(only()?.text).toContain('web-3 auto-releases');
  await endIn(3, 100 * HOUR);
  await world.pass(MINUTE);
  expect(only()?.text).toContain('This auto-release warning no longer applies. The instances it named are gone, or');
});

test('a warning is edited also if the bot dies while it is being sent, and once it stands it is not posted again', async () => {
  await withLeases([2 * HOUR]);
  await warn(1);
  await world.pass(MINUTE);
  world.crash();
  await world.start();
  await world.pass(MINUTE);
  await endIn(1, 100 * HOUR);
  await world.pass(MINUTE);
  expect(only()?.text).toContain('no longer applies');
});

test('while nothing of it has changed, a standing warning costs no edit', async () => {
  await withLeases([2 * HOUR]);
  await warn(1);
  await world.pass(MINUTE);
  await change(1, { slowTold: true });
  await world.pass(MINUTE);
  const edits = world.calls('chat.update');
  await change(1, { slowTold: true });
  await world.pass(MINUTE);
  expect(world.calls('chat.update')).toBe(edits);
  expect(only()?.shown).toContain(`extend ${ID}`);
});
