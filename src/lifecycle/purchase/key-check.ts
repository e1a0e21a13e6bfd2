import { KEY_GONE } from '../../core/approval/final-check.ts';
import { ageClock } from '../../core/base/clock.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isKeyOf, type KeyChoice } from '../../core/option/key-pair.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import type { LifecyclePorts } from '../ports.ts';

/** Why nobody could log in to an instance in the way that was ordered; null when its key pair exists, or it needs none. */
export type KeyCheck = (row: Instance) => Promise<Failure | null>;

/** The instances of one order are bought within seconds, so one question serves all of them. */
const REMEMBERED_MS = 5_000;

/** Reads the cloud instead of the form's lists: the key pair may have been deleted since, and another one may have its name. */
export function makeKeyCheck({
  ecs,
  clock,
  memory,
}: Pick<LifecyclePorts, 'ecs' | 'clock'> & { readonly memory: AccountMemory }): KeyCheck {
  const age = ageClock(clock);
  const remembered = memory.of(
    () => new Map<string, { readonly at: number; readonly keys: Promise<Result<readonly KeyChoice[], Failure>> }>(),
  );
  return async ({ spec: { region, login } }) => {
    if (login?.kind !== 'keyPair') return null;
    const asked = remembered();
    for (const [id, { at }] of asked) if (age.now() - at >= REMEMBERED_MS) asked.delete(id);
    const { name } = login;
    const place = JSON.stringify([region, name]);
    const known = asked.get(place) ?? { at: age.now(), keys: ecs.keyPairs(region, { name }) };
    asked.set(place, known);
    const keys = await known.keys;
    if (!keys.ok) {
      // After a failure the next caller asks again.
      if (asked.get(place) === known) asked.delete(place);
      return keys.error;
    }
    return keys.value.some((one) => isKeyOf(login, one)) ? null : KEY_GONE;
  };
}
