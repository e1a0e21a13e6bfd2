import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import { NOW } from '../support/instances.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

/** When the bot is given the credentials of another account, and when its own again; milliseconds UTC. */
export interface Swap {
  readonly from: number;
  readonly to: number;
}

/** In every fourth world, once or twice, and not in the calm. */
export function swapsOf(seed: number, { calmFrom }: Plan): readonly Swap[] {
  if (seed % 4 !== 0) return [];
  const random = seededRandom(seed + 4_000_003);
  const swaps: Swap[] = [];
  for (let swap = 0; swap < 1 + Math.floor(random() * 2); swap++) {
    const from = NOW + Math.floor(random() * (calmFrom - NOW));
    swaps.push({ from, to: Math.min(from + 500 + Math.floor(random() * 30_000), calmFrom) });
  }
  return swaps;
}

export function swapAsPlanned({ timeline, hand }: Pick<World, 'timeline' | 'hand'>, swaps: readonly Swap[]): void {
  for (const { from, to } of swaps) {
    timeline.after(from - NOW, () => {
      hand.account = OTHER_ACCOUNT;
    });
    timeline.after(to - NOW, () => {
      hand.account = OWN_ACCOUNT;
    });
  }
}
