import { leftIn, type StoredAccount } from '../../core/account/account.ts';
import { nearest } from '../../core/base/nearest.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { asKnown, type FoundInstance, mayActOn } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Authority } from '../../core/policy/authority.ts';
import { type InstanceRef, instanceRef } from '../../core/spec/command-arguments.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import {
  type Deadline,
  deadlineIn,
  fromStore,
  isBeingWorkedOn,
  knownOf,
  knownRegions,
  type ReadDeps,
} from './instance-reads.ts';
import { regionsToSearch, searchId, searchName } from './search-regions.ts';

/** The instance that is meant, or why none was found. */
export type Search = { readonly kind: 'found'; readonly found: FoundInstance } | NotFound;

export type NotFound =
  | { readonly kind: 'storeDown' }
  | Elsewhere
  | NoRegion
  /**
   * The instances that may be meant. `unsure`: the only one of this name, but not all regions could be read. `similar`: no
   * instance has this name, these contain it.
   */
  | {
      readonly kind: 'candidates';
      readonly why: 'unsure' | 'several' | 'similar';
      readonly found: readonly FoundInstance[];
    }
  | {
      readonly kind: 'none';
      /** How many regions were read, and how many were skipped because they were empty a moment ago. */
      readonly regions: number;
      readonly empty: number;
      readonly unread: readonly Trouble[];
      /** Why the list of regions may be incomplete. */
      readonly regionsUnknown: Failure | 'late' | null;
    };

/** The account has no such region; `nearest` is the one that was most likely meant. */
interface NoRegion {
  readonly kind: 'noRegion';
  readonly region: string;
  readonly nearest: string | null;
}

/** The instance is in a previous account. It is not looked for in the present one, which would report it as gone. */
export interface Elsewhere {
  readonly kind: 'elsewhere';
  readonly name: string;
  readonly account: string;
}

/** Who may run the command that looks for the instance. */
export type Who = 'anyone' | 'owner' | 'admin';

/** More instances of one name cannot be told apart by buttons anyway. */
const MAX_ROWS = 11;

/**
 * Finds an instance by the bot's id, the cloud's id, or its name, in one region or in all. The store is read first, because it
 * knows the region.
 */
export async function findInstance(deps: ReadDeps, ref: InstanceRef, who: Who): Promise<Search> {
  const deadline = deadlineIn(deps.clock);
  const search = await searchFor(deps, deadline, ref, who);
  // Asked only now, so that a list of regions that cannot be read delays nobody.
  return search.kind === 'none' ? ((await noSuchRegion(deps, deadline, ref.region)) ?? search) : search;
}

/** Null if the region exists, or that is unknown. @param region null for any */
export async function noSuchRegion(
  deps: ReadDeps,
  deadline: Deadline,
  region: string | null,
): Promise<NoRegion | null> {
  if (region === null) return null;
  const { ids, trouble } = await knownRegions(deps, deadline);
  return trouble !== null || ids.includes(region) ? null : { kind: 'noRegion', region, nearest: nearest(region, ids) };
}

async function searchFor(deps: ReadDeps, deadline: Deadline, ref: InstanceRef, who: Who): Promise<Search> {
  const own = await fromStore<Instance | null | 'storeDown'>(
    deps,
    () => deps.store.queries.withId(ref.word.toLowerCase()),
    'storeDown',
  );
  // Without the store, the bot must not say that it did not create an instance.
  if (own === 'storeDown' && who !== 'anyone') return { kind: 'storeDown' };
  const elsewhere = own === null || own === 'storeDown' ? null : await leftElsewhere(deps, own);
  if (elsewhere !== null) return elsewhere;
  if (own !== null && own !== 'storeDown') return { kind: 'found', found: await lookedUp(deps, deadline, own) };
  const known = ref.region === null ? await knownRegions(deps, deadline) : { ids: [ref.region], trouble: null };
  const trouble = known.trouble === null ? [] : [{ region: '', why: known.trouble }];
  const { asked, empty } = ref.region === null ? regionsToSearch(deps, known.ids) : { asked: [ref.region], empty: 0 };
  const lookup: Lookup = { ref, who, regions: asked, empty, trouble };
  if (isCloudId(ref.word)) return byId(deps, deadline, lookup);
  const rows = await calledSo(deps, ref);
  const account = await accountOf(deps);
  const here = rows.filter((row) => leftIn(row, account) === null);
  const left = rows.find((row) => !here.includes(row));
  return byName(deps, deadline, lookup, here, left === undefined ? null : await leftElsewhere(deps, left));
}

/** Null for an instance in the present account. */
export async function leftElsewhere(deps: ReadDeps, own: Instance): Promise<Elsewhere | null> {
  const owner = leftIn(own, await accountOf(deps));
  return owner === null ? null : { kind: 'elsewhere', name: own.spec.name, account: owner };
}

/** Looks up one of the bot's own instances in the cloud. */
async function lookedUp(deps: ReadDeps, deadline: Deadline, own: Instance): Promise<FoundInstance> {
  const { cloudId } = own;
  if (cloudId === null) return { cloud: null, own, why: isBeingWorkedOn(own) ? 'notYet' : 'gone' };
  const seen = await deadline.read(() => deps.inventory.instance(own.spec.region, cloudId));
  if (!seen.ok) return { cloud: null, own, why: seen.error };
  if (seen.value !== null) return { cloud: seen.value, own };
  return { cloud: null, own, why: isBeingWorkedOn(own) ? 'notYet' : 'gone' };
}

interface Lookup {
  readonly ref: InstanceRef;
  readonly who: Who;
  /** The regions to read. */
  readonly regions: readonly string[];
  /** How many regions are skipped because they were empty a moment ago. */
  readonly empty: number;
  readonly trouble: readonly Trouble[];
}

interface Trouble {
  /** Empty if the list of regions is unknown. */
  readonly region: string;
  readonly why: Failure | 'late';
}

async function byId(deps: ReadDeps, deadline: Deadline, lookup: Lookup): Promise<Search> {
  const asked = lookup.regions.map((region) => searchId(deps, deadline, region, lookup.ref.word));
  // Ids are unique across regions, so the first hit is enough.
  const hit = await firstOf(asked, (answer) => ('cloud' in answer ? answer.cloud : null));
  if (hit !== null) return { kind: 'found', found: { cloud: hit, own: null } };
  const trouble = (await Promise.all(asked)).flatMap((answer) => ('why' in answer ? [answer] : []));
  return notFound({ ...lookup, trouble: [...lookup.trouble, ...trouble] });
}

/** The first result that is not null; null if all are. */
function firstOf<A, T>(asked: readonly Promise<A>[], pick: (answer: A) => T | null): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const each = asked.map((one) =>
      one.then((answer) => {
        const value = pick(answer);
        if (value !== null) resolve(value);
      }),
    );
    Promise.all(each).then(() => resolve(null), reject);
  });
}

const accountOf = (deps: ReadDeps): Promise<StoredAccount | null> =>
  fromStore<StoredAccount | null>(deps, deps.store.metadata.storedAccount, null);

async function byName(
  deps: ReadDeps,
  deadline: Deadline,
  lookup: Lookup,
  rows: readonly Instance[],
  elsewhere: NotFound | null,
): Promise<Search> {
  const { ref, who } = lookup;
  const searched = await Promise.all(lookup.regions.map((region) => searchName(deps, deadline, region, ref.word)));
  const unread = searched.flatMap(({ region, trouble: why }) => (why === null ? [] : [{ region, why }]));
  const trouble = [...lookup.trouble, ...unread];
  const exact = searched.flatMap((one) => one.exact);
  const own = (await knownOf(deps, exact, [])).own;
  const found: readonly FoundInstance[] = [
    ...exact.map((cloud): FoundInstance => ({ cloud, own: own.get(cloud.cloudId) ?? null })),
    ...(await Promise.all(
      rows
        .filter(({ cloudId }) => !exact.some((cloud) => cloud.cloudId === cloudId))
        .map((one) => lookedUp(deps, deadline, one)),
    )),
  ];
  const [only] = found;
  const isSure = trouble.length === 0 || who === 'anyone';
  if (only !== undefined && found.length === 1 && isSure) return { kind: 'found', found: only };
  if (only !== undefined) return { kind: 'candidates', why: found.length === 1 ? 'unsure' : 'several', found };
  const similar = searched.flatMap((one) => one.similar);
  if (similar.length > 0)
    return { kind: 'candidates', why: 'similar', found: similar.map((cloud): FoundInstance => ({ cloud, own: null })) };
  return elsewhere ?? notFound({ ...lookup, trouble });
}

/** The bot's own instances of that name, also those that the cloud does not list yet. Ignores case. */
async function calledSo(deps: ReadDeps, { word, region }: InstanceRef): Promise<readonly Instance[]> {
  const rows = await fromStore(deps, () => deps.store.instancesCalled(word.toLowerCase(), MAX_ROWS), []);
  return rows.filter(({ spec }) => region === null || spec.region === region);
}

function notFound({ regions, empty, trouble }: Lookup): NotFound {
  const unread = trouble.filter(({ region }) => region !== '');
  const regionsUnknown = trouble.find(({ region }) => region === '')?.why ?? null;
  return { kind: 'none', regions: regions.length + empty, empty, unread, regionsUnknown };
}

/**
 * Finds the instance that a button or a window names, which grants no right. Asks the cloud only if its tags decide who may act.
 *
 * @returns null if the word names no instance
 * @throws StoreUnavailable
 */
export async function findAgain(
  deps: ReadDeps & { readonly authority: Authority },
  word: string,
  user: string,
): Promise<Search | null> {
  const own = word.startsWith('r-') ? await deps.store.instance(word) : null;
  const isClear = own?.adopted !== true || mayActOn({ user, isAdmin: deps.authority.isAdmin(user) }, { own });
  const left = own === null ? null : await leftElsewhere(deps, own);
  if (left !== null) return left;
  if (own !== null && isClear) return { kind: 'found', found: asKnown(own) };
  const ref = instanceRef().read([word]);
  return ref.ok ? findInstance(deps, ref.value, 'owner') : null;
}
