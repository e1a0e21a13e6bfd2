import { fail, ok, type Result } from '../../core/base/result.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Failure } from '../../core/failure/failure.ts';
import {
  type Brought,
  isSameKey,
  type KeyNameFault,
  keyNameFault,
  MAX_KEYS,
  nameOfComment,
  type OwnKey,
} from '../../core/key/own-key.ts';
import { type PublicKey, type PublicKeyFault, readPublicKey } from '../../core/key/public-key.ts';
import { allowsRegion, rulesOf } from '../../core/policy/policy.ts';
import { onceBegun } from '../../store/unless-store-down.ts';
import { allowedCatalogue } from '../policy/allowed-catalogue.ts';
import { bringKey } from './bring-key.ts';
import { begunNow, changeKey, type KeyChange, type KeyDeps, keyEvent } from './key-deps.ts';

/** A filled-in form. Until it is parsed, the public key may hold a secret. */
export interface KeyWish {
  readonly user: string;
  /** Empty for a name made from the key's comment. */
  readonly name: string;
  readonly publicKey: string;
}

/** What is wrong with a field. */
export type KeyFault =
  | { readonly field: 'publicKey'; readonly is: PublicKeyFault }
  /** The person has the same key under this name. */
  | { readonly field: 'publicKey'; readonly is: { readonly fault: 'known'; readonly name: string } }
  | { readonly field: 'publicKey'; readonly is: { readonly fault: 'tooMany' } }
  | { readonly field: 'name'; readonly is: { readonly fault: KeyNameFault | 'others' | 'another' } }
  /** In this region a key pair that the bot did not import has the name. */
  | { readonly field: 'name'; readonly is: { readonly fault: 'inCloud'; readonly region: string } };

export type KeyAdded =
  | { readonly kind: 'added'; readonly key: OwnKey; readonly brought: readonly Brought[] }
  | { readonly kind: 'fault'; readonly fault: KeyFault }
  /** The cloud rejects this key; nothing of it was kept. */
  | { readonly kind: 'refused'; readonly name: string; readonly failure: Failure }
  | { readonly kind: 'storeDown' };

/**
 * Stores a public key and imports it into the regions of its owner's servers and the form's first region; into other regions it
 * is brought when the owner first opens the form there. Adding the same key again finishes an earlier try. A key that is not
 * {@link markHeard} in time is taken up by {@link finishKeys}.
 */
export async function addKey(deps: KeyDeps, { user, name: given, publicKey }: KeyWish): Promise<KeyAdded> {
  const read = readPublicKey(publicKey);
  if (!read.ok) return { kind: 'fault', fault: { field: 'publicKey', is: read.error } };
  const { comment, ...key } = read.value;
  const name = given.trim() || nameOfComment(comment);
  const misnamed = keyNameFault(name);
  if (misnamed !== null) return { kind: 'fault', fault: { field: 'name', is: { fault: misnamed } } };
  const regions = await regionsFor(deps, user);
  const taken = await takenIn(deps, { ...key, name, owner: user }, regions);
  if (taken !== null) return { kind: 'fault', fault: { field: 'name', is: { fault: 'inCloud', region: taken } } };
  const kept = await keep(deps, user, name, key);
  return kept.ok ? onceBegun(() => bring(deps, kept.value, regions)) : { kind: 'fault', fault: kept.error };
}

async function bring(deps: KeyDeps, key: OwnKey, regions: readonly string[]): Promise<KeyAdded> {
  const brought: Brought[] = [];
  // One after the other, because each import stores its intent first. There are few regions.
  for (const region of regions) brought.push(await bringKey(deps, key, region));
  const refusal = refusalOf(brought);
  if (refusal !== null) {
    await forget(deps, key, refusal);
    return { kind: 'refused', name: key.name, failure: refusal };
  }
  await Promise.all(regions.map((region) => deps.catalogue.keyPairs.reload(region)));
  return { kind: 'added', key, brought };
}

/** The regions where the person has asked for servers, and the form's first one, if the policy allows them. */
export async function regionsFor(
  { store, policy, defaultRegion, ...deps }: KeyDeps,
  user: string,
): Promise<readonly string[]> {
  const rules = rulesOf({ policy });
  const used = await store.queries.regionsOf(user);
  const allowed = [...new Set([defaultRegion, ...used])].filter((region) => allowsRegion(rules, region));
  if (allowed.length > 0) return allowed;
  const [first] = allowedCatalogue({ ...deps, policy }).regions.peek() ?? [];
  return first === undefined ? [] : [first.id];
}

/** The first region in which another key pair has the name. For a region that cannot be read, the import will tell. */
async function takenIn(
  { ecs }: KeyDeps,
  key: Pick<OwnKey, 'name' | 'owner' | 'fingerprint'>,
  regions: readonly string[],
): Promise<string | null> {
  const taken = await Promise.all(
    regions.map(async (region) => {
      const seen = await ecs.keyPairs(region, { name: key.name });
      return seen.ok && seen.value.some((pair) => pair.name === key.name && !isSameKey(key, pair));
    }),
  );
  return regions.find((_, index) => taken[index]) ?? null;
}

/** Stores the key and returns it; an identical key of the person is returned as it is. */
function keep(
  { store, clock }: KeyDeps,
  owner: string,
  name: string,
  key: PublicKey,
): Promise<Result<OwnKey, KeyFault>> {
  const refuse = (fault: KeyFault): Result<OwnKey, KeyFault> => fail(fault);
  return retryOnConflict<Result<OwnKey, KeyFault>, Result<OwnKey, KeyFault>>(
    async () => {
      const there = await store.ownKeys.named(name);
      if (there !== null && there.owner !== owner) return refuse({ field: 'name', is: { fault: 'others' } });
      if (there !== null && there.fingerprint !== key.fingerprint)
        return refuse({ field: 'name', is: { fault: 'another' } });
      const unseen = begunNow({ clock });
      if (there !== null && there.removingAt === null) {
        const begun: OwnKey = { ...there, unseen, version: there.version + 1 };
        const { ok: isBegun } = await store.commit({ ownKeys: [{ kind: 'put', next: begun }], at: clock.now() });
        return isBegun ? ok(begun) : CONFLICT;
      }
      const mine = await store.ownKeys.of(owner);
      const same = mine.find((one) => one.fingerprint === key.fingerprint && one.name !== name);
      if (same !== undefined) return refuse({ field: 'publicKey', is: { fault: 'known', name: same.name } });
      if (there === null && mine.length >= MAX_KEYS) return refuse({ field: 'publicKey', is: { fault: 'tooMany' } });
      const at = clock.now();
      const version = (there?.version ?? 0) + 1;
      const next: OwnKey = {
        ...key,
        name,
        owner,
        version,
        regions: there?.regions ?? [],
        removingAt: null,
        unseen,
      };
      const { fingerprint, kind, bits } = key;
      const event = keyEvent('key.added', owner, at, { name, fingerprint, type: kind, bits });
      const done = await store.commit({ ownKeys: [{ kind: 'put', next }], events: [event], at });
      return done.ok ? ok(next) : CONFLICT;
    },
    () => refuse({ field: 'name', is: { fault: 'another' } }),
  );
}

/** Why every region rejects the key, which is then useless; null if it may still work somewhere. */
export function refusalOf(brought: readonly Brought[]): Failure | null {
  const failures = brought.flatMap((one) => (one.is === 'failed' ? [one.failure] : []));
  const [first] = failures;
  const isRefused = first !== undefined && failures.every(({ kind }) => kind === 'badInput');
  return isRefused && failures.length === brought.length ? first : null;
}

async function forget(deps: KeyDeps, key: OwnKey, refusal: Failure): Promise<void> {
  await changeKey(deps, key, () => refusedKey(deps, key, refusal));
}

/** Records the refusal; nothing of the key is kept. */
export const refusedKey = (
  { clock }: Pick<KeyDeps, 'clock'>,
  { name, owner }: OwnKey,
  { code }: Failure,
): KeyChange => ({
  key: 'drop',
  events: [keyEvent('key.removed', owner, clock.now(), { name, refused: code })],
});
