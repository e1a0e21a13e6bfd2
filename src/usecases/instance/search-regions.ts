import type { Failure } from '../../core/failure/failure.ts';
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
    return (
      region === defaultRegion || listing === null || listing.total !== 0 || !isReadSince(listing, now - EMPTY_MS, now)
    );
  });
  return { asked, empty: regions.length - asked.length };
}

/** The matches in one region; `trouble`: why it could not be read. */
interface Searched {
  readonly region: string;
  readonly exact: readonly CloudInstance[];
  readonly similar: readonly CloudInstance[];
  readonly trouble: Failure | 'late' | null;
}

/** Searches a region by name. A region of at most one page is read with one call, and the page is remembered. */
export async function searchName(deps: ReadDeps, deadline: Deadline, region: string, name: string): Promise<Searched> {
  const wish = { upTo: 1, since: deps.clock.now() };
  const read = (filter: { readonly name?: string }) => readRegion(deps, deadline, region, filter, wish);
  const found = (listing: Listing | null): Searched => {
    const similar = listing?.instances.filter((one) => one.name.includes(name)) ?? [];
    return { region, exact: similar.filter((one) => one.name === name), similar, trouble: null };
  };
  const known = deps.inventory.peek(region, {});
  const all = known === null || isWhole(known) ? await read({}) : null;
  if (all !== null && all.trouble !== null) return unread(all);
  if (all?.listing != null && isWhole(all.listing)) return found(all.listing);
  const like = await read({ name: `*${name}*` });
  if (like.trouble !== null) return unread(like);
  const seen = found(like.listing);
  if (seen.exact.length > 0 || like.listing === null || isWhole(like.listing)) return seen;
  const exact = await read({ name });
  return exact.trouble !== null ? unread(exact) : { ...seen, exact: found(exact.listing).exact };
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
    const cloud = all.listing?.instances.find(({ cloudId }) => cloudId === id);
    if (cloud !== undefined) return { cloud };
    if (all.listing !== null && isWhole(all.listing)) return { cloud: null };
  }
  const seen = await deadline.read(() => deps.inventory.instance(region, id));
  return seen.ok ? { cloud: seen.value } : { region, why: seen.error };
}

/** Whether the listing is complete. */
const isWhole = ({ total, instances }: Listing): boolean => total === instances.length;

const unread = ({ region, trouble }: RegionRead): Searched => ({ region, exact: [], similar: [], trouble });
