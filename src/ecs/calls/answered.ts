import { isIP } from 'node:net';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Observed } from '../../core/instance/instance.ts';
import type { Tag } from '../../core/option/tag.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { Listed } from '../sdk.ts';

// Checks that an answer must pass before it is believed. Half an answer, or one to another question, must not look like an empty
// list, nor like the answer.

/** The list of an answer; null if it is absent, which does not mean empty. */
export const listIn = <T>(list: readonly T[] | undefined): readonly T[] | null => (Array.isArray(list) ? list : null);

/** The entries with a name to choose them by. Slack refuses a whole list in which one choice has none. */
export const choosable = <T extends { readonly id: string }>(
  choices: readonly T[] | undefined,
): readonly T[] | undefined => choices?.filter(({ id }) => id !== '');

/** The answer of a call that only has to be accepted. */
export const done = (answer: Result<unknown, Failure>): Result<null, Failure> => (answer.ok ? ok(null) : answer);

/** Whether this is an id of the cloud: `i-…` of an instance, `d-…` of a disk. */
export const isIdOf = (id: unknown, kind: 'i' | 'd'): id is string =>
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

/** How an instance is paid for; null if the answer does not say. */
export function chargeKindSeen({ instanceChargeType, spotStrategy = '' }: InstanceSeen): ChargeKind | null {
  if (instanceChargeType === 'PrePaid') return 'prepaid';
  if (spotStrategy !== '' && spotStrategy !== 'NoSpot') return 'spot';
  return instanceChargeType === 'PostPaid' ? 'payAsYouGo' : null;
}

/** What a look and a listing read alike. */
export function seenOf(it: InstanceSeen, chargeKind: ChargeKind): Omit<Observed, 'cloudId' | 'name' | 'status'> {
  return {
    publicIp: addressIn(it.eipAddress?.ipAddress, it.publicIpAddress?.ipAddress?.[0]),
    privateIp: addressIn(it.vpcAttributes?.privateIpAddress?.ipAddress?.[0], it.innerIpAddress?.ipAddress?.[0]),
    locks: (it.operationLocks?.lockReason ?? []).flatMap(({ lockReason }) => lockReason || []),
    chargeKind,
    // Other instances show a day at the end of the century.
    expiresAt: chargeKind === 'prepaid' ? momentOf(it.expiredTime) : null,
    stoppedMode: STOPPED_MODES.find((mode) => mode === it.stoppedMode) ?? null,
    deletionProtection: it.deletionProtection === true,
    ...releaseOf(it),
  };
}

const STOPPED_MODES = ['KeepCharging', 'StopCharging'] as const;

/** An empty text means that nothing will release it; an absent or unreadable one means nothing, and must not end a lease. */
function releaseOf({ autoReleaseTime: text }: InstanceSeen): Pick<Observed, 'autoReleaseAt'> {
  const autoReleaseAt = momentOf(text);
  return text === '' || autoReleaseAt !== null ? { autoReleaseAt } : {};
}

/** The first of these that is an IP address; null for none. */
export const addressIn = (...given: readonly unknown[]): string | null =>
  given.find((one): one is string => typeof one === 'string' && isIP(one) !== 0) ?? null;

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/u;

/** `2017-12-10T04:04Z`; null if it is no time. Any other text could be read as some day of another year. */
export function momentOf(text: string | undefined): number | null {
  const at = text !== undefined && MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
