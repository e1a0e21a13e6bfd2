import type { Clock } from '../core/base/clock.ts';
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
  const depth = await store
    .check()
    .then(() => store.outbox.depth())
    .catch((error) => {
      storeTrouble = error instanceof StoreUnavailable ? error.message : 'The store cannot be used.';
      return null;
    });
  const freeze = await store.freeze().catch(() => null);
  const trouble = await watched.purchaseTrouble(freeze !== null && freeze.cause !== undefined);
  const oldestMs = depth?.oldestDueAt ? Math.max(0, clock.now() - depth.oldestDueAt) : 0;
  const unknownPeople = directory.trouble();
  return {
    ready: connected && depth !== null,
    slack: connected ? 'connected' : 'disconnected',
    slackLoss: slack.loss(),
    store: depth === null ? 'unavailable' : 'ok',
    storeTrouble,
    purchases: { trouble },
    policy: { trouble: policy.trouble()?.map(inEnglish).join(' ') ?? null },
    directory: { trouble: unknownPeople && inEnglish(unknownPeople) },
    outbox: { waiting: depth?.waiting ?? 0, oldestMs, trouble: outbox.trouble() },
  };
}
