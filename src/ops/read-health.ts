import type { Clock } from '../core/base/clock.ts';
import { withDeadline } from '../core/base/deadline.ts';
import { inEnglish, type Saying } from '../core/saying.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { Health } from './health.ts';

/** The sources of the health. */
export interface Watched {
  readonly slack: { connected(): boolean; loss(): Health['slackLoss'] };
  readonly outbox: { trouble(): string | null };
  readonly store: Pick<Store, 'check' | 'freeze'> & { readonly outbox: Pick<Store['outbox'], 'depth'> };
  /** Why the bot itself prevents purchases; `behind`: whether it has frozen them. */
  purchaseTrouble(behind: boolean): Promise<string | null>;
  readonly clock: Clock;
  readonly policy: { trouble(): readonly Saying[] | null };
  readonly directory: { trouble(): Saying | null };
}

/** A probe waits for about as long. */
const ANSWER_MS = 4_000;
const LATE = `The store has not answered within ${ANSWER_MS / 1_000} seconds. Check the load of the database and its disk.`;

async function purchaseTrouble({ freeze }: Watched['store'], watched: Pick<Watched, 'purchaseTrouble'>) {
  const inForce = await freeze().catch(() => null);
  return watched.purchaseTrouble(inForce !== null && inForce.cause !== undefined);
}

/** Whether the bot is ready, and the obstacles. */
export async function readHealth({
  slack,
  outbox,
  store,
  clock,
  policy,
  directory,
  ...watched
}: Watched): Promise<Health> {
  const connected = slack.connected();
  let storeTrouble: string | null = null;
  const soon = <T>(work: Promise<T>): Promise<T | 'late'> => withDeadline(clock, ANSWER_MS, work);
  const asked = await soon(store.check().then(() => store.outbox.depth())).catch((error) => {
    storeTrouble = error instanceof StoreUnavailable ? error.message : 'The store cannot be used.';
    return null;
  });
  if (asked === 'late') storeTrouble = LATE;
  const depth = asked === 'late' ? null : asked;
  // A database that is silent would only be waited for once more.
  const trouble = asked === 'late' ? null : await soon(purchaseTrouble(store, watched));
  const oldestMs = depth?.oldestDueAt ? Math.max(0, clock.now() - depth.oldestDueAt) : 0;
  const unknownPeople = directory.trouble();
  return {
    ready: connected && depth !== null,
    slack: connected ? 'connected' : 'disconnected',
    slackLoss: slack.loss(),
    store: depth === null ? 'unavailable' : 'ok',
    storeTrouble,
    purchases: { trouble: trouble === 'late' ? null : trouble },
    policy: { trouble: policy.trouble()?.map(inEnglish).join(' ') ?? null },
    directory: { trouble: unknownPeople && inEnglish(unknownPeople) },
    outbox: { waiting: depth?.waiting ?? 0, oldestMs, trouble: outbox.trouble() },
  };
}
