import type { Failure } from '../../core/failure/failure.ts';
import { isSameKey, type KeyPairSeen, type OwnKey } from '../../core/key/own-key.ts';
import { type Deadline, deadlineIn, knownRegions } from '../instance/instance-reads.ts';
import type { KeyDeps } from './key-deps.ts';

/** A person's key in one region. */
export interface KeyInRegion {
  readonly region: string;
  /** `missing`: it should have been imported, and is not there (yet). */
  readonly is: 'there' | 'missing';
  /** Whether its tag names the person as owner: no other pair is removed. */
  readonly tagged: boolean;
  /** The first names of the instances that use it; null if they could not be read. */
  readonly usedBy: readonly string[] | null;
  /** How many others use it; absent for none. */
  readonly moreUsers?: number;
}

/** A person's key in all regions: stored by the bot, tagged as theirs in the cloud, or both. */
export interface KeyShown {
  readonly name: string;
  /** MD5 as the cloud shows it, without colons; several if different keys have the same name in different regions. */
  readonly fingerprints: readonly string[];
  /** Null if the bot did not import it. */
  readonly own: OwnKey | null;
  readonly regions: readonly KeyInRegion[];
}

export interface KeysShown {
  /** By name. */
  readonly keys: readonly KeyShown[];
  /** The regions that could not be read; null if even the list of regions is unknown. */
  readonly unread: readonly { readonly region: string; readonly why: Failure | 'late' }[];
  readonly regionsUnread: Failure | 'late' | null;
}

const WITHIN_MS = 6_000;
/** The first page has more of them, all of which are counted. */
const USERS_READ = 20;

interface Users {
  readonly usedBy: readonly string[];
  readonly moreUsers?: number;
}

/** Reads every region, and reports which did not answer. */
export async function listKeys(deps: KeyDeps, user: string): Promise<KeysShown> {
  const deadline = deadlineIn(deps.clock, WITHIN_MS);
  const [kept, known] = await Promise.all([deps.store.ownKeys.of(user), knownRegions(deps, deadline)]);
  const regions = [...new Set([...known.ids, ...kept.flatMap((key) => key.regions)])];
  const read = await Promise.all(regions.map((region) => readRegion(deps, deadline, user, kept, region)));
  const unread = read.flatMap(({ region, why }) => (why === null ? [] : [{ region, why }]));
  const names = new Set([...kept.map(({ name }) => name), ...read.flatMap((one) => [...one.pairs.keys()])]);
  const keys = [...names].sort().map((name) => shown(name, kept.find((key) => key.name === name) ?? null, read));
  return { keys, unread, regionsUnread: known.trouble };
}

interface RegionKeys {
  readonly region: string;
  readonly pairs: ReadonlyMap<string, KeyPairSeen>;
  readonly users: ReadonlyMap<string, Users | null>;
  /** Why the region could not be read; null if it was. */
  readonly why: Failure | 'late' | null;
}

async function readRegion(
  deps: KeyDeps,
  deadline: Deadline,
  user: string,
  kept: readonly OwnKey[],
  region: string,
): Promise<RegionKeys> {
  const empty = { region, pairs: new Map(), users: new Map() };
  const tagged = await deadline.read(() => deps.ecs.keyPairs(region, { owner: user }));
  if (!tagged.ok) return { ...empty, why: tagged.error };
  const pairs = new Map(tagged.value.map((pair) => [pair.name, pair]));
  // A pair that somebody imported by hand has no tag.
  for (const key of kept.filter(({ name, regions }) => regions.includes(region) && !pairs.has(name))) {
    const seen = await deadline.read(() => deps.ecs.keyPairs(region, { name: key.name }));
    if (!seen.ok) return { ...empty, why: seen.error };
    const pair = seen.value.find(({ name }) => name === key.name);
    if (pair !== undefined && isSameKey(key, pair)) pairs.set(key.name, pair);
  }
  const users = await Promise.all(
    [...pairs.keys()].map(async (name) => [name, await usersOf(deps, deadline, region, name)] as const),
  );
  return { region, pairs, users: new Map(users), why: null };
}

async function usersOf(
  { inventory, clock }: KeyDeps,
  deadline: Deadline,
  region: string,
  keyPair: string,
): Promise<Users | null> {
  const wish = { upTo: USERS_READ, since: clock.now() };
  const answer = await deadline.read(() => inventory.load(region, { keyPair }, wish));
  if (!answer.ok) return null;
  const { instances, total } = answer.value;
  const moreUsers = (total ?? instances.length) - instances.length;
  return { usedBy: instances.map(({ name }) => name), ...(moreUsers > 0 && { moreUsers }) };
}

function shown(name: string, own: OwnKey | null, read: readonly RegionKeys[]): KeyShown {
  const regions = read.flatMap(({ region, pairs, users, why }): KeyInRegion[] => {
    const pair = pairs.get(name);
    if (pair !== undefined)
      return [{ region, is: 'there', tagged: pair.owner !== null, ...(users.get(name) ?? { usedBy: null }) }];
    const isExpected = why === null && own?.regions.includes(region) === true;
    return isExpected ? [{ region, is: 'missing', tagged: false, usedBy: [] }] : [];
  });
  const seen = read.flatMap(({ pairs }) => pairs.get(name)?.fingerprint ?? []);
  return { name, own, fingerprints: [...new Set([...(own === null ? [] : [own.fingerprint]), ...seen])], regions };
}
