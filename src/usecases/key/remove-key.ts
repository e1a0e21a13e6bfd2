import type { Failure } from '../../core/failure/failure.ts';
import type { Message } from '../../core/request/message.ts';
import { onceBegun } from '../../store/unless-store-down.ts';
import { begunNow, changeKey, type KeyDeps, keyEvent } from './key-deps.ts';
import { type KeyShown, listKeys } from './list-keys.ts';

/** What removing a key would mean. */
export type KeyRemoval =
  | { readonly kind: 'may'; readonly key: KeyShown }
  /** Instances use it: without it nobody could log in to them, and the cloud refuses to delete it. */
  | { readonly kind: 'inUse'; readonly key: KeyShown }
  /** A region that may have the key could not be read. A key that the bot did not import may be in any region. */
  | { readonly kind: 'unread'; readonly name: string; readonly regions: readonly string[] }
  /** The person has no such key. */
  | { readonly kind: 'none'; readonly name: string; readonly names: readonly string[] };

export type KeyRemoved =
  | Exclude<KeyRemoval, { kind: 'may' }>
  | { readonly kind: 'removed'; readonly key: KeyShown }
  /** It is still in some regions; trying again continues. */
  | {
      readonly kind: 'partly';
      readonly key: KeyShown;
      readonly left: readonly { readonly region: string; readonly why: Failure | 'attached' }[];
    };

/** Finds the regions of a person's own key, and the instances that use it. */
export async function judgeRemoval(deps: KeyDeps, user: string, name: string): Promise<KeyRemoval> {
  const { keys, unread } = await listKeys(deps, user);
  const key = keys.find((one) => one.name === name);
  if (key === undefined) return { kind: 'none', name, names: keys.map((one) => one.name) };
  const expected = unread.filter(({ region }) => key.own?.regions.includes(region) !== false);
  const unsure = key.regions.filter(({ usedBy }) => usedBy === null);
  const regions = [...expected, ...unsure].map(({ region }) => region);
  if (key.regions.some(({ usedBy }) => usedBy !== null && usedBy.length > 0)) return { kind: 'inUse', key };
  return regions.length > 0 ? { kind: 'unread', name, regions } : { kind: 'may', key };
}

/**
 * Judges again, stores the intent, and removes the key region by region. Safe to repeat.
 *
 * @param told what is committed together with its end
 */
export const removeKey = (
  deps: KeyDeps,
  user: string,
  name: string,
  told: (key: KeyShown) => readonly Message[] = () => [],
): Promise<KeyRemoved> =>
  deps.queue.run(name, async () => {
    const judged = await judgeRemoval(deps, user, name);
    if (judged.kind !== 'may') return judged;
    const { key } = judged;
    const begun = await begin(deps, user, key);
    return onceBegun(async () => {
      const regions = key.regions.filter(({ tagged }) => tagged).map(({ region }) => region);
      const left = (await Promise.all(regions.map((region) => removeIn(deps, name, region)))).flat();
      if (left.length > 0) return { kind: 'partly', key, left };
      const event = keyEvent('key.removed', user, deps.clock.now(), { name, regions });
      if (begun === null) await deps.store.commit({ events: [event], at: event.at });
      else await changeKey(deps, begun, () => ({ key: 'drop', events: [event], messages: told(key) }));
      return { kind: 'removed', key };
    });
  });

/** The regions in which it stays, because its tag does not say whose it is. */
export const untaggedIn = ({ regions }: KeyShown): readonly string[] =>
  regions.filter(({ is, tagged }) => is === 'there' && !tagged).map(({ region }) => region);

/** A key that the bot did not import has no row: only the trail holds the intent. */
async function begin(deps: KeyDeps, user: string, { name, own, regions }: KeyShown) {
  const at = deps.clock.now();
  const event = keyEvent('key.removing', user, at, { name, regions: regions.map(({ region }) => region) });
  if (own !== null)
    return changeKey(deps, own, (now) => ({
      key: {
        ...now,
        removingAt: now.removingAt ?? at,
        unseen: (now.removingAt === null ? null : now.unseen) ?? begunNow(deps),
      },
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
