import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { LaunchTemplateSeen } from '../../../src/core/spec/launch-template.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { presetNow, presetsWith, readPreset } from '../../../src/usecases/spec/presets-now.ts';
import { policyOf } from '../../policy/reading.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { handClock } from '../../support/hand-clock.ts';

type Answer = Result<LaunchTemplateSeen, Failure>;

const holding = (version: number, type: string, more = {}): Answer =>
  ok({ is: 'there', template: { id: 'lt-1', name: 'web-servers', version, holds: { InstanceType: type, ...more } } });

/** A policy with one preset, and a cloud whose template changes behind its back. */
function stageOf(preset: string) {
  const { clock, turn } = handClock();
  const cloud = { answer: holding(2, 'ecs.g7.large') as Answer | Promise<Answer>, asked: [] as string[] };
  const port = {
    regions: async () => ok(HANGZHOU.regions),
    launchTemplate: async (...[region, which]: Parameters<EcsPort['launchTemplate']>) => {
      cloud.asked.push(`${region} ${which.by} ${which.word} ${which.version}`);
      return cloud.answer;
    },
  } as unknown as EcsPort;
  const catalogue = makeCatalogue(port, { keepMs: 600_000, memory: makeAccountMemory(), clock, log: silentLog });
  const deps = {
    policy: fixedPolicy(policyOf(`presets:\n  web: ${preset}\n`)),
    catalogue,
    defaultRegion: 'cn-hangzhou',
    clock,
  };
  return { cloud, deps, turn, read: () => readPreset(deps, 'web') };
}

const typeOf = (preset: Awaited<ReturnType<typeof readPreset>>): unknown =>
  preset?.is === 'whole' ? [preset.draft.type, preset.template?.version] : preset?.trouble.why.is;
const isEarlier = (preset: Awaited<ReturnType<typeof readPreset>>): unknown =>
  preset?.is === 'whole' && preset.template?.isEarlier;

test('each time that somebody starts from it the template is read anew', async () => {
  const { cloud, deps, read } = stageOf('{ launchTemplate: web-servers, region: beijing, name: api }');
  expect(presetNow(deps, 'web')).toBeNull();
  expect(await read()).toStrictEqual({
    is: 'whole',
    draft: { region: 'cn-beijing', type: 'ecs.g7.large', name: 'api' },
    template: { name: 'web-servers', version: 2 },
  });
  expect(presetNow(deps, 'web')).toMatchObject({ type: 'ecs.g7.large' });
  cloud.answer = holding(3, 'ecs.g7.xlarge');
  expect(typeOf(await read())).toEqual(['ecs.g7.xlarge', 3]);
  expect(new Set(cloud.asked)).toContain('cn-beijing name web-servers default');
});

test('where the cloud fails, or is slow, what was read before counts', async () => {
  const { cloud, turn, read } = stageOf('{ LaunchTemplateId: lt-1, LaunchTemplateVersion: latest }');
  await read();
  cloud.answer = fail(failureOf('transient', { api: 'DescribeLaunchTemplates', detail: '' }));
  expect(typeOf(await read())).toEqual(['ecs.g7.large', 2]);
  cloud.answer = new Promise<Answer>(() => {});
  const late = read();
  await new Promise((resolve) => setImmediate(resolve));
  await turn(1_500);
  expect(typeOf(await late)).toEqual(['ecs.g7.large', 2]);
  expect(isEarlier(await late)).toBe(true);
  expect(cloud.asked.at(-1)).toBe('cn-hangzhou id lt-1 latest');
});

test('a version that has a number is the one that is meant, also where it was read before', async () => {
  const { cloud, read } = stageOf('{ LaunchTemplateId: lt-1, LaunchTemplateVersion: 2 }');
  await read();
  cloud.answer = fail(failureOf('throttled', { api: 'DescribeLaunchTemplateVersions', detail: '' }));
  expect([typeOf(await read()), isEarlier(await read())]).toEqual([['ecs.g7.large', 2], undefined]);
});

test('what has gone since is gone, whatever was read before', async () => {
  const { cloud, deps, read } = stageOf('{ launchTemplate: web-servers }');
  await read();
  cloud.answer = ok({ is: 'noTemplate' });
  expect(typeOf(await read())).toBe('noTemplate');
  expect(presetNow(deps, 'web')).toBeNull();
});

test('where nothing was read yet, that is told', async () => {
  const { cloud, turn, read } = stageOf('{ launchTemplate: web-servers }');
  cloud.answer = new Promise<Answer>(() => {});
  const late = read();
  await new Promise((resolve) => setImmediate(resolve));
  await turn(1_500);
  const template = { by: 'name', word: 'web-servers', version: 'default' };
  expect(await late).toEqual({
    is: 'troubled',
    trouble: { template, region: 'cn-hangzhou', why: { is: 'unread', failure: null } },
  });
});

test('where it cannot be read and never was, why is told', async () => {
  const { cloud, read } = stageOf('{ launchTemplate: web-servers, region: Beijing }');
  const failure = failureOf('permission', { api: 'DescribeLaunchTemplates', detail: '' });
  cloud.answer = fail(failure);
  expect(await read()).toMatchObject({ trouble: { region: 'cn-beijing', why: { is: 'unread', failure } } });
});

test('what its template holds and no order may have is told with the version, and nothing of it is used', async () => {
  const { cloud, deps, read } = stageOf('{ launchTemplate: web-servers, name: api }');
  cloud.answer = holding(4, 'ecs.g7.large', { Affinity: 'host' });
  const seen = await read();
  expect(seen).toMatchObject({ is: 'troubled', trouble: { why: { is: 'refused', version: 4 } } });
  expect(presetNow(deps, 'web')).toBeNull();
  expect(await presetsWith(deps, 'web')).toEqual({
    drafts: new Map([['web', { name: 'api' }]]),
    trouble: seen?.is === 'troubled' && seen.trouble,
  });
});

test('the preset’s own values count before those of its template, and only tags are added to each other', async () => {
  const { cloud, read } = stageOf('{ launchTemplate: web-servers, name: api, tags: { env: dev } }');
  const Tags = [
    { Key: 'env', Value: 'live' },
    { Key: 'team', Value: 'web' },
  ];
  cloud.answer = holding(2, 'ecs.g7.large', { InstanceName: 'theirs', Tags });
  expect(await read()).toMatchObject({ draft: { name: 'api', tags: 'env=dev\nteam=web', type: 'ecs.g7.large' } });
});

test.each([
  ['zone: cn-beijing-h', 'cn-beijing'],
  ['region: Singapore', 'ap-southeast-1'],
  ['region: moon-1', 'moon-1'],
  ['name: api', 'cn-hangzhou'],
])('a template is looked for in the region of its preset: %s', async (said, region) => {
  const { cloud, read } = stageOf(`{ launchTemplate: web-servers, ${said} }`);
  expect(await read()).toMatchObject({ is: 'whole', draft: { region } });
  expect(cloud.asked).toEqual([`${region} name web-servers default`]);
});

test('of all presets the named one is read anew, and the others stay as the policy has them', async () => {
  const { cloud, deps } = stageOf('{ launchTemplate: web-servers, name: api }\n  plain: { type: g7.large }');
  const drafts = new Map<string, Draft>([
    ['web', { name: 'api' }],
    ['plain', { type: 'g7.large' }],
  ]);
  for (const name of [null, 'none', '']) expect(await presetsWith(deps, name)).toEqual({ drafts });
  expect(cloud.asked).toEqual([]);
  expect(await presetsWith(deps, 'PLAIN')).toEqual({ drafts, template: null });
  expect(await presetsWith(deps, 'Web')).toStrictEqual({
    drafts: new Map([...drafts, ['web', { type: 'ecs.g7.large', name: 'api', region: 'cn-hangzhou' }]]),
    template: { name: 'web-servers', version: 2 },
  });
});

test('where nobody’s form waits, the cloud has longer to answer', async () => {
  const { cloud, deps, turn } = stageOf('{ launchTemplate: web-servers }');
  let answer: (value: Answer) => void = () => {};
  cloud.answer = new Promise<Answer>((resolve) => {
    answer = resolve;
  });
  const patient = readPreset(deps, 'web', 10_000);
  await new Promise((resolve) => setImmediate(resolve));
  await turn(9_000);
  answer(holding(2, 'ecs.g7.large'));
  expect(typeOf(await patient)).toEqual(['ecs.g7.large', 2]);
});

test('a preset without a template asks nobody', async () => {
  const { cloud, deps, read } = stageOf('{ type: g7.large }');
  expect(typeOf(await read())).toEqual(['g7.large', undefined]);
  expect([presetNow(deps, 'web'), await readPreset(deps, 'none'), cloud.asked]).toEqual([
    { type: 'g7.large' },
    null,
    [],
  ]);
});
