import { type Dict, isDict } from '../base/json.ts';

/**
 * A parameter of a launch template, in the spelling of RunInstances: `SystemDisk.Size` flat, `DataDisk` and `Tag` as lists
 * of records.
 */
export type TemplateParameter = readonly [name: string, value: unknown];

/** Lists are wrapped in a record: by field, the name of the items in it and the name in RunInstances. */
const LISTS: ReadonlyMap<string, readonly [item: string, name: string]> = new Map([
  ['DataDisks', ['DataDisk', 'DataDisk']],
  ['Tags', ['InstanceTag', 'Tag']],
  ['SecurityGroupIds', ['SecurityGroupId', 'SecurityGroupIds']],
  ['NetworkInterfaces', ['NetworkInterface', 'NetworkInterface']],
]);

/** 0 is a real value only for these. For all others the cloud writes 0 for an unset value. */
const COUNTS_FROM_ZERO = /^(?:InternetMaxBandwidthOut|SpotDuration)$/u;
/** `false` is a real value only for these. */
const FALSE_SAYS = /DeleteWithInstance$/u;

/**
 * The parameters that are set in LaunchTemplateData of DescribeLaunchTemplateVersions. A value of unknown shape is kept, so
 * that reading refuses it.
 */
export function parametersOfTemplate(holds: Dict): readonly TemplateParameter[] {
  // The console writes `random` where the cloud picks the zone.
  return Object.entries(holds)
    .flatMap(([name, value]) => parametersIn(name, value))
    .filter(([name, value]) => !(name === 'ZoneId' && value === 'random'));
}

function parametersIn(name: string, value: unknown): readonly TemplateParameter[] {
  if (isUnsaid(name, value)) return [];
  const [item = '', called = ''] = LISTS.get(name) ?? [];
  const list = isDict(value) && Object.keys(value).length === 1 ? value[item] : value;
  if (called !== '' && Array.isArray(list)) return list.length === 0 ? [] : listOf(called, list);
  if (isDict(value)) return Object.entries(value).flatMap(([inner, part]) => parametersIn(`${name}.${inner}`, part));
  return [[name, value]];
}

function listOf(name: string, list: readonly unknown[]): readonly TemplateParameter[] {
  const items = list.map((one) => (isDict(one) ? said(one) : one));
  if (name !== 'NetworkInterface') return [[name, items]];
  const [first, ...others] = items;
  const primary = others.length === 0 && isDict(first) ? ofPrimary(first) : null;
  return primary ?? [[name, '[…]']];
}

/** The primary interface, as the parameters that mean the same (VSwitchId …); null where it says more than these can. */
function ofPrimary(fields: Dict): readonly TemplateParameter[] | null {
  const { InstanceType, VSwitchId, SecurityGroupId, SecurityGroupIds, PrimaryIpAddress, ...rest } = fields;
  const { NetworkInterfaceTrafficMode: mode = 'Standard', DeleteOnRelease: goes = true, ...more } = rest;
  if (InstanceType !== 'Primary' || mode !== 'Standard' || String(goes) !== 'true' || Object.keys(more).length > 0)
    return null;
  return [
    ...parametersIn('VSwitchId', VSwitchId),
    ...parametersIn('SecurityGroupId', SecurityGroupId),
    ...parametersIn('SecurityGroupIds', SecurityGroupIds),
    ...parametersIn('PrivateIpAddress', PrimaryIpAddress),
  ];
}

const said = (fields: Dict): Dict =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isUnsaid(name, value)));

function isUnsaid(name: string, value: unknown): boolean {
  if (value === false) return !FALSE_SAYS.test(name);
  if (value === 0) return !COUNTS_FROM_ZERO.test(name);
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (isDict(value) && Object.keys(value).length === 0);
}
