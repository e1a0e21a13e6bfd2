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

/** What an instance is in, in a few words, locks included. */
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

/** What one of the request's instances costs, as the cloud said when it was asked for; empty where that is not known. */
export function instancePriceText(request: Request | null, text: Words): string {
  const quote = request?.quote ?? null;
  if (quote === null) return '';
  if (quote.kind === 'hourly') return text.perHour(hourlyText(eachOf(quote)));
  const { minor, currency } = quote.price;
  return text.forTerm(moneyText({ minor: Math.round(minor / quote.amount), currency }));
}

/** When it ends without anybody's order, and how. */
export function plannedEndOf({
  cloud,
}: FoundInstance): { readonly at: number; readonly how: 'expires' | 'released' } | null {
  const { expiresAt = null, autoReleaseAt = null } = cloud ?? {};
  if (autoReleaseAt !== null && (expiresAt === null || autoReleaseAt < expiresAt))
    return { at: autoReleaseAt, how: 'released' };
  return expiresAt === null ? null : { at: expiresAt, how: 'expires' };
}

/** What everything about an instance is made of; `disks` null where there are none to be asked for. */
export interface InstanceShown {
  readonly found: FoundInstance;
  readonly request: Request | null;
  readonly disks: readonly Disk[] | { readonly why: Failure | 'late' } | null;
  /** Whether it renews itself; absent where that is no question. */
  readonly renewal?: AutoRenewal | 'unread';
  /** Where its request's card can be opened; null where that is not known. */
  readonly cardUrl: string | null;
  /** Whether who is shown it may act on it. */
  readonly mayAct: boolean;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** The one name of an instance that no other can have, as a command takes it. */
export const exactRef = (found: FoundInstance): { readonly word: string; readonly region: string | null } =>
  found.cloud === null
    ? { word: found.own.id, region: null }
    : { word: found.cloud.cloudId, region: found.cloud.region };

/** `web-1 (i-…)`. */
export const calledText = (found: FoundInstance): string =>
  nameOf(found) === idOf(found) ? idOf(found) : `${nameOf(found)} (${idOf(found)})`;

/** A person's own, by name; a name from a tag is shown as plain text, so that nobody is called by what others have written. */
export const ownerMention = ({ id, from }: Owner): Mrkdwn => (from === 'store' ? userMention(id) : code(id));
