import { describe, expect, test } from 'vitest';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { anAccepted, NOW, seen, timing } from '../../support/instances.ts';

describe('an instance that was under way when the bot was restarted with', () => {
  const restarted = (deadlineMs: number) =>
    reduce(
      anAccepted({ deadlineAt: NOW + timing.deadlineMs }),
      { is: 'observed', observed: seen('Pending') },
      NOW + 10_000,
      { ...timing, deadlineMs },
    );

  test('a shorter deadline is looked at as soon as any other', () => {
    const { dueAt } = restarted(60_000).next;
    expect(dueAt).toBeGreaterThan(NOW + 10_000);
    expect(dueAt).toBeLessThanOrEqual(NOW + 10_000 + timing.firstLookMs + timing.lookEveryMs);
  });

  test('a longer deadline is looked at as soon as any other, and is not said to take long', () => {
    const { next } = restarted(7_200_000);
    expect(next.dueAt).toBeLessThanOrEqual(NOW + 10_000 + timing.firstLookMs + timing.lookEveryMs);
    expect(next.slowTold).toBe(false);
  });
});
