import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import { namesUnlisted, refusedOption } from '../../core/option/refused-option.ts';
import type { Draft, FieldProblem } from '../../core/spec/spec.ts';
import type { EcsPort } from '../../ecs/port.ts';

/** Longer than it takes where nothing waits in line. What is not known by then the purchase will show. */
const TRY_MS = 5_000;

/**
 * What the cloud has against names of an order that stand in no list, such as a RAM role: asked with a dry run, so that a wrong one is told
 * before anything is bought. Nothing where the order names none, or the cloud says nothing of them.
 */
export async function refusedNames(
  { cloud, clock }: { readonly cloud: Pick<EcsPort, 'dryRun'>; readonly clock: Clock },
  draft: Draft,
  order: Parameters<EcsPort['dryRun']>[0],
): Promise<readonly FieldProblem[]> {
  if (!namesUnlisted(draft)) return [];
  const answer = await withDeadline(clock, TRY_MS, cloud.dryRun(order));
  const refused = answer === 'late' || answer.ok ? null : refusedOption(answer.error, draft);
  return refused === null ? [] : [refused];
}
