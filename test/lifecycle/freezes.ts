import { type Freeze, isInForce, type NewFreeze } from '../../src/core/freeze.ts';
import type { Stage } from './stage.ts';

type Frozen = Pick<Stage, 'timeline' | 'truth'>;

/** As an admin sets it: `forMs` from now, or until it is lifted. */
export async function freeze(stage: Frozen, forMs: number | null = null, over: Partial<NewFreeze> = {}): Promise<void> {
  const at = stage.timeline.now();
  const until = forMs === null ? null : at + forMs;
  await set(stage, { reason: 'audit', by: 'UADMIN', at, until, ...over });
}

export const lift = (stage: Frozen): Promise<void> => set(stage, null);

async function set({ timeline, truth }: Frozen, next: NewFreeze | null): Promise<void> {
  const committed = await truth.commit({ freeze: { was: await truth.freeze(), next }, at: timeline.now() });
  if (!committed.ok) throw new Error('somebody was faster');
}

/** The one in force. */
export async function freezeOf({ truth, timeline }: Frozen): Promise<Freeze | null> {
  const frozen = await truth.freeze();
  return isInForce(frozen, timeline.now()) ? frozen : null;
}
