import type { BalanceRead } from '../../core/approval/approval.ts';
import type { Clock, Random } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { chunksIn } from '../../core/chunk/chunk.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { Quotes } from '../../ecs/money/quotes.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';

/** The ports of submissions and decisions. */
export interface ApprovalDeps {
  readonly store: Store;
  readonly quotes: Quotes;
  readonly cloud: Pick<EcsPort, 'describeInstances' | 'site'>;
  readonly policy: PolicySource;
  readonly authority: Authority;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The account's balance, at most a few seconds old. */
export async function readBalance({ quotes, clock }: Pick<ApprovalDeps, 'quotes' | 'clock'>): Promise<BalanceRead> {
  const read = await quotes.balance.load();
  return { money: read.ok ? read.value : null, at: clock.now() };
}

/**
 * One token per call that buys. The request id is unique in this store; the random part makes it unique among all bots of one
 * account.
 */
export const clientTokens = (
  { random }: Pick<ApprovalDeps, 'random'>,
  requestId: string,
  amount: number,
): readonly string[] =>
  Array.from({ length: chunksIn(amount) }, (_, index) => `${requestId}-${index + 1}-${random.id(20)}`);
