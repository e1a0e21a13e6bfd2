import type { LaunchTemplateData, TemplateVersion } from '../catalogue/launch-templates.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { launchTemplatesIn, regionNamed, type World } from '../world.ts';
import { type Action, PAGES, pageOf, slice } from './action.ts';

const MAX_NAMED = 100;

const describeLaunchTemplates: Action = {
  takes: [...PAGES, 'LaunchTemplateId.N', 'LaunchTemplateName.N', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const ids = params.list('LaunchTemplateId');
    const names = params.list('LaunchTemplateName');
    if (ids.length > MAX_NAMED) notValid('InvalidParameter', 'LaunchTemplateId');
    if (names.length > MAX_NAMED) notValid('InvalidParameter', 'LaunchTemplateName');
    const found = launchTemplatesIn(world, region).filter(
      ({ id, name }) => (ids.length === 0 || ids.includes(id)) && (names.length === 0 || names.includes(name)),
    );
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      LaunchTemplateSets: { LaunchTemplateSet: slice(found, page).map((one) => shown(world, one)) },
    };
  },
};

const shown = (world: World, { id, name, created, defaultVersion, versions }: LaunchTemplateData) => ({
  LaunchTemplateId: id,
  LaunchTemplateName: name,
  CreateTime: created,
  ModifiedTime: versions.at(-1)?.created ?? created,
  CreatedBy: world.accountId,
  DefaultVersionNumber: defaultVersion,
  LatestVersionNumber: versions.at(-1)?.number ?? defaultVersion,
  ResourceGroupId: '',
});

const describeLaunchTemplateVersions: Action = {
  takes: [
    ...PAGES,
    'DefaultVersion',
    'DetailFlag',
    'LaunchTemplateId',
    'LaunchTemplateName',
    'LaunchTemplateVersion.N',
    'MaxVersion',
    'MinVersion',
    'RegionId',
  ],
  run(world, params) {
    const template = templateNamed(world, params);
    const page = pageOf(params, 50);
    const numbers = params.list('LaunchTemplateVersion').map(Number);
    if (numbers.some((one) => !Number.isInteger(one))) notValid('InvalidParameter', 'LaunchTemplateVersion');
    const least = params.whole('MinVersion', 'InvalidParameter') ?? 0;
    const most = params.whole('MaxVersion', 'InvalidParameter') ?? Number.MAX_SAFE_INTEGER;
    const onlyDefault = params.flag('DefaultVersion');
    // Details are included by default.
    const isShort = params.text('DetailFlag') !== null && !params.flag('DetailFlag');
    const found = template.versions
      .filter(({ number }) => number >= least && number <= most)
      .filter(({ number }) => numbers.length === 0 || numbers.includes(number))
      .filter(({ number }) => !onlyDefault || number === template.defaultVersion)
      .toReversed();
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      LaunchTemplateVersionSets: {
        LaunchTemplateVersionSet: slice(found, page).map((one) => ({
          ...versionShown(world, template, one),
          ...(isShort ? {} : { LaunchTemplateData: one.holds }),
        })),
      },
    };
  },
};

const versionShown = (
  world: World,
  { id, name, defaultVersion }: LaunchTemplateData,
  { number, description, created }: TemplateVersion,
) => ({
  LaunchTemplateId: id,
  LaunchTemplateName: name,
  VersionNumber: number,
  VersionDescription: description,
  DefaultVersion: number === defaultVersion,
  CreateTime: created,
  ModifiedTime: created,
  CreatedBy: world.accountId,
});

function templateNamed(world: World, params: Params): LaunchTemplateData {
  const region = regionNamed(params.required('RegionId'));
  const id = params.text('LaunchTemplateId');
  const name = params.text('LaunchTemplateName');
  if (id === null && name === null) return missing('LaunchTemplateId');
  const found = launchTemplatesIn(world, region).find(
    (one) => (id === null || one.id === id) && (name === null || one.name === name),
  );
  return found ?? refuse(404, 'InvalidLaunchTemplate.NotFound', 'The specified LaunchTemplate is not found.');
}

export const launchTemplateActions: Readonly<Record<string, Action>> = {
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
};
