import { type DeploymentSetData, SET_MOST_IN_ZONE } from '../catalogue/deployment-sets.ts';
import type { RegionData } from '../catalogue/regions.ts';
import { membersOf } from '../create/belonging.ts';
import { deploymentSetsIn, regionNamed, type World } from '../world.ts';
import { type Action, PAGES, pageOf, slice } from './action.ts';
import { idList, isLike, oneOf } from './filters.ts';

const describeDeploymentSets: Action = {
  takes: [...PAGES, 'DeploymentSetIds', 'DeploymentSetName', 'RegionId', 'Strategy'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const ids = idList(params, 'DeploymentSetIds');
    const name = params.text('DeploymentSetName') ?? '*';
    const strategy = oneOf(params, 'Strategy', ['Availability', 'AvailabilityGroup', 'LowLatency']);
    const found = deploymentSetsIn(world, region).filter(
      (set) =>
        (ids === null || ids.includes(set.id)) &&
        isLike(name, set.name) &&
        (strategy === null || set.strategy === strategy),
    );
    return {
      RegionId: region.id,
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      DeploymentSets: { DeploymentSet: slice(found, page).map((set) => shown(world, region, set)) },
    };
  },
};

function shown(world: World, region: RegionData, set: DeploymentSetData): Record<string, unknown> {
  const members = membersOf(world, set.id);
  return {
    DeploymentSetId: set.id,
    DeploymentSetName: set.name,
    DeploymentSetDescription: set.description,
    DeploymentStrategy: set.strategy,
    Strategy: set.strategy,
    Domain: 'Default',
    Granularity: 'Host',
    GroupCount: set.groupCount,
    CreationTime: '2025-03-04T08:20:11Z',
    InstanceAmount: members.length,
    InstanceIds: { InstanceId: members.map(({ id }) => id) },
    Capacities: {
      Capacity: region.zones.map((zone) => {
        const used = members.filter((vm) => vm.zone === zone).length;
        return { ZoneId: zone, UsedAmount: used, AvailableAmount: SET_MOST_IN_ZONE - used };
      }),
    },
  };
}

export const deploymentSetActions: Readonly<Record<string, Action>> = {
  DescribeDeploymentSets: describeDeploymentSets,
};
