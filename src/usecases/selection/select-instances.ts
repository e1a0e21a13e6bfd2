import { leftIn } from '../../core/account/account.ts';
import { inCountingOrder } from '../../core/base/lists.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, nameOf, regionOf } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { LeftOut, LeftOutReason } from '../../core/selection/left-out.ts';
import { isMeant, type SelectionWord } from '../../core/selection/selection.ts';
import type { InstanceRef } from '../../core/spec/command-arguments.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import { findInstance, noSuchRegion, type Search } from '../instance/find-instance.ts';
import { type Deadline, deadlineIn, knownRegions, type ReadDeps, readRegion } from '../instance/instance-reads.ts';
import { regionsToSearch } from '../instance/search-regions.ts';
import { type CloudPlace, lookUp, type UnreadRegion, unreadIn } from './look-up.ts';

/** All instances that were named. */
export interface Selected {
  /** Each instance once, in natural order. */
  readonly found: readonly FoundInstance[];
  readonly leftOut: readonly LeftOut[];
  /** The regions where more may match a pattern. */
  readonly unread: readonly UnreadRegion[];
  /** Why the list of regions may be incomplete. */
  readonly regionsUnknown: Failure | 'late' | null;
  /** Whether more match a pattern than were read. */
  readonly isCut: boolean;
}

/** The result of one word, before the cloud was asked about it. */
interface Part extends Partial<Selected> {
  /** The bot's own rows, to be looked up. */
  readonly rows?: readonly Instance[];
  /** Instances that the cloud has shown already. */
  readonly clouds?: readonly CloudInstance[];
  /** The cloud's ids, to be looked up. */
  readonly places?: readonly CloudPlace[];
}

/** The most that are read: of a person's own instances, and of a pattern's matches in one region. */
const MAX_MINE = 500;
const MAX_FITTING = 200;

/**
 * Finds the instances that somebody has named, all within one deadline. Names are searched as in every command; ids are looked up
 * together, one call per region.
 *
 * @throws StoreUnavailable
 */
export async function selectInstances(
  deps: ReadDeps,
  user: string,
  words: readonly SelectionWord[],
): Promise<Selected> {
  const deadline = deadlineIn(deps.clock);
  const parts = await Promise.all(words.map((word) => partOf(deps, deadline, user, word)));
  const of = <T>(pick: (part: Part) => readonly T[] | undefined): readonly T[] =>
    parts.flatMap((part) => pick(part) ?? []);
  const looked = await lookUp(deps, deadline, {
    rows: of(({ rows }) => rows),
    clouds: of(({ clouds }) => clouds),
    places: of(({ places }) => places),
  });
  const all = [...of(({ found }) => found), ...looked.found];
  const once = new Map(all.map((one) => [one.own?.id ?? one.cloud?.cloudId, one]));
  const unread = of((part) => part.unread);
  return {
    found: [...once.values()].sort(
      (a, b) => inCountingOrder(nameOf(a), nameOf(b)) || inCountingOrder(regionOf(a), regionOf(b)),
    ),
    leftOut: [...of(({ leftOut }) => leftOut), ...looked.leftOut],
    unread: unread.filter(({ region }, index) => unread.findIndex((one) => one.region === region) === index),
    regionsUnknown: parts.find(({ regionsUnknown }) => regionsUnknown)?.regionsUnknown ?? null,
    isCut: parts.some(({ isCut }) => isCut),
  };
}

const without = (name: string, reason: LeftOutReason): Part => ({ leftOut: [{ name, reason }] });

async function partOf(deps: ReadDeps, deadline: Deadline, user: string, word: SelectionWord): Promise<Part> {
  switch (word.kind) {
    case 'unreadable':
      return without(word.given, { why: 'unreadable' });
    case 'one':
      return ofOne(deps, deadline, word.given, word.ref);
    case 'request': {
      const rows = await deps.store.instancesOf(word.given.toLowerCase());
      if (rows.length > 0) return ofRows(deps, rows);
      const request = await deps.store.request(word.given.toLowerCase());
      return request === null ? ofOne(deps, deadline, word.given, word.ref) : without(word.given, { why: 'empty' });
    }
    case 'mine': {
      const { rows, isCut } = await mineOf(deps, user, { pattern: '*', region: word.region });
      if (rows.length > 0) return { ...(await ofRows(deps, rows)), isCut };
      const isKnown = (await noSuchRegion(deps, deadline, word.region)) === null;
      return without(word.given, { why: isKnown ? 'noneFits' : 'noRegion' });
    }
    case 'pattern':
      return ofPattern(deps, deadline, user, word);
  }
}

async function ofOne(deps: ReadDeps, deadline: Deadline, given: string, ref: InstanceRef): Promise<Part> {
  const own = await deps.store.queries.withId(ref.word.toLowerCase());
  if (own !== null) return ofRows(deps, [own]);
  if (isCloudId(ref.word) && ref.region !== null)
    return (await noSuchRegion(deps, deadline, ref.region)) === null
      ? { places: [{ region: ref.region, cloudId: ref.word, given }] }
      : without(given, { why: 'noRegion' });
  const search = await findInstance(deps, ref, 'owner');
  return search.kind === 'found' ? { found: [search.found] } : without(given, whyNot(search));
}

function whyNot(search: Exclude<Search, { readonly kind: 'found' }>): LeftOutReason {
  switch (search.kind) {
    case 'storeDown':
      return { why: 'unknown' };
    case 'noRegion':
      return { why: 'noRegion' };
    case 'elsewhere':
      return { why: 'otherAccount', account: search.account };
    case 'candidates':
      return { why: search.why === 'several' ? 'ambiguous' : search.why === 'unsure' ? 'unsure' : 'notFound' };
    case 'none':
      return { why: search.unread.length > 0 || search.regionsUnknown !== null ? 'unsure' : 'notFound' };
  }
}

/** Instances in a previous account are out of reach. */
async function ofRows(
  { store }: ReadDeps,
  rows: readonly Instance[],
): Promise<Required<Pick<Part, 'rows' | 'leftOut'>>> {
  const now = await store.metadata.storedAccount();
  const here: Instance[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of rows) {
    const account = leftIn(row, now);
    if (account === null) here.push(row);
    else leftOut.push({ name: row.spec.name, reason: { why: 'otherAccount', account } });
  }
  return { rows: here, leftOut };
}

/** A person's own instances whose names match. */
async function mineOf(
  { store }: ReadDeps,
  user: string,
  meant: { readonly pattern: string; readonly region: string | null },
): Promise<{ readonly rows: readonly Instance[]; readonly isCut: boolean }> {
  const { instances, total } = await store.queries.existingOf(user, MAX_MINE);
  const rows = instances.filter(({ spec }) => isMeant(meant, spec));
  return { rows, isCut: total > instances.length };
}

/**
 * All instances whose names match, also other people's and those that the bot did not create: the answer says on which the person
 * may not act.
 */
async function ofPattern(
  deps: ReadDeps,
  deadline: Deadline,
  user: string,
  word: Extract<SelectionWord, { kind: 'pattern' }>,
): Promise<Part> {
  const known = word.region === null ? await knownRegions(deps, deadline) : { ids: [word.region], trouble: null };
  const regions = word.region === null ? regionsToSearch(deps, known.ids).asked : known.ids;
  const wish = { upTo: MAX_FITTING, since: deps.clock.now() };
  const [mine, reads] = await Promise.all([
    mineOf(deps, user, word),
    Promise.all(regions.map((region) => readRegion(deps, deadline, region, { name: word.pattern }, wish))),
  ]);
  const current = reads.flatMap((read) => (read.trouble === null ? [read.listing] : []));
  const clouds = current.flatMap(({ instances }) => instances.filter((one) => isMeant(word, one)));
  const unread = unreadIn(reads);
  const own = await ofRows(deps, mine.rows);
  const none = mine.rows.length === 0 && clouds.length === 0;
  if (none && (await noSuchRegion(deps, deadline, word.region)) !== null)
    return without(word.given, { why: 'noRegion' });
  const isUnsure = unread.length > 0 || known.trouble !== null;
  const nothing: LeftOut = { name: word.given, reason: { why: isUnsure ? 'unsure' : 'noneFits' } };
  return {
    ...own,
    clouds,
    leftOut: none ? [nothing] : own.leftOut,
    unread,
    regionsUnknown: known.trouble,
    isCut: mine.isCut || current.some(({ total, instances }) => total !== instances.length),
  };
}
