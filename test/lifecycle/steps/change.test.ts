import { expect, test } from 'vitest';
import type { AttributeWish } from '../../../src/core/attribute/attribute.ts';
import { orderAttributes } from '../../../src/core/attribute/order-attributes.ts';
import { NO_OPTION_RULES } from '../../../src/core/policy/option-rules.ts';
import { countOf, expectReplayed, makeStage, type Stage } from '../stage.ts';
import { deaths, isDone, notes } from './grow-stage.ts';

const MINUTE = 60_000;
const ALL: AttributeWish = {
  name: 'web-2',
  tags: [{ key: 'team', value: 'payments' }],
  protection: true,
  owner: 'U2',
};

async function running(): Promise<Stage> {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  return stage;
}

/** As a command writes it down; the cloud is not asked how it is. */
async function order(stage: Stage, wish: AttributeWish): Promise<void> {
  const at = stage.timeline.now();
  const about = { at, account: null, cloud: null, policy: { options: NO_OPTION_RULES }, standing: 'member' } as const;
  const decided = orderAttributes(await stage.instance(), wish, { user: 'U1', isAdmin: false }, about);
  if ('refused' in decided) throw new Error(decided.refused.why);
  const { next, events, messages } = decided.taken;
  expect((await stage.truth.commit({ instances: [{ next }], events, messages, at })).ok).toBe(true);
}

async function ordered(wish: AttributeWish): Promise<Stage> {
  const stage = await running();
  const { life } = stage.start({ name: 'creator' });
  await stage.until(() => stage.ended('r-1'));
  life.die();
  await order(stage, wish);
  return stage;
}

const vm = (stage: Stage): Record<string, unknown> => stage.cloud.state().instances[0] ?? {};

const tags = (stage: Stage): Record<string, string> => {
  const { Tag } = vm(stage).Tags as { readonly Tag: readonly { readonly TagKey: string; readonly TagValue: string }[] };
  return Object.fromEntries(Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
};

test('name, tags, protection and owner are changed in the cloud and in what the bot knows, and the thread is told once', async () => {
  const stage = await ordered(ALL);
  await expectReplayed(stage);
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(vm(stage)).toMatchObject({ InstanceName: 'web-2', DeletionProtection: true });
  expect(tags(stage)).toMatchObject({ team: 'payments', 'ecs-chatops:requester': 'U2' });
  expect(await stage.instance()).toMatchObject({
    requester: 'U2',
    spec: { name: 'web-2', deletionProtection: true, tags: [{ key: 'team', value: 'payments' }] },
  });
  const changed = await notes(stage);
  expect(changed).toHaveLength(1);
  expect(changed[0]?.missed).toEqual([]);
  expect(changed[0]?.done.map(({ is }) => is)).toEqual(['name', 'tags', 'protection', 'owner']);
  expect(await stage.truth.instancesCalled('web-2', 5)).toHaveLength(1);
  expect((await stage.truth.queries.existingOf('U2', 5)).total).toBe(1);
  expect((await stage.truth.queries.existingOf('U1', 5)).total).toBe(0);
  expect((await stage.truth.request('r-1'))?.requester).toBe('U1');
  await expectReplayed(stage);
});

test('a tag is taken away, and the bot’s own stay', async () => {
  const stage = await ordered({
    tags: [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ],
  });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  await order(stage, { untag: ['a'] });
  await stage.until(isDone(stage));
  expect(Object.keys(tags(stage)).sort()).toEqual([
    'b',
    'ecs-chatops:request',
    'ecs-chatops:requester',
    'ecs-chatops:store',
  ]);
  expect((await stage.instance()).spec.tags).toEqual([{ key: 'b', value: '2' }]);
  await expectReplayed(stage);
});

test('the bot may die before or after any call: everything is changed in the end, and told once', async () => {
  for await (const stage of deaths(() => ordered(ALL), { nth: 4, atLeast: 3 })) {
    expect(vm(stage)).toMatchObject({ InstanceName: 'web-2', DeletionProtection: true });
    expect(await notes(stage)).toHaveLength(1);
  }
});

test('what passes is tried again, also when the call took effect and its answer was lost', async () => {
  const stage = await ordered({ name: 'web-2', tags: [{ key: 'a', value: '1' }] });
  stage.cloud.addFault({ name: 'throttle', action: 'ModifyInstanceAttribute', times: 2 });
  stage.cloud.addFault({ name: 'reset-after', action: 'TagResources', times: 1 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(await notes(stage)).toMatchObject([{ done: [{ is: 'name' }, { is: 'tags' }], missed: [] }]);
  expect(countOf(stage.calls, 'ModifyInstanceAttribute')).toBe(3);
});

test('what is refused for good is told with its reason, and the rest is done all the same', async () => {
  const stage = await ordered({ name: 'web-2', tags: [{ key: 'a', value: '1' }] });
  stage.cloud.addFault({ name: 'permission', action: 'ModifyInstanceAttribute', times: 1 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(await notes(stage)).toMatchObject([
    { done: [{ is: 'tags' }], missed: [{ step: { is: 'name' }, failure: { kind: 'permission' } }] },
  ]);
  expect((await stage.instance()).spec.name).not.toBe('web-2');
  await expectReplayed(stage);
});

test('what does not pass in a quarter of an hour is given up, and told', async () => {
  const stage = await ordered({ name: 'web-2' });
  const at = stage.timeline.now();
  stage.cloud.addFault({ name: 'throttle', action: 'ModifyInstanceAttribute', times: 0 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(stage.timeline.now() - at).toBeLessThan(20 * MINUTE);
  expect(await notes(stage)).toMatchObject([{ done: [], missed: [{ failure: { kind: 'throttled' } }] }]);
});

test('of what is released meanwhile nothing is changed any more', async () => {
  const stage = await ordered({ name: 'web-2' });
  stage.cloud.addFault({ name: 'throttle', action: 'ModifyInstanceAttribute', times: 0 });
  stage.start({ name: 'second' });
  const row = await stage.instance();
  const at = stage.timeline.now();
  const release = { what: 'release', stoppedMode: null, by: 'U1', at, down: false, acted: null } as const;
  const next = {
    ...row,
    version: row.version + 1,
    wanted: 'released',
    order: release,
    outcome: null,
    dueAt: at,
  } as const;
  await stage.truth.commit({ instances: [{ next: { ...next, told: [] } }], at });
  await stage.until(isDone(stage));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', attributes: null });
  expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind)).toContain('instance.changeDropped');
  expect(await notes(stage)).toEqual([]);
});

test('an instance that is being released gets no protection that was ordered before: the last order counts', async () => {
  const stage = await ordered({ protection: true });
  const row = await stage.instance();
  const at = stage.timeline.now();
  const release = { what: 'release', stoppedMode: null, by: 'U1', at, down: false, acted: null } as const;
  const wanted = { wanted: 'released', order: release, outcome: null, dueAt: at, told: [] } as const;
  await stage.truth.commit({ instances: [{ next: { ...row, version: row.version + 1, ...wanted } }], at });
  stage.cloud.addFault({ name: 'throttle', action: 'DeleteInstance', times: 2 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'ModifyInstanceAttribute')).toBe(0);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', wanted: 'released', attributes: null });
});

test('credentials of another account change nothing', async () => {
  const stage = await ordered({ name: 'web-2' });
  const { account } = stage.hand;
  stage.hand.account = '1999999999999999';
  stage.start({ name: 'second' });
  await stage.pass(5 * MINUTE);
  expect(countOf(stage.calls, 'ModifyInstanceAttribute')).toBe(0);
  stage.hand.account = account;
  await stage.until(isDone(stage));
  expect(await notes(stage)).toMatchObject([{ done: [{ is: 'name' }] }]);
});
