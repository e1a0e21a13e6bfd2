import { KEY_GONE } from '../../core/approval/final-check.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { KeyChoice } from '../../core/option/key-pair.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import type { LifecyclePorts } from '../ports.ts';

/** Why an instance could not be logged in to as was ordered; null when its key pair is there, or it needs none. */
export type KeyCheck = (row: Instance) => Promise<Failure | null>;

/** The instances of one order are bought within seconds of each other: one question is enough for all of them. */
const REMEMBERED_MS = 5_000;

/** Asks the cloud itself, and not the lists of the form: a key pair may have been deleted since. */
export function makeKeyCheck({
  ecs,
  clock,
  memory,
}: Pick<LifecyclePorts, 'ecs' | 'clock'> & { readonly memory: AccountMemory }): KeyCheck {
  const remembered = memory.of(
    () => new Map<string, { readonly at: number; readonly keys: Promise<Result<readonly KeyChoice[], Failure>> }>(),
  );
  return async ({ spec: { region, login } }) => {
    if (login?.kind !== 'keyPair') return null;
    const asked = remembered();
    for (const [id, { at }] of asked) if (clock.now() - at >= REMEMBERED_MS) asked.delete(id);
    const { name } = login;
    const place = JSON.stringify([region, name]);
    const known = asked.get(place) ?? { at: clock.now(), keys: ecs.keyPairs(region, { name }) };
    asked.set(place, known);
    const keys = await known.keys;
    if (!keys.ok) {
      // What failed is asked again by the next.
      if (asked.get(place) === known) asked.delete(place);
      return keys.error;
    }
    return keys.value.some((one) => one.name === name) ? null : KEY_GONE;
  };
}
