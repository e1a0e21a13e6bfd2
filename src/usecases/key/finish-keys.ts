import { isPassing } from '../../core/failure/failure-treatment.ts';
import type { Brought, OwnKey } from '../../core/key/own-key.ts';
import { KEY_SCOPE } from '../../core/request/event.ts';
import type { Message } from '../../core/request/message.ts';
import type { KeyNotice } from '../../core/request/notice.ts';
import { refusalOf, refusedKey, regionsFor } from './add-key.ts';
import { bringKeyAgain } from './bring-key.ts';
import { changeKey, type KeyDeps } from './key-deps.ts';
import { removeKey, untaggedIn } from './remove-key.ts';

/** Doubles after each try: about three quarters of an hour in all. */
const AGAIN_MS = 90_000;
const TRIES = 5;
const AT_ONCE = 20;

/** Notes that the owner has seen the outcome. */
export async function markHeard(deps: Pick<KeyDeps, 'store' | 'clock'>, key: OwnKey): Promise<void> {
  await changeKey(deps, key, (now) => (now.unseen === null ? null : { key: { ...now, unseen: null } }));
}

/**
 * Continues every key whose outcome nobody has seen, because the bot died or the window was closed: looks, imports it where it is
 * missing, and tells its owner once. Safe to repeat at any point, and on several replicas.
 */
export async function finishKeys(deps: KeyDeps): Promise<void> {
  for (const key of await deps.store.ownKeys.due(deps.clock.now(), AT_ONCE))
    await (key.removingAt === null
      ? deps.queue.run(key.name, () => finishAdding(deps, key))
      : finishRemoval(deps, key));
}

async function finishAdding(deps: KeyDeps, due: OwnKey): Promise<void> {
  const key = await takeUp(deps, due);
  if (key === null) return;
  const regions = await regionsFor(deps, key.owner);
  const brought: Brought[] = [];
  for (const region of regions) brought.push(await bringKeyAgain(deps, key, region));
  if (brought.some(({ is }) => is === 'gone')) return;
  await Promise.all(regions.map((region) => deps.catalogue.keyPairs.reload(region)));
  const mayPass = brought.some((one) => one.is === 'failed' && isPassing(one.failure.kind));
  if (mayPass && (key.unseen?.tries ?? 0) < TRIES) return;
  await tell(deps, key, brought);
}

/** Somebody may have begun to use the key since: then it stays. */
async function finishRemoval(deps: KeyDeps, due: OwnKey): Promise<void> {
  const key = await takeUp(deps, due);
  if (key === null) return;
  const { name, owner } = key;
  const removed = await removeKey(deps, owner, name, (shown) => [
    messageTo(owner, { about: 'key', is: 'removed', name, untagged: untaggedIn(shown) }),
  ]);
  if (removed.kind === 'removed' || (removed.kind !== 'inUse' && (key.unseen?.tries ?? 0) < TRIES)) return;
  await changeKey(deps, key, (now) =>
    now.unseen === null
      ? null
      : { key: { ...now, unseen: null }, messages: [messageTo(owner, { about: 'key', is: 'kept', name })] },
  );
}

const messageTo = (to: string, notice: KeyNotice): Message => ({ kind: 'notice', requestId: KEY_SCOPE, to, notice });

/** Null if the key is not due any more: it is finished, or another replica has taken it up. */
const takeUp = (deps: KeyDeps, key: OwnKey): Promise<OwnKey | null> =>
  changeKey(deps, key, ({ unseen, ...now }) => {
    if (unseen === null || now.version !== key.version) return null;
    const at = deps.clock.now();
    return { key: { ...now, unseen: { dueAt: at + AGAIN_MS * 2 ** unseen.tries, tries: unseen.tries + 1 } } };
  });

/** Stores the outcome and its message in one commit. */
async function tell(deps: KeyDeps, key: OwnKey, brought: readonly Brought[]): Promise<void> {
  const { name, owner } = key;
  const failure = refusalOf(brought);
  const notice: KeyNotice =
    failure === null ? { about: 'key', is: 'added', name, brought } : { about: 'key', is: 'refused', name, failure };
  const messages = [messageTo(owner, notice)];
  const told = await changeKey(deps, key, (now) => {
    if (now.unseen === null) return null;
    return { ...(failure === null ? { key: { ...now, unseen: null } } : refusedKey(deps, now, failure)), messages };
  });
  if (told !== null)
    deps.log.info({ user: owner, is: notice.is }, 'adding a public key was finished after an interruption');
}
