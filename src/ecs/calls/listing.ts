import { fail, ok } from '../../core/base/result.ts';
import {
  type CloudInstance,
  type Disk,
  type InstanceFilter,
  MAX_IDS_PER_CALL,
} from '../../core/instance/cloud-instance.ts';
import { STATUSES } from '../../core/instance/instance.ts';
import type { Call } from '../call.ts';
import { incomplete, unreadable } from '../failures/failures.ts';
import type { EcsPort } from '../port.ts';
import type { Listed, Params } from '../sdk.ts';
import { carries, chargeKindSeen, type InstanceSeen, isIdOf, listIn, momentOf, seenOf } from './answered.ts';

type ListingCalls = Pick<EcsPort, 'listInstances' | 'instance' | 'disks'>;

export function listingCalls(call: Call): ListingCalls {
  const list: EcsPort['listInstances'] = async (region, filter, next, lane) => {
    const which = { regionId: region, ...params(filter) };
    const asked = { ...which, maxResults: MAX_IDS_PER_CALL, nextToken: next ?? undefined };
    const answer = await call('DescribeInstances', region, asked, lane);
    if (!answer.ok) return answer;
    const { instances, nextToken, requestId } = answer.value;
    const listed = listIn(instances?.instance);
    if (listed === null) return fail(incomplete('DescribeInstances', requestId, 'list'));
    if (!listed.every((one) => isAsked(one, filter)))
      return fail(incomplete('DescribeInstances', requestId, 'list of those alone'));
    // A list shows what it can; what somebody asked for by its id is judged by how it is paid for.
    const readable = filter.ids === undefined ? listed : listed.filter((one) => chargeKindSeen(one) !== null);
    const found = readable.flatMap((one) => described(one, region) ?? []);
    const left = listed.length - found.length;
    const page = { instances: found, ...(left > 0 && { unread: left }) };
    if (next !== null || !nextToken || lane !== 'people') return ok({ ...page, next: nextToken || null, total: null });
    // In an answer with a token, the API documents TotalCount as meaningless.
    const counted = await call('DescribeInstances', region, { ...which, pageNumber: 1, pageSize: 1 }, lane);
    const total = counted.ok ? (counted.value.totalCount ?? 0) : 0;
    return ok({ ...page, next: nextToken, total: total > found.length ? total : null });
  };
  return {
    listInstances: list,
    async instance(region, cloudId) {
      const page = await list(region, { ids: [cloudId] }, null, 'people');
      if (!page.ok) return page;
      const { instances, unread } = page.value;
      return unread === undefined ? ok(instances[0] ?? null) : fail(unreadable('DescribeInstances', cloudId));
    },
    async disks(region, instanceId) {
      const answer = await call('DescribeDisks', region, {
        regionId: region,
        instanceId,
        maxResults: MAX_IDS_PER_CALL,
      });
      if (!answer.ok) return answer;
      const { disks, requestId } = answer.value;
      const listed = listIn(disks?.disk);
      if (listed === null) return fail(incomplete('DescribeDisks', requestId, 'list'));
      if (!listed.every((one) => isOn(one, instanceId)))
        return fail(incomplete('DescribeDisks', requestId, 'list of those alone'));
      const read = [...new Map(listed.map((one) => [one.diskId, one])).values()].toSorted(byPlace).map(disk);
      if (!read.every((one) => one !== null))
        return fail(incomplete('DescribeDisks', requestId, 'known DiskId, Type, Size and DiskChargeType'));
      return ok(read);
    },
  };
}

/** Checks id, tags and key pair. How names match is up to the cloud. An entry without an id may be one that was asked for. */
const isAsked = (one: InstanceSeen, { ids, tags = [], keyPair }: InstanceFilter): boolean =>
  (ids === undefined || !isIdOf(one.instanceId, 'i') || ids.includes(one.instanceId)) &&
  carries(one, tags) &&
  (keyPair === undefined || one.keyPairName === keyPair);

/** A disk that several instances share lists each of them. */
const isOn = ({ instanceId, attachments }: DiskSeen, id: string): boolean =>
  instanceId === id || (attachments?.attachment ?? []).some((one) => one.instanceId === id);

const params = ({ name, ids, keyPair, tags }: InstanceFilter): Params<'DescribeInstances'> => ({
  instanceName: name,
  keyPairName: keyPair,
  instanceIds: ids && JSON.stringify(ids),
  // An empty value would be sent as such and match nothing.
  tag: tags?.map(({ key, value }) => (value === '' ? { key } : { key, value })),
});

function described(it: InstanceSeen, region: string): CloudInstance | null {
  const { instanceId } = it;
  if (!isIdOf(instanceId, 'i')) return null;
  return {
    cloudId: instanceId,
    region: it.regionId || region,
    zone: it.zoneId ?? '',
    name: it.instanceName || instanceId,
    status: STATUSES.find((status) => status === it.status) ?? 'Unknown',
    instanceType: it.instanceType ?? '',
    vCpu: it.cpu ?? 0,
    memoryGiB: (it.memory ?? 0) / 1024,
    os: it.OSNameEn || it.OSName || it.imageId || '',
    imageId: it.imageId ?? '',
    system: it.OSType === 'windows' ? 'windows' : 'linux',
    ...(it.imageOptions?.loginAsNonRoot === true && { loginUser: 'ecs-user' }),
    keyPair: it.keyPairName ?? '',
    ...seenOf(it, chargeKindSeen(it) ?? 'payAsYouGo'),
    ...ipv6Of(it),
    vpcId: it.vpcAttributes?.vpcId ?? '',
    vSwitchId: it.vpcAttributes?.vSwitchId ?? '',
    securityGroupIds: it.securityGroupIds?.securityGroupId ?? [],
    bandwidthOut: it.internetMaxBandwidthOut ?? 0,
    createdAt: momentOf(it.creationTime),
    autoReleaseAt: momentOf(it.autoReleaseTime),
    tags: (it.tags?.tag ?? []).map(({ tagKey, tagValue }) => ({ key: tagKey ?? '', value: tagValue ?? '' })),
  };
}

function ipv6Of({ networkInterfaces }: InstanceSeen): Pick<CloudInstance, 'ipv6'> {
  const sets = (networkInterfaces?.networkInterface ?? []).flatMap(({ ipv6Sets }) => ipv6Sets?.ipv6Set ?? []);
  const ipv6 = sets.flatMap(({ ipv6Address }) => ipv6Address || []);
  return ipv6.length === 0 ? {} : { ipv6 };
}

type DiskSeen = Listed<'DescribeDisks', 'disks', 'disk'>;

/**
 * The system disk, then data disks in the order of attachment, which their device names show: `/dev/xvdz` before `/dev/xvdaa`.
 */
const byPlace = (a: DiskSeen, b: DiskSeen): number => (placeOf(a) < placeOf(b) ? -1 : 1);

const placeOf = ({ type, device = '', diskId }: DiskSeen): string =>
  type === 'system' ? '' : `${String(device.length || 99).padStart(2, '0')} ${device} ${diskId}`;

const KINDS: readonly Disk['kind'][] = ['system', 'data'];

/** Null if it lacks what a change of it depends on: a larger prepaid disk, debited at once, must not look like an hourly one. */
function disk(it: DiskSeen): Disk | null {
  const { diskId: id, size: sizeGiB = 0, diskChargeType } = it;
  const kind = KINDS.find((one) => one === it.type);
  const isPrepaid = diskChargeType === 'PrePaid';
  if (!id || kind === undefined || !Number.isSafeInteger(sizeGiB) || sizeGiB < 1) return null;
  if (!isPrepaid && diskChargeType !== 'PostPaid') return null;
  const { category = '', performanceLevel = '', status = '' } = it;
  return { id, kind, category, performanceLevel, sizeGiB, status, isPrepaid };
}
