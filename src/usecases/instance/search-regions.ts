import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import { isReadSince, type Listing } from '../../ecs/catalogue/inventory.ts';
import { type Deadline, type ReadDeps, type RegionRead, readRegion } from './instance-reads.ts';

/** A region that was empty this recently is not read again. The store finds the bot's own instances. */
const EMPTY_MS = 300_000;

/** Which regions to read, and how many are skipped because they were empty a moment ago. */
export function regionsToSearch(
  { inventory, clock, defaultRegion }: Pick<ReadDeps, 'inventory' | 'clock' | 'defaultRegion'>,
  regions: readonly string[],
): { readonly asked: readonly string[]; readonly empty: number } {
  const now = clock.now();
  const asked = regions.filter((region) => {
    const listing = inventory.peek(region, {});
    const isEmpty = listing !== null && listing.total === 0 && isWhole(listing);
    return region === defaultRegion || !isEmpty || !isReadSince(listing, now - EMPTY_MS, now);
  });
  return { asked, empty: regions.length - asked.length };
}

/** The matches in one region; `trouble`: why it, or one of that name there, could not be read. */
interface Searched {
  readonly region: string;
  readonly exact: readonly CloudInstance[];
  readonly similar: readonly CloudInstance[];
  readonly trouble: Failure | 'late' | null;
}

/**
 * Searches a region by name. A region of at most one page is read with one call, and the page is remembered. In a larger one, that
 * name alone is read too, so that none that has it is missed.
 */
export async function searchName(deps: ReadDeps, deadline: Deadline, region: string, name: string): Promise<Searched> {
  const since = deps.clock.now();
  const read = (filter: { readonly name?: string }, upTo = 1) =>
    readRegion(deps, deadline, region, filter, { upTo, since });
  const found = ({ instances, hasUnread }: Listing): Searched => {
    const similar = instances.filter((one) => one.name.includes(name));
    const exact = similar.filter((one) => one.name === name);
    return { region, exact, similar, trouble: hasUnread ? failureOf('unreadable') : null };
  };
  const known = deps.inventory.peek(region, {});
  if (known === null || isWhole(known)) {
    const all = await read({});
    if (all.trouble !== null) return unread(all);
    if (isWhole(all.listing)) return found(all.listing);
  }
  const like = await read({ name: `*${name}*` });
  if (like.trouble !== null) return unread(like);
  const seen = found(like.listing);
  if (isWhole(like.listing)) return seen;
  // A page may hold fewer than there are, and two are ambiguous.
  const exact = await read({ name }, 2);
  return exact.trouble !== null ? unread(exact) : { ...found(exact.listing), similar: seen.similar };
}

/** Searches a region by the cloud's id, in the same way. */
export async function searchId(
  deps: ReadDeps,
  deadline: Deadline,
  region: string,
  id: string,
): Promise<{ readonly cloud: CloudInstance | null } | (Pick<Searched, 'region'> & { readonly why: Failure | 'late' })> {
  const known = deps.inventory.peek(region, {});
  if (known === null || isWhole(known)) {
    const all = await readRegion(deps, deadline, region, {}, { upTo: 1, since: deps.clock.now() });
    if (all.trouble !== null) return { region, why: all.trouble };
    const cloud = all.listing.instances.find(({ cloudId }) => cloudId === id);
    if (cloud !== undefined) return { cloud };
    if (isWhole(all.listing)) return { cloud: null };
  }
  const seen = await deadline.read(() => deps.inventory.instance(region, id));
  return seen.ok ? { cloud: seen.value } : { region, why: seen.error };
}

/** Whether the listing is complete. */
const isWhole = ({ total, instances, hasUnread }: Listing): boolean => total === instances.length && !hasUnread;

const unread = ({ region, trouble }: RegionRead): Searched => ({ region, exact: [], similar: [], trouble });
