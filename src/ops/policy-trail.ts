import { resolve } from 'node:path';
import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import type { PolicyInForce } from '../core/policy/policy.ts';
import { POLICY_SCOPE } from '../core/request/event.ts';
import type { PolicyWatch } from '../policy/policy-file.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';

const RETRY_MS = 5_000;
/** A mark that stands while a policy is in force, because its event may have been removed with the archive. */
const IN_FORCE_MARK = 'policy in force';

/** Records in the audit trail which policy came into force when, including changes while the bot was not running. */
export function keepPolicyTrail(deps: {
  readonly store: Store;
  readonly policy: PolicyWatch;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const { clock, log } = deps;
  let cancel = () => {};
  let stopped = false;
  // One after the other, so that each reads what the previous one wrote.
  let writing: Promise<void> = Promise.resolve();

  /** Writes to the audit trail if it does not name the policy in force. */
  function note(): void {
    cancel();
    if (stopped) return;
    writing = writing
      .then(() => write(deps))
      .catch((error) => {
        if (!(error instanceof StoreUnavailable)) throw error;
        log.warn({}, 'the change of the policy could not be written down yet: the store is unavailable');
        if (!stopped) cancel = clock.after(RETRY_MS, note);
      });
  }

  deps.policy.onChange(note);
  note();
  return {
    async stop() {
      stopped = true;
      cancel();
      await writing;
    },
  };
}

/**
 * Why the bot must not start without a policy file: by the audit trail, one was in force, and nobody has turned it off since. A
 * changed working directory or an unmounted volume must not lift every rule. Null if the bot may start.
 *
 * @param file where the policy is expected; null if POLICY_FILE is `off`
 * @throws StoreUnavailable
 */
export async function lostPolicy(
  store: Pick<Store, 'newestEventsOf' | 'marks'>,
  inForce: PolicyInForce,
  file: { readonly path: string } | null,
): Promise<string | null> {
  if (file === null || inForce.hash !== null) return null;
  const before = await lastInForce(store);
  if (before === null && !(await isMarked(store))) return null;
  const which = before === null ? '' : ` (SHA-256 ${before.slice(0, 12)}…)`;
  return (
    `There is no policy file ${resolve(file.path)}, and by the audit trail a policy was in force${which}. ` +
    'Put it back, or name it in POLICY_FILE: a relative path is looked for in the working directory. To run without any rules, set POLICY_FILE=off.'
  );
}

async function lastInForce(store: Pick<Store, 'newestEventsOf'>): Promise<string | null> {
  const [last] = await store.newestEventsOf(POLICY_SCOPE, 1);
  return typeof last?.data.after === 'string' ? last.data.after : null;
}

const isMarked = async ({ marks }: Pick<Store, 'marks'>): Promise<boolean> =>
  (await marks.among([IN_FORCE_MARK])).has(IN_FORCE_MARK);

async function write({ store, policy, clock }: Parameters<typeof keepPolicyTrail>[0]): Promise<void> {
  const before = await lastInForce(store);
  const wasInForce = await isMarked(store);
  const after = policy.current().hash;
  // A policy was in force, and its event was removed with the archive.
  const isForgotten = before === null && wasInForce;
  const isTold = before === after && !isForgotten;
  if (isTold && wasInForce === (after !== null)) return;
  const at = clock.now();
  const event = { at, kind: 'policy.changed', actor: 'bot', requestId: POLICY_SCOPE, instanceId: null } as const;
  await store.commit({
    events: isTold ? [] : [{ ...event, data: { before: isForgotten ? 'unknown' : before, after } }],
    marks: { clear: [IN_FORCE_MARK], set: after === null ? [] : [IN_FORCE_MARK] },
    at,
  });
}
