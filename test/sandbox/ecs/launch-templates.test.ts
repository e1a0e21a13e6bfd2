import { describe, expect, test } from 'vitest';
import { fakeCloud, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };
const world = fakeCloud();
const templates = (params: Wire = {}) =>
  rows(world.ok('DescribeLaunchTemplates', { ...region, ...params }), 'LaunchTemplateSets.LaunchTemplateSet');
const versions = (params: Wire) =>
  rows(
    world.ok('DescribeLaunchTemplateVersions', { ...region, ...params }),
    'LaunchTemplateVersionSets.LaunchTemplateVersionSet',
  );
const idOf = (name: string): string => String(templates({ 'LaunchTemplateName.1': name })[0]?.LaunchTemplateId);

describe('DescribeLaunchTemplates', () => {
  test('finds them by ids and names, and passes over what is not there', () => {
    expect(templates().map((one) => one.LaunchTemplateName)).toEqual(['web-servers', 'app-2019']);
    const web = idOf('web-servers');
    expect(templates({ 'LaunchTemplateId.1': web, 'LaunchTemplateId.2': 'lt-none' })).toMatchObject([
      { LaunchTemplateId: web, DefaultVersionNumber: 2, LatestVersionNumber: 3 },
    ]);
    expect(templates({ 'LaunchTemplateId.1': web, RegionId: 'cn-beijing' })).toEqual([]);
  });
  test('comes in pages', () => {
    expect(templates({ PageSize: '1', PageNumber: '2' }).map((one) => one.LaunchTemplateName)).toEqual(['app-2019']);
  });
});

describe('DescribeLaunchTemplateVersions', () => {
  const web = { LaunchTemplateId: idOf('web-servers') };
  const numbers = (params: Wire) => versions(params).map((one) => one.VersionNumber);

  test('has those that were asked for', () => {
    expect(numbers(web)).toEqual([3, 2, 1]);
    expect(numbers({ LaunchTemplateName: 'web-servers', DefaultVersion: 'true' })).toEqual([2]);
    expect(numbers({ ...web, 'LaunchTemplateVersion.1': '3', 'LaunchTemplateVersion.2': '9' })).toEqual([3]);
    expect(numbers({ ...web, MinVersion: '2' })).toEqual([3, 2]);
    expect(numbers({ ...web, MinVersion: '1', MaxVersion: '1' })).toEqual([1]);
  });
  test('says what they hold, unless nobody wants to know', () => {
    const [full] = versions({ ...web, 'LaunchTemplateVersion.1': '2' });
    expect(full?.LaunchTemplateData).toMatchObject({ InstanceType: 'ecs.g7.large', SystemDisk: { Size: 60 } });
    const [short] = versions({ ...web, 'LaunchTemplateVersion.1': '2', DetailFlag: 'false' });
    expect(short).toMatchObject({ VersionNumber: 2, DefaultVersion: true });
    expect(short).not.toHaveProperty('LaunchTemplateData');
  });
  test('refuses what is no template by the published codes', () => {
    const told = (params: Wire) => world.told('DescribeLaunchTemplateVersions', { ...region, ...params });
    expect(told({})).toBe('400 MissingParameter');
    expect(told({ LaunchTemplateId: 'lt-none' })).toBe('404 InvalidLaunchTemplate.NotFound');
    expect(told({ ...web, LaunchTemplateName: 'app-2019' })).toBe('404 InvalidLaunchTemplate.NotFound');
  });
});
