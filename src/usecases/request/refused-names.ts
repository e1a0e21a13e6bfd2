import type { Clock } from '../../core/base/clock.ts';
import { answerWithin } from '../../core/base/deadline.ts';
import { namesUnlisted, refusedOption } from '../../core/option/refused-option.ts';
import type { Draft, FieldProblem } from '../../core/spec/spec.ts';
import type { EcsPort } from '../../ecs/port.ts';

/** Longer than it takes without a queue. The purchase itself finds out the rest. */
const TRY_MS = 5_000;

/**
 * The names in an order that the cloud rejects and no list contains, such as a RAM role. A dry run finds them before anything is
 * bought. Empty if the order has no such names, or the cloud says nothing of them.
 */
export async function refusedNames(
  { cloud, clock }: { readonly cloud: Pick<EcsPort, 'dryRun'>; readonly clock: Clock },
  draft: Draft,
  order: Parameters<EcsPort['dryRun']>[0],
): Promise<readonly FieldProblem[]> {
  if (!namesUnlisted(draft)) return [];
  const answer = await answerWithin(clock, TRY_MS, cloud.dryRun(order));
  const refused = answer.ok || answer.error === 'late' ? null : refusedOption(answer.error, draft);
  return refused === null ? [] : [refused];
}
