import { type Brought, isSameKey, type OwnKey } from '../../core/key/own-key.ts';
import type { Catalogue, List } from '../../ecs/catalogue/catalogue.ts';
import { unlessStoreFails } from '../../store/unless-store-down.ts';
import { outsidePayload } from '../../store/writes/payloads.ts';
import { changeKey, type KeyDeps, keyEvent } from './key-deps.ts';

/** Imports a key into a region after storing that it may be there. Safe to repeat at any point. */
export async function bringKey(deps: KeyDeps, key: OwnKey, region: string): Promise<Brought> {
  if (!(await isWanted(deps, key, region))) return { region, is: 'gone' };
  return importIt(deps, key, region);
}

/** The same for an import that may have been begun: looks first whether the key is there. */
export async function bringKeyAgain(deps: KeyDeps, key: OwnKey, region: string): Promise<Brought> {
  if (!(await isWanted(deps, key, region))) return { region, is: 'gone' };
  return (await compare(deps, key, region)) ?? importIt(deps, key, region);
}

async function importIt(deps: KeyDeps, key: OwnKey, region: string): Promise<Brought> {
  const answer = await deps.ecs.importKeyPair(region, key);
  if (!answer.ok) return { region, is: 'failed', failure: answer.error };
  if (answer.value === 'exists') return (await compare(deps, key, region)) ?? { region, is: 'taken' };
  deps.log.info({ user: key.owner, region }, 'a public key was imported');
  return { region, is: 'imported' };
}

async function isWanted(deps: KeyDeps, key: OwnKey, region: string): Promise<boolean> {
  let isNoted = false;
  const noted = await changeKey(deps, key, (now) => {
    if (now.removingAt !== null) return null;
    isNoted = now.regions.includes(region);
    if (isNoted) return null;
    const event = keyEvent('key.importing', key.owner, deps.clock.now(), { name: key.name, region });
    return { key: { ...now, regions: [...now.regions, region].sort() }, events: [event] };
  });
  return isNoted || noted !== null;
}

/**
 * A pair with the same name and fingerprint is this key, imported by an earlier call or by hand; null if no pair has its name.
 */
async function compare({ ecs }: KeyDeps, key: OwnKey, region: string): Promise<Brought | null> {
  const seen = await ecs.keyPairs(region, { name: key.name });
  if (!seen.ok) return { region, is: 'failed', failure: seen.error };
  const pair = seen.value.find(({ name }) => name === key.name);
  return pair === undefined ? null : { region, is: isSameKey(key, pair) ? 'there' : 'taken' };
}

/** After a failure, no new try at every change of the form. */
const AGAIN_AFTER_MS = 60_000;

/** When a failed import may be tried again, by key and region. */
export type Failed = () => Map<string, number>;

/**
 * The catalogue for one person: before it loads a region's key pairs, it brings the person's own keys there. So a key that was
 * added once is in every region in which its owner opens the form.
 */
export function bringingKeys(deps: KeyDeps, failed: Failed, catalogue: Catalogue, user: string): Catalogue {
  const { keyPairs } = catalogue;
  const load: List<[region: string], { readonly name: string; readonly owner: string | null }>['load'] = async (
    region,
  ) => {
    const listed = await keyPairs.load(region);
    if (!listed.ok) return listed;
    const names = new Set(listed.value.map(({ name }) => name));
    const missing = (await keysOf(deps, user)).filter(
      ({ name, removingAt }) => removingAt === null && !names.has(name),
    );
    const brought = await Promise.all(
      missing.map((key) => outsidePayload(() => tryToBring(deps, failed, key, region))),
    );
    return brought.includes(true) ? keyPairs.reload(region) : listed;
  };
  return { ...catalogue, keyPairs: { ...keyPairs, load } };
}

/** The form works without own keys, and other parts report a store that is down. */
const keysOf = ({ store }: KeyDeps, user: string): Promise<readonly OwnKey[]> =>
  unlessStoreFails(
    () => store.ownKeys.of(user),
    () => [],
  );

/** Whether the key is in the region now. */
async function tryToBring(deps: KeyDeps, failed: Failed, key: OwnKey, region: string): Promise<boolean> {
  const place = JSON.stringify([key.name, key.fingerprint, region]);
  if ((failed().get(place) ?? 0) > deps.clock.now()) return false;
  const brought = await deps.queue.run(key.name, () =>
    unlessStoreFails<Brought, null>(
      () => bringKey(deps, key, region),
      () => null,
    ),
  );
  if (brought?.is === 'imported' || brought?.is === 'there') {
    failed().delete(place);
    return true;
  }
  failed().set(place, deps.clock.now() + AGAIN_AFTER_MS);
  const failure = brought?.is === 'failed' ? brought.failure : null;
  deps.log.warn(
    { user: key.owner, region, is: brought?.is ?? 'storeDown', kind: failure?.kind, code: failure?.code },
    'a public key could not be brought into a region',
  );
  return false;
}
