import { isPassing } from '../../core/failure/failure-treatment.ts';
import type { Brought, OwnKey } from '../../core/key/own-key.ts';
import { KEY_SCOPE } from '../../core/request/event.ts';
import type { KeyNotice } from '../../core/request/notice.ts';
import { refusalOf, refusedKey, regionsFor } from './add-key.ts';
import { bringKeyAgain } from './bring-key.ts';
import { changeKey, type KeyDeps } from './key-deps.ts';

/** Doubles after each try: about three quarters of an hour in all. */
const AGAIN_MS = 90_000;
const TRIES = 5;
const AT_ONCE = 20;

/** Notes that the owner has seen the outcome of adding the key. */
export async function markHeard(deps: Pick<KeyDeps, 'store' | 'clock'>, key: OwnKey): Promise<void> {
  await changeKey(deps, key, (now) => (now.adding === null ? null : { key: { ...now, adding: null } }));
}

/**
 * Continues every key whose outcome nobody has seen, because the bot died or the window was closed: looks, imports it where it is
 * missing, and tells its owner once. Safe to repeat at any point, and on several replicas.
 */
export async function finishKeys(deps: KeyDeps): Promise<void> {
  for (const key of await deps.store.ownKeys.due(deps.clock.now(), AT_ONCE))
    await deps.queue.run(key.name, () => finish(deps, key));
}

async function finish(deps: KeyDeps, due: OwnKey): Promise<void> {
  const key = await takeUp(deps, due);
  if (key === null) return;
  const regions = await regionsFor(deps, key.owner);
  const brought: Brought[] = [];
  for (const region of regions) brought.push(await bringKeyAgain(deps, key, region));
  if (brought.some(({ is }) => is === 'gone')) return;
  await Promise.all(regions.map((region) => deps.catalogue.keyPairs.reload(region)));
  const mayPass = brought.some((one) => one.is === 'failed' && isPassing(one.failure.kind));
  if (mayPass && (key.adding?.tries ?? 0) < TRIES) return;
  await tell(deps, key, brought);
}

/** Null if the key is not due any more: it is finished, or another replica has taken it up and stored a new due time. */
const takeUp = (deps: KeyDeps, key: OwnKey): Promise<OwnKey | null> =>
  changeKey(deps, key, ({ adding, ...now }) => {
    const at = deps.clock.now();
    if (adding === null || adding.dueAt > at) return null;
    return { key: { ...now, adding: { dueAt: at + AGAIN_MS * 2 ** adding.tries, tries: adding.tries + 1 } } };
  });

/** Stores the outcome and its message in one commit. */
async function tell(deps: KeyDeps, key: OwnKey, brought: readonly Brought[]): Promise<void> {
  const { name, owner } = key;
  const failure = refusalOf(brought);
  const notice: KeyNotice =
    failure === null ? { about: 'key', is: 'added', name, brought } : { about: 'key', is: 'refused', name, failure };
  const messages = [{ kind: 'notice', requestId: KEY_SCOPE, to: owner, notice } as const];
  const told = await changeKey(deps, key, (now) => {
    if (now.adding === null) return null;
    return { ...(failure === null ? { key: { ...now, adding: null } } : refusedKey(deps, now, failure)), messages };
  });
  if (told !== null)
    deps.log.info({ user: owner, is: notice.is }, 'adding a public key was finished after an interruption');
}
