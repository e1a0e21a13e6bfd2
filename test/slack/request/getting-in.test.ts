import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Opens } from '../../../src/core/security-group/open-to-world.ts';
import { sampleNote, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import { ACTIONS } from '../../../src/slack/routes.ts';
import { en } from '../../../src/text/en.ts';

const KEY = { kind: 'keyPair', name: 'lena-laptop' } as const;

const state = (amount: number, over: Partial<Instance> = {}) => {
  const { request, instances } = sampleState(amount, ['running']);
  return { request, instances: instances.map((one) => ({ ...one, spec: { ...one.spec, login: KEY }, ...over })) };
};
const thread = (amount: number, over: Partial<Instance> = {}, opens: Opens = 'unchecked') => {
  const { instances } = state(amount, over);
  const notes = instances.map(({ ordinal }) => sampleNote('running', ordinal, amount));
  return renderThread(notes, en, { instances, region: 'cn-beijing', site: 'china', image: null, opens }).blocks;
};
const buttons = (blocks: readonly object[]) =>
  blocks.flatMap((block) =>
    'elements' in block && 'block_id' in block
      ? (block.elements as { action_id: string; url?: string; value?: string }[])
      : [],
  );

test('when it runs, thread and direct message show how to log in', () => {
  const { request, instances } = state(1);
  for (const blocks of [thread(1), renderDm(request, instances, en).blocks]) {
    const [one] = instances;
    expect(JSON.stringify(blocks)).toContain(`*Log in:* \`ssh root@${one?.publicIp}\` (key pair lena-laptop)`);
    const [terminal, connect, show, stop] = buttons(blocks);
    expect(terminal?.url).toMatch(/^https:\/\/ecs-workbench\.aliyun\.com\//u);
    expect(connect?.value).toBe(`connect ${one?.id}`);
    expect([show?.value, stop?.value, stop?.action_id]).toEqual([`show ${one?.id}`, one?.id, 'power_stop']);
    for (const button of [connect, show, stop])
      expect(ACTIONS.has(button?.action_id.split(':')[0] ?? ''), button?.action_id).toBe(true);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  }
});

test('of what others created only Session Manager is certain, so no user and no key is made up', () => {
  const said = JSON.stringify(thread(1, { adopted: true }));
  expect(said).toContain('*Log in:* `ali-instance-cli session');
  expect(said).not.toContain('ssh ');
});

test('for several each is named, and for many it is said how to ask', () => {
  expect(buttons(thread(3)).map(({ value }) => value)).toHaveLength(12);
  expect(buttons(thread(4))).toEqual([]);
  expect(JSON.stringify(thread(4))).toContain('/ecs connect');
});

test('nothing is offered of what does not run any more, nor with other news', () => {
  const stopped = { observed: { status: 'Stopped', at: 1 } } as const;
  expect(JSON.stringify(thread(1, stopped))).not.toContain('*Log in:*');
  const { instances } = state(1);
  const other = renderThread([sampleNote('stopped', 1, 1)], en, {
    instances,
    region: 'cn-beijing',
    site: 'china',
    image: null,
    opens: 'unchecked',
  }).blocks;
  expect(JSON.stringify(other)).not.toContain('*Log in:*');
});

test('an own image is known as Windows by what it was called when it was asked for', () => {
  const { instances } = state(1);
  const notes = instances.map(({ ordinal }) => sampleNote('running', ordinal, 1));
  const now = {
    instances,
    region: 'cn-beijing',
    site: 'china',
    image: 'golden (Windows Server 2022)',
    opens: 'unchecked',
  } as const;
  const said = JSON.stringify(renderThread(notes, en, now).blocks);
  expect(said).toContain('user Administrator');
  expect(said).not.toContain('ssh root');
});

test('the card of several lets one of those that run be picked, and all of them be stopped', () => {
  const { request, instances } = state(12);
  const some = instances.map((one, n) => ({ ...one, wanted: n === 1 ? ('stopped' as const) : one.wanted }));
  const { blocks } = renderCard(request, some, en);
  const all = buttons(blocks) as { action_id: string; value?: string; options?: { value: string }[] }[];
  const picked = (id: string) => all.find(({ action_id }) => action_id === id)?.options?.map(({ value }) => value);
  const ids = some.flatMap(({ id, wanted }) => (wanted === 'running' ? [id] : []));
  expect(ids.length).toBe(11);
  expect(picked('run_beside:connect')).toEqual(ids.map((id) => `connect ${id}`));
  expect(picked('run_beside:show')).toEqual([...ids, some[1]?.id].map((id) => `show ${id}`));
  expect(all.find(({ action_id }) => action_id === 'run_beside:start')?.value).toBe(`start ${request.id}`);
  expect(all.find(({ action_id }) => action_id === 'run_beside:stop')?.value).toBe(`stop ${request.id}`);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  const none = instances.map((one) => ({ ...one, wanted: 'released' as const }));
  expect(JSON.stringify(renderCard(request, none, en).blocks)).not.toContain('run_beside:connect');
});

test('the card of one that runs offers the same, and that of one that is stopped to start it', () => {
  const { request, instances } = state(1);
  const offered = (some: readonly Instance[]) =>
    buttons(renderCard(request, some, en).blocks).map(({ value }) => value);
  const [one] = instances;
  expect(offered(instances)).toEqual([`connect ${one?.id}`, `show ${one?.id}`, one?.id]);
  for (const stopped of [{ wanted: 'stopped' as const }, { observed: { status: 'Stopped', at: 1 } as const }])
    expect(offered(instances.map((each) => ({ ...each, ...stopped })))).toEqual([one?.id, `show ${one?.id}`]);
  expect(offered(instances.map((each) => ({ ...each, wanted: 'released' as const })))).toEqual([]);
});

test('the card of several that are stopped offers to start and show them, and to connect to none', () => {
  const { request, instances } = state(3, { wanted: 'stopped' });
  const { blocks } = renderCard(request, instances, en);
  expect(buttons(blocks).map(({ action_id }) => action_id)).toEqual(['run_beside:show', 'run_beside:start']);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
});

test('a line that may not work for its reader says so, as far as is known without asking', () => {
  const said = (over: Partial<Instance>, opens?: Opens) => JSON.stringify(thread(1, over, opens));
  const inside = '(key pair lena-laptop); from inside its network only, Connect shows other ways';
  expect(said({ publicIp: null })).toContain(inside);
  const shut = 'port 22 wasn’t open to everyone when requested, Connect checks it';
  expect(said({}, { ports: ['80', '443'], more: false })).toContain(shut);
  expect(said({ publicIp: null }, { ports: [], more: false })).not.toContain(shut);
  for (const opens of [
    'unchecked' as const,
    { ports: ['22'], more: false },
    { ports: ['20-25'], more: false },
    { ports: ['all'], more: false },
    { ports: [], more: true },
  ])
    expect(said({}, opens), JSON.stringify(opens)).not.toContain('; ');
});

test('the direct message says when they started, because it stays as it is', () => {
  const { request, instances } = state(1);
  const [first] = renderDm({ ...request, finishedAt: 1_790_000_000_000 }, instances, en).blocks;
  expect(JSON.stringify(first)).toMatch(/Your instance started running\* · <!date\^1790000000\^/u);
});
