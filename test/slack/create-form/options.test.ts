import type { InputBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { type AskedOptions, NOTHING_ASKED } from '../../../src/core/policy/asked-options.ts';
import type { TypeChoice } from '../../../src/core/spec/choices.ts';
import { orderOfDraft } from '../../../src/core/spec/order-draft.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { FILLED, LISTS, META, planOf } from '../../../src/sandbox/gallery/request/form.ts';
import { costBlocks } from '../../../src/slack/create-form/cost.ts';
import { createForm, errorsByBlock } from '../../../src/slack/create-form/form.ts';
import { imageOptions, loginOptions, typeOptions } from '../../../src/slack/create-form/options.ts';
import { draftIn, readMeta } from '../../../src/slack/create-form/view-state.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import type { FormPlan } from '../../../src/usecases/spec/plan-form.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { held, makeFailure, startBot, textOf, type View, valuesFor } from '../bot.ts';

const ASKED: AskedOptions = {
  ...NOTHING_ASKED,
  user: 'U1',
  ways: ['keyPair', 'session'],
  scripts: ['docker', 'node'],
  tags: [
    { key: 'team', values: ['web', 'data'] },
    { key: 'cost', values: null },
  ],
  required: ['purpose'],
};

const cny = (micros: number) => ({ micros, currency: 'CNY' });

const drawn = (typed: Draft, asked: Partial<AskedOptions> = {}, over: Partial<FormPlan> = {}) => {
  const plan = { ...planOf({ ...FILLED, ...typed }), asked: { ...ASKED, ...asked }, ...over };
  const cost = { order: null, price: 'asking', balance: ok({ minor: 1, currency: 'CNY' }) } as const;
  return createForm({ plan, cost, meta: META }, en);
};

describe('what one chooses types and images by', () => {
  const types: readonly TypeChoice[] = [
    { id: 'ecs.g8i.large', family: 'ecs.g8i', vCpu: 2, memoryGiB: 8, inStock: false, hourly: cny(700_000) },
    { id: 'ecs.c7.large', family: 'ecs.c7', vCpu: 2, memoryGiB: 4, inStock: true },
    { id: 'ecs.g7.large', family: 'ecs.g7', vCpu: 2, memoryGiB: 8, inStock: true, hourly: cny(620_000) },
    {
      ...{ id: 'ecs.gn7i-c16g1.4xlarge', family: 'ecs.gn7i', vCpu: 16, memoryGiB: 60, inStock: true },
      ...{ gpus: 1, gpuModel: 'NVIDIA A10', hourly: cny(13_900_000) },
    },
    { id: 'ecs.t6-c1m2.large', family: 'ecs.t6', vCpu: 2, memoryGiB: 4, inStock: true },
    { id: 'ecs.ebmg7.32xlarge', family: 'ecs.ebmg7', vCpu: 128, memoryGiB: 512, inStock: true },
    { id: 'ecs.sn1ne.large', family: 'ecs.sn1ne', vCpu: 2, memoryGiB: 4, inStock: true },
  ];
  const texts = (options: readonly { readonly text: { readonly text: string } }[]) =>
    options.map(({ text }) => text.text);

  test('kind or graphics processors, the price where it is known, and what is sold out last', () => {
    expect(texts(typeOptions(types, '', en.modal))).toEqual([
      'ecs.g7.large · 2 vCPU · 8 GiB · CNY 0.62/h · general purpose',
      'ecs.c7.large · 2 vCPU · 4 GiB · compute optimized',
      'ecs.t6-c1m2.large · 2 vCPU · 4 GiB · burstable',
      'ecs.gn7i-c16g1.4xlarge · 16 vCPU · 60 GiB · 1 × NVIDIA A10 · CNY 13.90/h',
      'ecs.ebmg7.32xlarge · 128 vCPU · 512 GiB · bare metal',
      'ecs.sn1ne.large · 2 vCPU · 4 GiB',
      'ecs.g8i.large · 2 vCPU · 8 GiB · sold out · general purpose',
    ]);
    expect(texts(typeOptions(types, 'gpu a10', zh.modal))).toEqual([
      'ecs.gn7i-c16g1.4xlarge · 16 vCPU · 60 GiB · 1 块 NVIDIA A10 · CNY 13.90/小时',
    ]);
  });

  test('an image whose system gets no updates says since when', () => {
    const image = { id: 'centos_7_9_x64', name: 'centos_7_9_x64', osName: 'CentOS 7.9 64 bit', sizeGiB: 20 };
    const images = [{ ...image, owner: 'system' as const, endedOn: '2024-06-30' }];
    expect(texts(imageOptions(images, '', en.modal))).toEqual([
      'CentOS 7.9 64 bit · no updates since 2024-06 · centos_7_9_x64',
    ]);
    expect(texts(imageOptions(images, '', zh.modal))).toEqual([
      'CentOS 7.9 64 bit · 2024-06 起停止更新 · centos_7_9_x64',
    ]);
  });
});

type Form = ReturnType<typeof drawn>;
interface Element {
  readonly action_id: string;
  readonly initial_value?: string;
  readonly initial_option?: { readonly value: string };
  readonly options?: readonly { readonly value: string }[];
}

const elements = (form: Form) =>
  form.blocks
    .filter((block): block is InputBlock => block.type === 'input')
    .map((block) => ({ id: block.block_id ?? '', block, element: block.element as Element }));
const at = (form: Form, id: string) => elements(form).find((one) => one.id === id || one.id.startsWith(`${id}|`));

/** What Slack sends of a form in which nothing was touched, but for `picked`, by block id; an empty one was cleared. */
const sent = (form: Form, picked: Readonly<Record<string, string>> = {}): Draft =>
  draftIn({
    private_metadata: form.private_metadata ?? '',
    state: {
      values: Object.fromEntries(
        elements(form).map(({ id, element }) => [
          id,
          { [element.action_id]: { value: picked[id] ?? element.initial_value ?? element.initial_option?.value } },
        ]),
      ),
    },
  });

const OPTIONS = {
  purpose: 'load test',
  login: 'key:key-lena',
  script: 'docker',
  tags: 'cost=7\nteam=web',
  disks: 'cloud_essd:100',
} as const;

test('what was typed stands in fields, and comes back as it was', () => {
  const form = drawn(OPTIONS);
  expect(sent(form)).toMatchObject(OPTIONS);
  expect(readMeta(form.private_metadata ?? '')?.options ?? {}).toEqual({});
});

test('what is cleared or picked otherwise does not come back from what was typed', () => {
  const form = drawn(OPTIONS, { required: [] });
  const cleared = sent(form, { purpose: '', 'disks|size': '', script: '-', 'tags|cost': '', 'tags|team': 'data' });
  expect([cleared.purpose, cleared.disks, cleared.script]).toEqual([undefined, undefined, undefined]);
  expect(cleared.tags).toBe('team=data');
});

test('what has no field travels with the form and stands in it as a line', () => {
  const more = { tags: 'env=dev\nteam=web', disks: 'cloud_essd:100,name=data,keep', host: 'web-1', amount: '1' };
  const form = drawn(more);
  expect(sent(form, { 'tags|cost': '7' })).toMatchObject({ ...more, tags: 'cost=7\nenv=dev\nteam=web' });
  expect(at(form, 'disks')).toBeUndefined();
  expect(JSON.stringify(form.blocks)).toContain('env=dev');
  expect(JSON.stringify(form.blocks)).not.toContain('Tags: env=dev, team');
});

test('a data disk whose size is still being typed keeps its field', () => {
  const draft = { ...planOf(FILLED).draft, disks: 'cloud_essd:1' };
  expect(sent(drawn({}, {}, { draft })).disks).toBe('cloud_essd:1');
});

test('what nobody asks for has no field', () => {
  const form = drawn({}, { ...NOTHING_ASKED });
  expect(['purpose', 'login', 'script', 'tags'].filter((field) => at(form, field) !== undefined)).toEqual([]);
});

test('the only way to log in, where it needs no key, is a line and no field', () => {
  const form = drawn({ login: 'session' }, { ways: ['session'] });
  expect(at(form, 'login')).toBeUndefined();
  expect(JSON.stringify(form.blocks)).toContain(en.options.login({ kind: 'session' }));
  expect(sent(form).login).toBe('session');
});

test('a field is required where the policy says so, and a required tag always', () => {
  const form = drawn({}, { required: ['purpose', 'login'] });
  const optional = (id: string) => at(form, id)?.block.optional ?? false;
  expect(['purpose', 'login', 'script', 'disks|size', 'tags|team'].map(optional)).toEqual([
    ...[false, false, true, true, false],
  ]);
});

test('a tag with few values is picked, any other written', () => {
  const form = drawn({});
  expect(at(form, 'tags|team')?.element.options?.map(({ value }) => value)).toEqual(['web', 'data']);
  expect(at(form, 'tags|cost')?.element.options).toBeUndefined();
  const many = Array.from({ length: 101 }, (_, n) => `v${n}`);
  expect(at(drawn({}, { tags: [{ key: 'team', values: many }] }), 'tags|team')?.element.options).toBeUndefined();
});

test('where the policy has a script of its own nobody picks none', () => {
  const picks = (hasUsualScript: boolean) =>
    at(drawn({}, { hasUsualScript }), 'script')?.element.options?.map(({ value }) => value);
  expect(picks(false)).toEqual(['-', 'docker', 'node']);
  expect(picks(true)).toEqual(['docker', 'node']);
});

test('a hundred scripts and seventeen tags keep within what Slack takes', () => {
  const scripts = Array.from({ length: 130 }, (_, n) => `script-${n}`);
  const tags = Array.from({ length: 17 }, (_, n) => ({ key: `key-${n}`, values: null }));
  const form = drawn({ script: 'script-129' }, { scripts, tags });
  expect(form.blocks.length).toBeLessThanOrEqual(100);
  expect(at(form, 'script')?.element.options?.length).toBe(100);
  expect(at(form, 'script')?.element.initial_option?.value).toBe('script-129');
});

test('what is wrong with a tag or a data disk is told at its own field', () => {
  const form = drawn({});
  const of = (field: 'tags' | 'disks', given: string) =>
    Object.keys(errorsByBlock(form, [{ field, problem: 'unknownChoice', given }], en) ?? {});
  expect(of('tags', 'cost')).toEqual(['tags|cost']);
  expect(of('tags', 'team=none')).toEqual(['tags|team']);
  expect(of('disks', 'cloud_essd:1')).toEqual(['disks|size']);
  expect(of('tags', 'other=1')).toEqual([]);
});

test('another region has other key pairs, and Windows takes none', () => {
  const windows = LISTS.images?.find(({ osName }) => osName.startsWith('Windows'))?.id ?? '';
  expect([at(drawn({}), 'login')?.id, at(drawn({ image: windows }), 'login')?.id]).toEqual([
    'login|cn-beijing',
    'login|cn-beijing|windows',
  ]);
});

test('the price says of which disks it is', () => {
  const order = orderOfDraft(planOf({ ...FILLED, disks: 'cloud_essd_pl0:100' }).draft);
  const hour = { micros: 500_000, currency: 'CNY' };
  const price = ok({ kind: 'hourly' as const, price: hour, listPrice: hour, amount: 1, at: 0 });
  const said = (text: typeof en) =>
    JSON.stringify(costBlocks({ order, price, balance: 'asking' }, { lacks: [] }, text));
  expect(said(en)).toContain('40 GiB ESSD PL1 + 100 GiB ESSD PL0');
  expect(said(zh)).toContain('40 GiB ESSD PL1 云盘 + 100 GiB ESSD PL0 云盘');
});

describe('the list of logins', () => {
  const keys = [
    ...Array.from({ length: 150 }, (_, n) => ({ name: `team-${n}`, owner: null })),
    { name: 'mine', owner: 'U1' },
  ];
  const offered = { user: 'U1', ways: ['keyPair', 'session', 'image'], isWindows: false } as const;
  const listed = (query: string, over: Partial<Parameters<typeof loginOptions>[1]> = {}) =>
    loginOptions(keys, { ...offered, ...over }, query, en.options).map(({ value }) => value);

  test('has one’s own key first, at most a hundred entries, and always what needs no key', () => {
    const all = listed('');
    expect([all.length, all[0], ...all.slice(-2)]).toEqual([100, 'key:mine', 'session', 'image']);
  });

  test.each([
    [en, ['Key pair a (yours)', 'Key pair c (owner unknown)', 'Key pair b (not yours)']],
    [zh, ['密钥对 a（您的密钥）', '密钥对 c（所有者未知）', '密钥对 b（他人的密钥）']],
  ])('says whose a key pair is, also beside a long name', (text, said) => {
    const of = (names: readonly string[]) =>
      names.map((name, n) => ({ name, owner: [offered.user, 'U2', null][n] ?? null }));
    const shown = (names: readonly string[]) =>
      loginOptions(of(names), { ...offered, ways: ['keyPair'] }, '', text.options).map((one) => one.text.text);
    expect(shown(['a', 'b', 'c'])).toEqual(said);
    const long = shown(['a', 'b', 'c'].map((letter) => letter.repeat(128)));
    for (const [n, one] of long.entries()) {
      expect(one.length).toBeLessThanOrEqual(75);
      expect(one.endsWith(said[n]?.slice(-6) ?? '')).toBe(true);
    }
  });

  test('finds a key by its name', () => expect(listed('team-149')).toEqual(['key:team-149']));

  test('holds what the policy allows, and no key for Windows', () => {
    expect(listed('', { ways: ['session'] })).toEqual(['session']);
    expect(listed('', { isWindows: true })).toEqual(['session', 'image']);
  });
});

const POLICY = `
purpose: required
tags:
  required: [team]
  allowed:
    team: [web, data]
userData:
  docker: |
    #!/bin/sh
    apt-get install -y docker.io
`;

test('key, script, purpose, tag and data disk of the form are what is ordered', async () => {
  const bot = await startBot('socket');
  bot.rule(POLICY);
  await bot.type('create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-7 bandwidth=5');
  const view: View = await bot.view(({ blocks }) => blocks.some(({ block_id }) => block_id === 'tags|team'));
  await bot.idle();
  const fields = { login: 'key:ops-2026', script: 'docker', purpose: 'load test', tags: 'web', disks: 'cloud_auto' };
  const values = {
    ...valuesFor(view, fields),
    'disks|size': { disks: { type: 'number_input', value: '120' } },
  };
  await bot.slack.submit({ user: LENA, view_id: view.id, values });
  await expect
    .poll(() => bot.requestOf(view))
    .toMatchObject({
      spec: {
        login: { kind: 'keyPair', name: 'ops-2026' },
        script: { name: 'docker' },
        purpose: 'load test',
        tags: [{ key: 'team', value: 'web' }],
        dataDisks: [{ category: 'cloud_auto', sizeGiB: 120 }],
      },
    });
});

test('a RAM role that the account does not have is told at the submission, and nothing is ordered', async () => {
  const bot = await startBot('socket');
  bot.rule('roles: [EcsReader]\n');
  bot.cloud.refusal = { ...makeFailure('badInput'), code: 'InvalidRamRole.NotFound' };
  await bot.type(
    'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-8 bandwidth=5 role=EcsReader amount=2',
  );
  const view: View = await bot.view(({ blocks }) => blocks.some(({ block_id }) => block_id === 'name'));
  await bot.idle();
  await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, {}) });
  const told = await bot.view((shown) => textOf(shown).includes('There is no RAM role “EcsReader” in the account.'));
  expect(await bot.requestOf(told)).toBeNull();
  expect(bot.cloud.tried).toMatchObject([{ spec: { ramRole: 'EcsReader' }, amount: 2 }]);
  // It has a field of its own now, in which it is mended.
  expect(held(told, 'role')).toBe('EcsReader');
  expect(readMeta(told.private_metadata)?.options?.role).toBeUndefined();
  const again = await bot.slack.submit({
    ...{ user: LENA, view_id: told.id },
    values: valuesFor(told, { role: 'EcsWriter' }),
  });
  expect(JSON.stringify(again)).toContain('The policy doesn’t allow the RAM role “EcsWriter”');
  bot.cloud.refusal = null;
  await bot.slack.submit({ user: LENA, view_id: told.id, values: valuesFor(told, { role: 'EcsReader' }) });
  await expect.poll(() => bot.requestOf(told)).toMatchObject({ spec: { ramRole: 'EcsReader' } });
});

test('what the cloud refuses for another reason, and an order that names nothing unlisted, are not held up', async () => {
  const bot = await startBot('socket');
  bot.rule('roles: [EcsReader]\n');
  bot.cloud.refusal = { ...makeFailure('noStock'), code: 'OperationDenied.NoStock' };
  const words = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web bandwidth=5';
  for (const more of ['name=web-9', 'name=web-10 role=EcsReader']) {
    await bot.type(`${words} ${more}`);
    const view: View = await bot.view((shown) => held(shown, 'name') === more.split(/[= ]/u)[1]);
    await bot.idle();
    await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, {}) });
    await expect.poll(() => bot.requestOf(view)).not.toBeNull();
  }
  expect(bot.cloud.tried).toHaveLength(1);
});

/** The form of what somebody typed, submitted as it stands. */
async function submitted(bot: Awaited<ReturnType<typeof startBot>>, name: string, more: string): Promise<View> {
  await bot.type(
    `create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web bandwidth=5 name=${name} ${more}`,
  );
  const view: View = await bot.view((shown) => held(shown, 'name') === name);
  await bot.idle();
  await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, {}) });
  return view;
}

test('what the policy forbids is told before the cloud is asked for it', async () => {
  const bot = await startBot('socket');
  bot.rule('limits: { maxBandwidthOut: 4 }\n');
  await submitted(bot, 'web-11', 'deploymentset=ds-bp1brhwhoqinyjd6');
  await bot.idle();
  expect(bot.cloud.tried).toEqual([]);
});

test('what the policy forbids since the cloud was asked is refused all the same', async () => {
  const bot = await startBot('socket');
  bot.rule('roles: [EcsReader]\n');
  Object.defineProperty(bot.cloud, 'refusal', {
    get() {
      bot.rule('roles: [EcsWriter]\n');
      return null;
    },
  });
  const view = await submitted(bot, 'web-12', 'role=EcsReader');
  await bot.view((shown) => textOf(shown).includes('The policy doesn’t allow the RAM role “EcsReader”'));
  expect(await bot.requestOf(view)).toBeNull();
  expect(bot.cloud.tried).toHaveLength(1);
});

test('a default of IPv6 keeps nobody from a vSwitch or type without it; who asks for it is told', async () => {
  for (const [index, code] of ['InvalidVSwitch.Ipv6NotTurnOn', 'InvalidOperation.Ipv6NotSupport'].entries()) {
    const bot = await startBot('socket');
    bot.rule('defaults: { Ipv6AddressCount: 1 }\n');
    bot.cloud.refusal = { ...makeFailure('badInput'), code };
    const view = await submitted(bot, `web-2${index}`, '');
    await expect.poll(() => bot.requestOf(view)).toMatchObject({ spec: { name: `web-2${index}` } });
    expect((await bot.requestOf(view))?.spec).not.toHaveProperty('ipv6AddressCount');
    expect(bot.cloud.tried).toHaveLength(1);
    const declined = await submitted(bot, `web-3${index}`, 'ipv6=0');
    await expect.poll(() => bot.requestOf(declined)).not.toBeNull();
    expect(bot.cloud.tried).toHaveLength(1);
    const asking = await submitted(bot, `web-4${index}`, 'ipv6=2');
    await bot.view((shown) => textOf(shown).includes('IPv6'));
    expect(await bot.requestOf(asking)).toBeNull();
  }
});
