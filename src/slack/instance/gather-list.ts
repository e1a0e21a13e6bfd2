import { groupBy, inCountingOrder } from '../../core/base/lists.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { REQUESTER_TAG, type Request } from '../../core/request/request.ts';
import { filterOf, type ListOrder, type ListQuery } from '../../core/spec/list-query.ts';
import { MAX_LISTED } from '../../ecs/catalogue/inventory.ts';
import {
  type Deadline,
  fromStore,
  isBeingWorkedOn,
  knownOf,
  type RegionRead,
  type RegionsKnown,
  readRegion,
  type Viewer,
} from '../../usecases/instance/instance-reads.ts';
import type { RequestContext } from '../kit/context.ts';
import { adoptedOf, adoptedSources, type Source } from './list-sources.ts';

/** One page of instances, and everything to say about those that are not on it. */
export interface ListShown {
  /** The query; `usual` is replaced by its meaning. */
  readonly order: ListOrder;
  readonly rows: readonly ListRow[];
  /** How many instances are before the first row. */
  readonly before: number;
  readonly total: number;
  /** False: there are more than `total`. */
  readonly isExact: boolean;
  readonly hasNext: boolean;
  /** The number of regions with counted instances. */
  readonly regions: number;
  /** The regions of which only the first {@link MAX_LISTED} can be paged through. */
  readonly cut: readonly string[];
  /** The regions that could not be read; `remembered`: an earlier read is shown. */
  readonly unread: readonly { readonly region: string; readonly why: Failure | 'late'; readonly remembered: boolean }[];
  /** Why some regions may not have been asked at all. */
  readonly regionsUnknown: Failure | 'late' | null;
  /** When the oldest part was read; null if nothing was. */
  readonly at: number | null;
}

export interface ListRow {
  readonly found: FoundInstance;
  readonly request: Request | null;
}

export const PAGE_ROWS = 20;
/** The most age of an answer when somebody asks again; turning pages goes on with the earlier read. */
const FRESH_MS = 15_000;
const PAGING_MS = 600_000;
/** How many of a person's newest requests are searched for instances that the cloud does not list yet. */
const NEWEST_REQUESTS = 30;

/** The requested page, or the last one if there are fewer. */
export async function gatherList(
  context: RequestContext,
  reader: Viewer,
  { query, page, fresh }: ListOrder,
  known: RegionsKnown,
  deadline: Deadline,
): Promise<ListShown> {
  const where = await scoped(context, reader, query, known);
  // The person may just have changed something of their own.
  const refetch = fresh || (where.query.scope === 'mine' && page === 1);
  const shown = await gather(context, reader, { query: where.query, page, fresh: refetch }, where.regions, deadline);
  const regionsUnknown = where.query.scope === 'all' ? known.trouble : null;
  // A person without own instances meant those of others.
  const nothing = shown.total === 0 && shown.unread.length === 0;
  if (query.scope !== 'usual' || where.query.scope !== 'mine' || !nothing) return { ...shown, regionsUnknown };
  const instead: ListQuery = { ...query, scope: 'region', region: context.defaultRegion };
  return gather(context, reader, { query: instead, page, fresh }, [context.defaultRegion], deadline);
}

/**
 * The meaning of a query without a scope: the person's own instances if they have any, otherwise all of the default region; a
 * search looks everywhere.
 */
async function scoped(
  context: RequestContext,
  { user }: Viewer,
  query: ListQuery,
  known: RegionsKnown,
): Promise<{ readonly query: ListQuery; readonly regions: readonly string[] }> {
  const { scope, region } = query;
  if (scope === 'region') return { query, regions: region === null ? [] : [region] };
  if (scope === 'all' || (scope === 'usual' && (query.tag !== null || query.text !== null)))
    return { query: { ...query, scope: 'all' }, regions: known.ids };
  const own = await fromStore(context, () => context.store.queries.regionsOf(user), []);
  if (scope === 'mine' || own.length > 0)
    return { query: { ...query, scope: 'mine' }, regions: [...new Set([context.defaultRegion, ...own])] };
  return { query: { ...query, scope: 'region', region: context.defaultRegion }, regions: [context.defaultRegion] };
}

async function gather(
  context: RequestContext,
  reader: Viewer,
  { query, page, fresh }: ListOrder,
  regions: readonly string[],
  deadline: Deadline,
): Promise<ListShown> {
  const isMine = query.scope === 'mine';
  const filter = filterOf(query, isMine ? [{ key: REQUESTER_TAG, value: reader.user }] : []);
  const adopted = isMine ? await adoptedOf(context, reader) : [];
  const now = context.clock.now();
  const since = fresh ? now : now - (page > 1 ? PAGING_MS : FRESH_MS);
  const read = async (source: Source, upTo: number) => {
    const { region } = source;
    return { ...(await readRegion(context, deadline, region, source.filter, { upTo, since })), source };
  };
  const tagged = await Promise.all(regions.map((region) => read({ region, filter }, 1)));
  const others = adoptedSources(adopted, query, tagged).map((source) => read(source, 1));
  let reads = byRegion([...tagged, ...(await Promise.all(others))], regions);
  const own = isMine ? await ownUnlisted(context, reader, query, reads, adopted) : [];
  // Reads further only in the regions on this page, which may turn out shorter than expected.
  for (let round = 0; round < 2; round++) {
    const reach = reaches(own.length, reads, pageOf(page, own.length, reads));
    if (reach.every(({ upTo }, index) => upTo <= (reads[index]?.listing?.instances.length ?? 0))) break;
    reads = await Promise.all(
      reads.map((one, index) => {
        const upTo = reach[index]?.upTo ?? 0;
        return upTo > (one.listing?.instances.length ?? 0) ? read(one.source, upTo) : one;
      }),
    );
  }
  const shownPage = pageOf(page, own.length, reads);
  const reach = reaches(own.length, reads, shownPage);
  const first = (shownPage - 1) * PAGE_ROWS;
  const clouds = reads.flatMap(({ listing }, index) =>
    asPeopleCount(listing?.instances.slice(reach[index]?.from, reach[index]?.upTo) ?? []),
  );
  const total = countOf(own.length, reads);
  const isExact = reads.every(({ listing }) => listing === null || listing.total !== null);
  return {
    order: { query, page: shownPage, fresh: false },
    rows: (await rowsOf(context, own.slice(first, first + PAGE_ROWS), clouds)).map(asLastSeen(reads)),
    before: first,
    total,
    isExact,
    hasNext: pageable(own.length, reads) > first + PAGE_ROWS,
    regions: new Set(reads.flatMap(({ region, listing }) => (listing?.instances.length ? [region] : []))).size,
    cut: reads.filter(({ listing }) => (listing?.total ?? 0) > MAX_LISTED).map(({ region }) => region),
    unread: unreadOf(reads),
    regionsUnknown: null,
    at: reads.reduce<number | null>(
      (oldest, { listing }) => (listing === null ? oldest : Math.min(oldest ?? listing.at, listing.at)),
      null,
    ),
  };
}

/** A listing that is not reread may be older than the bot's own look, such as at an instance that its reader has just stopped. */
const asLastSeen =
  (reads: readonly RegionRead[]) =>
  (row: ListRow): ListRow => {
    const { cloud, own } = row.found;
    const listed = reads.find(({ region }) => region === cloud?.region)?.listing?.at;
    const seen = own?.observed ?? null;
    if (cloud === null || seen === null || listed === undefined || seen.at <= listed) return row;
    return { ...row, found: { cloud: { ...cloud, status: seen.status }, own } };
  };

/** The cloud sorts by the minute of creation only: instances of one minute, such as those of one request, come in any order. */
const asPeopleCount = (page: readonly CloudInstance[]): readonly CloudInstance[] =>
  [...groupBy(page, ({ createdAt }) => createdAt).values()].flatMap((alike) =>
    alike.toSorted((a, b) => inCountingOrder(a.name, b.name)),
  );

/** In the order of the regions. */
const byRegion = <T extends RegionRead>(reads: readonly T[], regions: readonly string[]): readonly T[] =>
  reads.toSorted((a, b) => regions.indexOf(a.region) - regions.indexOf(b.region));

/** Each region once, even if it was read for several things. */
function unreadOf(reads: readonly RegionRead[]): ListShown['unread'] {
  const unread = reads.flatMap(({ region, trouble, listing }) =>
    trouble === null ? [] : [{ region, why: trouble, remembered: listing !== null }],
  );
  return unread.filter(({ region }, index) => unread.findIndex((one) => one.region === region) === index);
}

/** How many instances of a region can be paged through. If the cloud does not tell, the most possible. */
const lengthOf = ({ listing, trouble }: RegionRead): number => {
  if (listing === null) return 0;
  // A remembered listing cannot be read further.
  if (trouble !== null) return listing.instances.length;
  return Math.min(MAX_LISTED, listing.total ?? MAX_LISTED);
};

const pageable = (own: number, reads: readonly RegionRead[]): number =>
  reads.reduce((sum, read) => sum + lengthOf(read), own);

/** The number of counted instances; the number read if the cloud does not tell. */
const countOf = (own: number, reads: readonly RegionRead[]): number =>
  reads.reduce((sum, { listing }) => sum + (listing?.total ?? listing?.instances.length ?? 0), own);

const pageOf = (asked: number, own: number, reads: readonly RegionRead[]): number =>
  Math.max(1, Math.min(asked, Math.ceil(pageable(own, reads) / PAGE_ROWS)));

/** The part of each region on a page, from `from` to before `upTo`. */
function reaches(
  own: number,
  reads: readonly RegionRead[],
  page: number,
): readonly { readonly from: number; readonly upTo: number }[] {
  const first = (page - 1) * PAGE_ROWS;
  let before = own;
  return reads.map((read) => {
    const length = lengthOf(read);
    const inside = (place: number) => Math.max(0, Math.min(length, place - before));
    const part = { from: inside(first), upTo: inside(first + PAGE_ROWS) };
    before += length;
    return part.from === part.upTo ? { from: 0, upTo: 0 } : part;
  });
}

/** A person's own instances that no listing has: those being created, and for an unreadable region all that the bot knows. */
async function ownUnlisted(
  context: RequestContext,
  { user }: Viewer,
  query: ListQuery,
  reads: readonly RegionRead[],
  adopted: readonly Instance[],
): Promise<readonly Instance[]> {
  if (query.tag !== null) return [];
  const created = await fromStore(context, () => context.store.queries.newestOf(user, NEWEST_REQUESTS), []);
  const listed = new Set(reads.flatMap(({ listing }) => listing?.instances.map(({ cloudId }) => cloudId) ?? []));
  const unread = new Set(reads.filter(({ listing }) => listing === null).map(({ region }) => region));
  return [...created, ...adopted].filter(
    (one) =>
      one.requester === user &&
      (one.cloudId === null || !listed.has(one.cloudId)) &&
      ((isBeingWorkedOn(one) && !one.adopted) || (one.outcome === 'reached' && unread.has(one.spec.region))) &&
      (query.text === null || one.cloudId === query.text || one.spec.name.includes(query.text)),
  );
}

async function rowsOf(
  context: RequestContext,
  own: readonly Instance[],
  clouds: readonly CloudInstance[],
): Promise<readonly ListRow[]> {
  const known = await knownOf(context, clouds, own);
  const row = (found: FoundInstance): ListRow => ({
    found,
    request: (found.own && known.requests.get(found.own.requestId)) ?? null,
  });
  return [
    ...own.map((one) => row({ cloud: null, own: one, why: isBeingWorkedOn(one) ? 'notYet' : 'late' })),
    ...clouds.map((cloud) => row({ cloud, own: known.own.get(cloud.cloudId) ?? null })),
  ];
}
