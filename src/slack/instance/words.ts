import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Disk } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, idOf, nameOf, type Owner, regionOf } from '../../core/instance/found-instance.ts';
import type { Request } from '../../core/request/request.ts';
import { eachOf } from '../../core/spec/quote.ts';
import { hourlyText, moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { code, type Mrkdwn, userMention } from '../kit/mrkdwn.ts';

type Words = Text['instances'];

/** An instance's state in a few words, with its locks. */
export function stateText(found: FoundInstance, text: Words): string {
  const { cloud, own } = found;
  if (cloud !== null)
    return [text.state[cloud.status], ...(cloud.locks.length > 0 ? [text.locked] : [])].join(text.marks.comma);
  if (found.why === 'gone') return text.state.gone;
  const seen = own.observed?.status;
  if (found.why === 'notYet') return seen === undefined ? text.state.creating : text.state[seen];
  return text.lastSeen(seen === undefined ? text.state.creating : text.state[seen]);
}

export const addressesOf = ({ cloud, own }: FoundInstance): readonly string[] =>
  [cloud?.publicIp ?? own?.publicIp, cloud?.privateIp ?? own?.privateIp].filter(
    (ip) => ip !== null && ip !== undefined,
  );

export const instanceTypeOf = ({ cloud, own }: FoundInstance): string =>
  cloud?.instanceType ?? own?.spec.instanceType ?? '';

export const zoneOf = (found: FoundInstance): string =>
  (found.cloud === null ? found.own.spec.zone : found.cloud.zone) || regionOf(found);

/** The price of one of the request's instances, as quoted at the request; empty if unknown. */
export function instancePriceText(request: Request | null, text: Words): string {
  const quote = request?.quote ?? null;
  if (quote === null) return '';
  if (quote.kind === 'hourly') return text.perHour(hourlyText(eachOf(quote)));
  const { minor, currency } = quote.price;
  return text.forTerm(moneyText({ minor: Math.round(minor / quote.amount), currency }));
}

/** When and how it ends without an order. */
export function plannedEndOf({
  cloud,
}: FoundInstance): { readonly at: number; readonly how: 'expires' | 'released' } | null {
  const { expiresAt = null, autoReleaseAt = null } = cloud ?? {};
  if (autoReleaseAt !== null && (expiresAt === null || autoReleaseAt < expiresAt))
    return { at: autoReleaseAt, how: 'released' };
  return expiresAt === null ? null : { at: expiresAt, how: 'expires' };
}

/** What the full view of an instance shows; `disks` is null if there are none to read. */
export interface InstanceShown {
  readonly found: FoundInstance;
  readonly request: Request | null;
  readonly disks: readonly Disk[] | { readonly why: Failure | 'late' } | null;
  /** Whether it renews itself; absent if it is not prepaid. */
  readonly renewal?: AutoRenewal | 'unread';
  /** Where its request's card can be opened; null if unknown. */
  readonly cardUrl: string | null;
  /** Whether the reader may act on it. */
  readonly mayAct: boolean;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** The unique name of an instance, in the form that commands take. */
export const exactRef = (found: FoundInstance): { readonly word: string; readonly region: string | null } =>
  found.cloud === null
    ? { word: found.own.id, region: null }
    : { word: found.cloud.cloudId, region: found.cloud.region };

/** `web-1 (i-…)`. */
export const calledText = (found: FoundInstance): string =>
  nameOf(found) === idOf(found) ? idOf(found) : `${nameOf(found)} (${idOf(found)})`;

/** A person from the store is mentioned; a name from a tag is shown as plain text, so that others' tags notify nobody. */
export const ownerMention = ({ id, from }: Owner): Mrkdwn => (from === 'store' ? userMention(id) : code(id));
