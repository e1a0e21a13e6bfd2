import { PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import { fittingDisks, sortImages, sortTypes } from '../../core/spec/choices.ts';
import type { InstanceSpec } from '../../core/spec/spec.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Right } from '../../ecs/rights/rights.ts';
import type { RequestContext } from '../kit/context.ts';
import { code, joined, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { type Finding, finding, sentences, together } from './finding.ts';

type Words = RequestContext['text']['doctor'];
type Parts = Pick<RequestContext, 'catalogue' | 'diagnostics' | 'defaultRegion' | 'text'>;

/** Whether the cloud answers at all: one small read, for people who may see no more. */
export async function cloudCheck({ diagnostics, defaultRegion, text: { doctor } }: Parts): Promise<Finding> {
  const right = await diagnostics.probe.answers(defaultRegion);
  return right.is === 'granted'
    ? finding('good', mrkdwn`${doctor.cloud.answers(defaultRegion)}`)
    : rightsFinding([right], true, defaultRegion, doctor);
}

/** Every right that the bot's calls need, tried without buying or changing anything. */
export async function rightsCheck({
  catalogue,
  diagnostics,
  defaultRegion,
  text: { doctor },
}: Parts): Promise<Finding> {
  const spec = await orderable(catalogue, defaultRegion);
  const order = spec && { spec, clientToken: '', tags: [] };
  const rights = await diagnostics.probe.rights(defaultRegion, order);
  return rightsFinding(rights, order !== null, defaultRegion, doctor);
}

/** A dry run of these needs an order. */
const BUYING: ReadonlySet<string> = new Set(['CreateInstance', 'RunInstances']);

/** @param asked whether a dry run of a create was possible */
export function rightsFinding(
  rights: readonly Right[],
  asked: boolean,
  region: string,
  { rights: words, cloud, marks }: Words,
): Finding {
  const which = <Is extends Right['is']>(is: Is) =>
    rights.filter((right): right is Extract<Right, { readonly is: Is }> => right.is === is);
  const [granted, missing, unknown] = [which('granted'), which('missing'), which('unknown')];
  const refusedAll = unknown.find(({ failure }) => failure.kind === 'credentials');
  if (refusedAll !== undefined) {
    const { failure } = refusedAll;
    const isClock = failure.code?.startsWith('InvalidTimeStamp') === true;
    return finding('bad', mrkdwn`${cloud.failed(failure)}`, isClock ? cloud.clockFix : cloud.fix(failure));
  }
  const unproven = which('unproven').filter(({ api }) => asked || !BUYING.has(api));
  const actionsOf = (some: readonly Right[]): Mrkdwn =>
    joined([...new Set(some.map(({ action }) => action))].map(code), marks.list);
  const total = granted.length + which('refused').length;
  const parts: Finding[] = [
    finding('good', mrkdwn`${total === rights.length ? words.all(total) : words.some(total, rights.length)}`),
  ];
  for (const principal of new Set(missing.map((right) => right.principal))) {
    const actions = actionsOf(missing.filter((right) => right.principal === principal));
    parts.push(finding('bad', mrkdwn`${words.lacks(principal)} ${actions}${marks.end}`, words.fix));
  }
  // One instance and several are refused for the same reason.
  const refused = new Map(which('refused').map(({ failure }) => [words.refused(failure), failure]));
  for (const [sentence, failure] of refused) parts.push(finding('attention', mrkdwn`${sentence}`, cloud.fix(failure)));
  for (const title of new Set(unknown.map(({ failure }) => cloud.failed(failure)))) {
    const actions = actionsOf(unknown.filter(({ failure }) => cloud.failed(failure) === title));
    parts.push(finding('attention', mrkdwn`${words.unasked} ${actions}${marks.stop}${title}`));
  }
  // An unproven right is no trouble: the bot's first instance proves it.
  if (unproven.length > 0)
    parts.push(finding('good', mrkdwn`${words.unproven} ${actionsOf(unproven)}${marks.stop}${words.whyUnproven}`));
  if (!asked && !missing.some(({ api }) => BUYING.has(api)))
    parts.push(finding('attention', mrkdwn`${words.noOrder(region)}`));
  return together(parts, sentences);
}

/** An order for a dry run, made from the region's lists; null if nothing can be ordered. */
export async function orderable(catalogue: Catalogue, region: string): Promise<InstanceSpec | null> {
  const [vSwitches, groups, images] = await Promise.all([
    catalogue.vSwitches.load(region),
    catalogue.securityGroups.load(region),
    catalogue.images.load(region),
  ]);
  if (!vSwitches.ok || !groups.ok || !images.ok) return null;
  const [image] = sortImages(images.value.filter(({ os }) => os === 'linux'));
  if (image === undefined) return null;
  const places = vSwitches.value.filter(({ freeAddresses, vpcId }) => {
    return freeAddresses > 0 && groups.value.some((group) => group.vpcId === vpcId);
  });
  for (const { id, zone, vpcId } of oneAZone(places)) {
    const group = groups.value.find((one) => one.vpcId === vpcId);
    const types = await catalogue.instanceTypes.load(region, zone, PAY_AS_YOU_GO.kind);
    if (!types.ok || group === undefined) continue;
    const [type] = sortTypes(types.value.filter(({ inStock, arm }) => inStock && arm !== true));
    if (type === undefined) continue;
    const disks = await catalogue.systemDisks.load(region, zone, type.id, PAY_AS_YOU_GO.kind);
    const [category] = fittingDisks(disks.ok ? disks.value : null);
    if (category === undefined) continue;
    return {
      region,
      zone,
      instanceType: type.id,
      imageId: image.id,
      vSwitchId: id,
      securityGroupId: group.id,
      systemDisk: { category, sizeGiB: Math.max(40, image.sizeGiB) },
      internetMaxBandwidthOut: 0,
      charge: PAY_AS_YOU_GO,
      name: 'ecs-chatops-doctor',
    };
  }
  return null;
}

const oneAZone = <T extends { readonly zone: string }>(places: readonly T[]): readonly T[] =>
  places.filter(({ zone }, index) => places.findIndex((place) => place.zone === zone) === index);
