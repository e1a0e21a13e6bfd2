import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import { NOW } from '../support/instances.ts';
import type { Hand } from './account.ts';
import type { Timeline } from './timeline.ts';

interface Scene {
  readonly timeline: Timeline;
  readonly hand: Hand;
  readonly calmFrom: number;
}

/** In every fourth world the bot is given the credentials of another account, once or twice, and its own again before the calm. */
export function swapCredentials({ timeline, hand, calmFrom }: Scene, seed: number): void {
  if (seed % 4 !== 0) return;
  const random = seededRandom(seed + 4_000_003);
  for (let swap = 0; swap < 1 + Math.floor(random() * 2); swap++) {
    const at = Math.floor(random() * (calmFrom - NOW));
    const until = Math.min(at + 500 + Math.floor(random() * 30_000), calmFrom - NOW);
    timeline.after(at, () => {
      hand.account = OTHER_ACCOUNT;
    });
    timeline.after(until, () => {
      hand.account = OWN_ACCOUNT;
    });
  }
}
