import { SET_MOST_IN_ZONE } from '../catalogue/deployment-sets.ts';
import type { RegionData } from '../catalogue/regions.ts';
import { RESOURCE_GROUPS } from '../catalogue/resource-groups.ts';
import type { TypeData } from '../catalogue/types.ts';
import type { Placement } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { deploymentSetsIn, type World } from '../world.ts';

export function resourceGroup(params: Params): string {
  const id = params.text('ResourceGroupId') ?? '';
  if (id !== '' && !RESOURCE_GROUPS.some((each) => each.id === id)) {
    refuse(404, 'InvalidResourceGroup.NotFound', 'The ResourceGroup provided does not exist in our records.');
  }
  return id;
}

/** This account has none of these, so any id is wrong. */
const NONE_HERE: readonly (readonly [parameter: string, status: number, code: string])[] = [
  ['ClusterId', 403, 'InvalidClusterId.NotFound'],
  ['DedicatedHostId', 400, 'InvalidDedicatedHostId.NotFound'],
  ['HpcClusterId', 400, 'InvalidHpcClusterId.NotFound'],
];

export function mustNameNothingUnknown(params: Params): void {
  for (const [name, status, code] of NONE_HERE) {
    if (params.text(name) !== null) refuse(status, code, `The specified ${name} does not exist.`);
  }
}

/** @param amount how many instances join the set in the zone */
export function placementOf(
  world: World,
  params: Params,
  region: RegionData,
  zone: string,
  type: TypeData,
  amount: number,
): Placement | null {
  const id = params.text('DeploymentSetId');
  const groupNo = params.whole('DeploymentSetGroupNo', 'InvalidParameter');
  if (id === null) return groupNo === null ? null : notValid('InvalidParameter', 'DeploymentSetGroupNo');
  const set = deploymentSetsIn(world, region).find((each) => each.id === id);
  if (!set) return refuse(404, 'DeploymentSet.NotFound', 'The specified deployment set does not exist.');
  if (groupNo !== null && (groupNo < 1 || groupNo > set.groupCount)) {
    notValid('InvalidParameter', 'DeploymentSetGroupNo');
  }
  if (type.generation === 'old') {
    const message = 'The specified instanceType is not supported by the deployment set.';
    refuse(400, 'InvalidInstanceType.NotSupported', message);
  }
  if (membersOf(world, id).filter((vm) => vm.zone === zone).length + amount > SET_MOST_IN_ZONE) {
    refuse(403, 'QuotaExceed.DeploymentSetInstanceQuotaFull', 'instance quota in one deployment set exceeded.');
  }
  return { setId: id, groupNo: set.groupCount > 0 ? (groupNo ?? 1) : null };
}

export const membersOf = (world: World, setId: string) =>
  [...world.vms.values()].filter(({ placement }) => placement?.setId === setId);

const isBurstable = (type: TypeData): boolean => /^ecs\.t[56]$/.test(type.family);

/** Whether a burstable type may exceed its credits; empty for other types. */
export function creditSpecification(params: Params, type: TypeData): string {
  const wanted = params.text('CreditSpecification');
  if (wanted === null) return isBurstable(type) ? 'Standard' : '';
  if (!isBurstable(type) || (wanted !== 'Standard' && wanted !== 'Unlimited')) {
    const message = 'The specified CreditSpecification is not supported in this region.';
    refuse(400, 'InvalidParameter.CreditSpecification', message);
  }
  return wanted;
}
