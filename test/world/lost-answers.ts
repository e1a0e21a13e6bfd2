import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import type { Plan } from './plan.ts';

/** A time in which some writes come true, and the bot hears that the store is away. */
export interface LostAnswers {
  readonly from: number;
  readonly to: number;
}

/** In every fifth world, up to three times before the calm; drawn by a chance of their own. */
export function lostAnswersOf(seed: number, { calmFrom }: Plan, start: number): readonly LostAnswers[] {
  if (seed % 5 !== 2) return [];
  const random = seededRandom(seed + 7_000_003);
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const from = start + Math.floor(random() * (calmFrom - start));
    return { from, to: Math.min(calmFrom, from + 500 + Math.floor(random() * 20_000)) };
  });
}

/** Whether the answer of this very write is lost: of those in such a time every other one. */
export function losesAnswers(
  seed: number,
  all: readonly LostAnswers[],
  now: () => number,
  onLoss: () => void,
): () => boolean {
  const random = seededRandom(seed + 7_000_009);
  return () => {
    const isLost = all.some(({ from, to }) => from <= now() && now() < to) && random() < 0.5;
    if (isLost) onLoss();
    return isLost;
  };
}
