import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Observed } from '../../core/instance/instance.ts';
import type { Tag } from '../../core/option/tag.ts';
import type { Listed } from '../sdk.ts';

// Checks that an answer must pass before it is believed. Half an answer, or one to another question, must not look like an empty
// list, nor like the answer.

/** The list of an answer; null if it is absent, which does not mean empty. */
export const listIn = <T>(list: readonly T[] | undefined): readonly T[] | null => (Array.isArray(list) ? list : null);

/** The answer of a call that only has to be accepted. */
export const done = (answer: Result<unknown, Failure>): Result<null, Failure> => (answer.ok ? ok(null) : answer);

/** Whether this is the id of a new thing: `i-…` of an instance, `d-…` of a disk. */
export const isNewId = (id: unknown, kind: 'i' | 'd'): id is string =>
  typeof id === 'string' && id.startsWith(`${kind}-`) && /^[\w-]{3,}$/u.test(id);

type Tagged = { readonly tags?: { readonly tag?: readonly TagSeen[] | undefined } | undefined };
interface TagSeen {
  readonly tagKey?: string | undefined;
  readonly tagValue?: string | undefined;
}

/** Whether it carries the given tags; an empty value matches any value of the key. */
export const carries = ({ tags }: Tagged, asked: readonly Tag[]): boolean =>
  asked.every(({ key, value }) =>
    (tags?.tag ?? []).some(({ tagKey, tagValue }) => tagKey === key && (value === '' || tagValue === value)),
  );

/** An instance in an answer of DescribeInstances. */
export type InstanceSeen = Listed<'DescribeInstances', 'instances', 'instance'>;

/** What a look and a listing read alike. */
export function seenOf(it: InstanceSeen): Omit<Observed, 'cloudId' | 'name' | 'status'> {
  const isPrepaid = it.instanceChargeType === 'PrePaid';
  const isSpot = it.spotStrategy !== undefined && it.spotStrategy !== '' && it.spotStrategy !== 'NoSpot';
  return {
    publicIp: it.eipAddress?.ipAddress || it.publicIpAddress?.ipAddress?.[0] || null,
    privateIp: it.vpcAttributes?.privateIpAddress?.ipAddress?.[0] || it.innerIpAddress?.ipAddress?.[0] || null,
    locks: (it.operationLocks?.lockReason ?? []).flatMap(({ lockReason }) => lockReason || []),
    chargeKind: isPrepaid ? 'prepaid' : isSpot ? 'spot' : 'payAsYouGo',
    // Other instances show a day at the end of the century.
    expiresAt: isPrepaid ? momentOf(it.expiredTime) : null,
    stoppedMode: STOPPED_MODES.find((mode) => mode === it.stoppedMode) ?? null,
    deletionProtection: it.deletionProtection === true,
    autoReleaseAt: momentOf(it.autoReleaseTime),
  };
}

const STOPPED_MODES = ['KeepCharging', 'StopCharging'] as const;

/** `2017-12-10T04:04Z`; null if it is no time. */
export function momentOf(text: string | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
