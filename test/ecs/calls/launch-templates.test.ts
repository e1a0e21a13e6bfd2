import { describe, expect, test } from 'vitest';
import type { TemplateRef } from '../../../src/core/spec/launch-template.ts';
import { servedEcs } from '../api-server.ts';

const { api, ecs } = await servedEcs();

const REGION = 'cn-hangzhou';
const WEB = { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', DefaultVersionNumber: 2, LatestVersionNumber: 3 };
const sets = (...all: object[]) => ({ json: { RequestId: 'q', LaunchTemplateSets: { LaunchTemplateSet: all } } });
const versions = (...all: object[]) => ({
  json: { RequestId: 'q', LaunchTemplateVersionSets: { LaunchTemplateVersionSet: all } },
});
const version = (VersionNumber: number, LaunchTemplateData: object) => ({
  LaunchTemplateId: 'lt-1',
  LaunchTemplateName: 'web',
  VersionNumber,
  LaunchTemplateData,
});
const read = (which: Partial<TemplateRef> = {}) =>
  ecs.port.launchTemplate(REGION, { by: 'name', word: 'web', version: 'default', ...which });

test.each([
  ['default', 2],
  ['latest', 3],
  [1, 1],
] as const)('the version %s is read by its number', async (asked, number) => {
  api.answer('DescribeLaunchTemplates', sets({ ...WEB, LaunchTemplateId: 'lt-0', LaunchTemplateName: 'webs' }, WEB));
  api.answer('DescribeLaunchTemplateVersions', versions(version(number, { InstanceType: 'ecs.g7.large' })));
  expect(await read({ version: asked })).toEqual({
    ok: true,
    value: {
      is: 'there',
      template: { id: 'lt-1', name: 'web', version: number, holds: { InstanceType: 'ecs.g7.large' } },
    },
  });
  expect(api.requests.map(({ action, params }) => [action, params])).toMatchObject([
    ['DescribeLaunchTemplates', { RegionId: REGION, 'LaunchTemplateName.1': 'web' }],
    [
      'DescribeLaunchTemplateVersions',
      { RegionId: REGION, LaunchTemplateId: 'lt-1', 'LaunchTemplateVersion.1': String(number) },
    ],
  ]);
});

test('what a template holds is handed on as it was sent, whatever the SDK knows of it', async () => {
  const holds = {
    'SystemDisk.Size': 40,
    SystemDisk: { Category: 'cloud_essd', Unheard: { Of: 1 } },
    Brand: { New: true },
    DataDisks: { DataDisk: [{ Size: 20 }] },
  };
  api.answer('DescribeLaunchTemplates', sets(WEB));
  api.answer('DescribeLaunchTemplateVersions', versions(version(2, holds)));
  expect(await read()).toMatchObject({ value: { template: { holds } } });
});

describe('what is not there is no failure', () => {
  test.each([
    ['an id that no template has', sets(), null, 'noTemplate'],
    ['a name that only looks alike', sets({ ...WEB, LaunchTemplateName: 'web-1' }), null, 'noTemplate'],
    [
      'a template that was deleted in between',
      sets(WEB),
      { status: 404, json: { Code: 'InvalidLaunchTemplate.NotFound', Message: 'gone' } },
      'noTemplate',
    ],
    ['a version that was deleted', sets(WEB), versions(), 'noVersion'],
    ['another version than was asked for', sets(WEB), versions(version(1, {})), 'noVersion'],
    [
      'a version that is refused',
      sets(WEB),
      { status: 404, json: { Code: 'InvalidLaunchTemplateVersion.NotFound', Message: 'gone' } },
      'noVersion',
    ],
  ] as const)('%s', async (_, found, held, is) => {
    api.answer('DescribeLaunchTemplates', found);
    if (held !== null) api.answer('DescribeLaunchTemplateVersions', held);
    expect(await read()).toEqual({ ok: true, value: { is } });
  });
});

test.each([
  ['DescribeLaunchTemplates', { json: { RequestId: 'q' } }, versions(version(2, {})), 'ambiguous'],
  ['DescribeLaunchTemplates', sets({ ...WEB, DefaultVersionNumber: undefined }), versions(version(2, {})), 'ambiguous'],
  ['DescribeLaunchTemplateVersions', sets(WEB), { json: { RequestId: 'q' } }, 'ambiguous'],
  [
    'DescribeLaunchTemplateVersions',
    sets(WEB),
    versions({ ...version(2, {}), LaunchTemplateData: undefined }),
    'ambiguous',
  ],
  [
    'DescribeLaunchTemplates',
    { status: 403, json: { Code: 'Forbidden.RAM', Message: 'not authorized' } },
    versions(version(2, {})),
    'permission',
  ],
  [
    'DescribeLaunchTemplateVersions',
    sets(WEB),
    { status: 503, json: { Code: 'ServiceUnavailable', Message: 'later' } },
    'transient',
  ],
] as const)('half an answer of %s, or none, is a failure', async (blamed, found, held, kind) => {
  api.answer('DescribeLaunchTemplates', found);
  api.answer('DescribeLaunchTemplateVersions', held);
  expect(await read()).toMatchObject({ ok: false, error: { kind, api: blamed } });
});
