import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { CloudInstance, Disk, InstanceFilter } from '../../core/instance/cloud-instance.ts';
import type { AccountMemory } from '../account-memory.ts';
import { abortedCall, callOwner, isAbortedCall, retryIfAborted } from '../call-owner.ts';
import { incomplete } from '../failures/failures.ts';
import { makeLine, type Waiting } from '../limiter/line.ts';
import type { EcsPort } from '../port.ts';

/** The instances of the account, read page by page on demand and remembered, with the time of reading. */
export interface Inventory {
  /** The remembered listing, of any age; null if there is none. */
  peek(region: string, filter: InstanceFilter): Listing | null;
  /**
   * At least the first `upTo` instances, if there are that many. Pages read since `since` (milliseconds UTC) are not read again;
   * reading goes on behind them. Simultaneous askers of the same share the calls.
   */
  load(region: string, filter: InstanceFilter, wish: ListingWish): Promise<Result<Listing, Failure>>;
  /** One instance as it is now; null if the region does not know it. */
  instance(region: string, cloudId: string): Promise<Result<CloudInstance | null, Failure>>;
  disks(region: string, cloudId: string): Promise<Result<readonly Disk[], Failure>>;
}

interface ListingWish {
  readonly upTo: number;
  readonly since: number;
}

/** The first instances of a region that match, in the cloud's own order. */
export interface Listing {
  readonly instances: readonly CloudInstance[];
  /** How many match; null if the cloud does not say: then there are more than these. */
  readonly total: number | null;
  /** Whether it leaves out instances that the bot cannot read; absent for no. */
  readonly hasUnread?: true;
  /** When the first of them were read, milliseconds UTC. */
  readonly at: number;
}

/** Nobody pages further. Bounds one question to ten calls, and its memory. */
export const MAX_LISTED = 1_000;
/** The most pages of one list. A page may hold few matches, or none; a list with more pages, or with a repeated one, never ends. */
const MAX_PAGES = 30;

export interface InventoryOptions {
  readonly memory: AccountMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** How many regions are read at once, over all askers. */
  readonly atOnce?: number;
  /** How many instances are remembered over all listings; the least recently used listings go first. */
  readonly mostRemembered?: number;
}

interface Entry {
  listing: Listing | null;
  next: string | null;
  /** How many pages were read. */
  pages: number;
  /** How often its first page was read. */
  begun: number;
  reading: Promise<Result<null, Failure>> | null;
}

type Reads = Pick<EcsPort, 'listInstances' | 'instance' | 'disks'>;

export function makeInventory(
  port: Reads,
  { memory, clock, log, atOnce = 12, mostRemembered = 20_000 }: InventoryOptions,
): Inventory {
  const remembered = memory.of(() => new Map<string, Entry>());
  const turn = limited(atOnce);

  const entryOf = (region: string, filter: InstanceFilter): Entry => {
    const entries = remembered();
    const key = JSON.stringify([region, filter.name, filter.ids, filter.keyPair, filter.tags]);
    const entry = entries.get(key) ?? { listing: null, next: null, pages: 0, begun: 0, reading: null };
    // Keeps the map in the order of use.
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };
  const forgetOld = (): void => {
    const entries = remembered();
    // An empty listing takes memory too.
    const weight = ({ listing }: Entry): number => 1 + (listing?.instances.length ?? 0);
    let held = [...entries.values()].reduce((sum, entry) => sum + weight(entry), 0);
    for (const [key, entry] of entries) {
      if (held <= mostRemembered) return;
      if (entry.reading !== null) continue;
      held -= weight(entry);
      entries.delete(key);
    }
  };

  const read = async (entry: Entry, region: string, filter: InstanceFilter, from: string | null) => {
    const page = await turn(() => port.listInstances(region, filter, from, 'people'));
    if (!page.ok && isAbortedCall(page.error)) return page;
    if (!page.ok) {
      const { kind, code } = page.error;
      log.warn({ region, kind, code }, 'the instances of a region could not be read');
      // A listing whose next page is refused is read from its beginning the next time.
      if (from !== null && kind === 'badInput') entry.listing = null;
      return page;
    }
    const { instances, next, unread } = page.value;
    if (unread !== undefined) log.warn({ region, unread }, 'instances were listed in a way that the bot does not know');
    const before = from === null || entry.listing === null ? null : entry.listing;
    // An instance that moved between two pages is listed once.
    const known = new Set(before?.instances.map(({ cloudId }) => cloudId));
    const all = [...(before?.instances ?? []), ...instances.filter(({ cloudId }) => !known.has(cloudId))];
    const total = next === null ? all.length : (before?.total ?? page.value.total);
    const hasUnread = unread !== undefined || before?.hasUnread === true;
    entry.listing = { instances: all, total, ...(hasUnread && { hasUnread }), at: before?.at ?? clock.now() };
    entry.next = next;
    if (before === null) entry.begun += 1;
    entry.pages = before === null ? 1 : next === from ? MAX_PAGES : entry.pages + 1;
    return ok(null);
  };

  return {
    peek: (region, filter) => entryOf(region, filter).listing,
    async load(region, filter, { upTo, since }) {
      const entry = entryOf(region, filter);
      const wanted = Math.min(upTo, MAX_LISTED);
      const { begun } = entry;
      for (;;) {
        const { listing, next } = entry;
        // What was started again meanwhile is fresh whatever the clock says, since it may have been set back.
        const isFresh = listing !== null && (entry.begun > begun || isReadSince(listing, since, clock.now()));
        if (isFresh && (next === null || listing.instances.length >= wanted)) return ok(listing);
        if (isFresh && entry.pages >= MAX_PAGES) {
          entry.listing = null;
          return fail(incomplete('DescribeInstances', null, 'last page'));
        }
        const answer = await retryIfAborted(() => {
          entry.reading ??= read(entry, region, filter, isFresh ? next : null).finally(() => {
            entry.reading = null;
            forgetOld();
          });
          return entry.reading;
        });
        if (!answer.ok) return answer;
      }
    },
    instance: (region, cloudId) => turn(() => port.instance(region, cloudId)),
    disks: (region, cloudId) => turn(() => port.disks(region, cloudId)),
  };
}

/** What was read later than now is of a time before the clock was set back: its age is unknown. */
export const isReadSince = ({ at }: Pick<Listing, 'at'>, since: number, now: number): boolean =>
  at >= since && at <= now;

interface InLine extends Waiting {
  begin(): void;
}

/** Runs at most `atOnce` at a time; the others wait in line. Work that nobody waits for any more is not run. */
function limited(atOnce: number): <T>(run: () => Promise<Result<T, Failure>>) => Promise<Result<T, Failure>> {
  let running = 0;
  const line = makeLine<InLine>();
  const place = (): Promise<boolean> => {
    const { person, signal } = callOwner();
    if (signal?.aborted === true) return Promise.resolve(false);
    if (running < atOnce) {
      running += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const giveUp = (): void => {
        line.leave(waiting);
        resolve(false);
      };
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const waiting: InLine = { person, lane: 'people', begin };
      signal?.addEventListener('abort', giveUp);
      line.join(waiting);
    });
  };
  return async (run) => {
    if (!(await place())) return fail(abortedCall(null));
    try {
      return await run();
    } finally {
      // Hands the place to the next in line, or frees it.
      const next = line.next();
      if (next === undefined) running -= 1;
      else next.begin();
    }
  };
}
