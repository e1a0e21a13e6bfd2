import type { Failure } from '../../core/failure/failure.ts';
import { changeKey, type KeyDeps, keyEvent } from './key-deps.ts';
import { type KeyShown, listKeys } from './list-keys.ts';

/** What removing a key would mean. */
export type KeyRemoval =
  | { readonly kind: 'may'; readonly key: KeyShown }
  /** Nobody would get into them with it any more, and the cloud refuses it. */
  | { readonly kind: 'inUse'; readonly key: KeyShown }
  /** Where it may be could not be read. */
  | { readonly kind: 'unread'; readonly name: string; readonly regions: readonly string[] }
  /** They have no such key. */
  | { readonly kind: 'none'; readonly name: string; readonly names: readonly string[] };

export type KeyRemoved =
  | Exclude<KeyRemoval, { kind: 'may' }>
  | { readonly kind: 'removed'; readonly key: KeyShown }
  /** It is still in some regions; the same once more goes on with it. */
  | {
      readonly kind: 'partly';
      readonly key: KeyShown;
      readonly left: readonly { readonly region: string; readonly why: Failure | 'attached' }[];
    };

/** Looks where a person's own key is, and who uses it. */
export async function judgeRemoval(deps: KeyDeps, user: string, name: string): Promise<KeyRemoval> {
  const { keys, unread } = await listKeys(deps, user);
  const key = keys.find((one) => one.name === name);
  if (key === undefined) return { kind: 'none', name, names: keys.map((one) => one.name) };
  const expected = unread.filter(({ region }) => key.own?.regions.includes(region) === true);
  const unsure = key.regions.filter(({ usedBy }) => usedBy === null);
  const regions = [...expected, ...unsure].map(({ region }) => region);
  if (key.regions.some(({ usedBy }) => usedBy !== null && usedBy.length > 0)) return { kind: 'inUse', key };
  return regions.length > 0 ? { kind: 'unread', name, regions } : { kind: 'may', key };
}

/** Judges again, writes down that it goes, and removes it region by region. Safe to repeat. */
export const removeKey = (deps: KeyDeps, user: string, name: string): Promise<KeyRemoved> =>
  deps.queue.run(name, async () => {
    const judged = await judgeRemoval(deps, user, name);
    if (judged.kind !== 'may') return judged;
    const { key } = judged;
    const begun = await begin(deps, user, key);
    const regions = key.regions.filter((one) => one.is === 'there' && one.tagged).map(({ region }) => region);
    const left = (await Promise.all(regions.map((region) => removeIn(deps, name, region)))).flat();
    if (left.length > 0) return { kind: 'partly', key, left };
    const event = keyEvent('key.removed', user, deps.clock.now(), { name, regions });
    if (begun === null) await deps.store.commit({ events: [event], at: event.at });
    else await changeKey(deps, begun, () => ({ key: 'drop', events: [event] }));
    return { kind: 'removed', key };
  });

/** What the bot did not import has no row; the intent is in the trail alone. */
async function begin(deps: KeyDeps, user: string, { name, own, regions }: KeyShown) {
  const at = deps.clock.now();
  const event = keyEvent('key.removing', user, at, { name, regions: regions.map(({ region }) => region) });
  if (own !== null)
    return changeKey(deps, own, (now) => ({
      key: { ...now, removingAt: now.removingAt ?? at, adding: null },
      events: [event],
    }));
  await deps.store.commit({ events: [event], at });
  return null;
}

async function removeIn(
  { ecs, catalogue }: KeyDeps,
  name: string,
  region: string,
): Promise<readonly { readonly region: string; readonly why: Failure | 'attached' }[]> {
  const answer = await ecs.deleteKeyPair(region, name);
  await catalogue.keyPairs.reload(region);
  if (!answer.ok) return [{ region, why: answer.error }];
  return answer.value === 'attached' ? [{ region, why: 'attached' }] : [];
}
