import { DAY_MS } from '../base/durations.ts';
import type { CloudInstance } from '../instance/cloud-instance.ts';
import type { Instance } from '../instance/instance.ts';
import { endToShow, hasGone } from '../lease/lease-clock.ts';
import { isPerson, type People } from '../policy/people.ts';
import type { DigestItem, DigestNotice, DigestPart } from '../request/notice.ts';
import type { Request } from '../request/request.ts';
import type { DigestDue } from './digest-plan.ts';
import { type Billed, spendOf } from './digest-spend.ts';

/** The facts about a channel's instances at one moment. */
export interface DigestFacts {
  readonly due: DigestDue;
  readonly now: number;
  /** Instances that may have cost something in the period. */
  readonly billed: readonly Billed[];
  /** All requests for renewals and larger prepaid disks, of any time. */
  readonly renewals: readonly Request[];
  /** How many older requests are left out. */
  readonly uncounted: number;
  /** All rows of the channel whose instance may exist. */
  readonly rows: readonly Instance[];
  /** By cloud id, as the cloud has just described them. */
  readonly seen: ReadonlyMap<string, CloudInstance>;
  /** Regions that could not be read. Their instances may exist although they are not in `seen`. */
  readonly unread: readonly string[];
  readonly people: People;
}

const EXPIRES_WITHIN_MS = 14 * DAY_MS;
const LEASE_WITHIN_MS = 7 * DAY_MS;
/** How many instances each part lists; the others are counted. */
const NAMED_MAX = 5;

/** The digest of a channel about its instances. */
export function digestOf(facts: DigestFacts): DigestNotice {
  const { due, now, seen, people, unread } = facts;
  const { spend, unpriced } = spendOf(facts.billed, facts.renewals, due);
  const seenOf = ({ cloudId }: Instance): CloudInstance | null => seen.get(cloudId ?? '') ?? null;
  const rows = facts.rows.filter((row) => !hasGone(row) && (seenOf(row) !== null || unread.includes(row.spec.region)));
  const part = (itemOf: (row: Instance, cloud: CloudInstance | null) => DigestItem | null): DigestPart => {
    const items = rows.flatMap((row) => itemOf(row, seenOf(row)) ?? []);
    return {
      items: items.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)).slice(0, NAMED_MAX),
      total: items.length,
    };
  };
  const unknown = new Set(
    rows.flatMap(({ requester }) => (people.membershipOf(requester) === 'unknown' ? [requester] : [])),
  );
  return {
    about: 'digest',
    from: due.from,
    to: due.to,
    existing: rows.length,
    spend,
    unpriced,
    uncounted: facts.uncounted,
    ownerless: part((row) => {
      const hasLeft = !isPerson(row.requester) || people.membershipOf(row.requester) === 'deactivated';
      return hasLeft ? item(row, null) : null;
    }),
    expiring: part((row, cloud) => {
      const at = cloud?.chargeKind === 'prepaid' ? cloud.expiresAt : null;
      if (at === null || at >= now + EXPIRES_WITHIN_MS) return null;
      // Each reminder to the owner reads the auto-renewal, and the first reminder comes this early.
      return row.expiry?.renewal?.on === true && at > now ? null : item(row, at);
    }),
    stopped: part((row, cloud) => {
      const isPaidFor = cloud?.status === 'Stopped' && cloud.stoppedMode === 'KeepCharging';
      return isPaidFor && cloud.chargeKind !== 'prepaid' ? item(row, null) : null;
    }),
    leases: part((row) => {
      const at = endToShow(row);
      return at !== null && at >= now && at < now + LEASE_WITHIN_MS ? item(row, at) : null;
    }),
    unread,
    peopleUnknown: unknown.size,
  };
}

const item = ({ id, spec, requester }: Instance, at: number | null): DigestItem => ({
  id,
  name: spec.name,
  requester,
  at,
});
