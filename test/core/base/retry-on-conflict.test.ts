import { expect, test } from 'vitest';
import { CONFLICT, retryOnConflict, TooManyConflicts } from '../../../src/core/base/retry-on-conflict.ts';

test('after a conflict everything is read and decided again; the first outcome that is none counts, and so does null', async () => {
  const outcomes = [CONFLICT, CONFLICT, null, 'never asked for'] as const;
  const tried: number[] = [];
  const attempt = async (n: number) => {
    tried.push(n);
    return outcomes[n] ?? null;
  };
  expect(await retryOnConflict(attempt, () => 'given up')).toBeNull();
  expect(tried).toEqual([0, 1, 2]);
});

test('it gives up after twenty conflicts, with what the caller makes of that, or an error', async () => {
  let tried = 0;
  const attempt = async (): Promise<'done' | typeof CONFLICT> => {
    tried += 1;
    return CONFLICT;
  };
  expect(await retryOnConflict(attempt, () => 'busy')).toBe('busy');
  expect(tried).toBe(20);
  await expect(retryOnConflict(attempt)).rejects.toThrow(TooManyConflicts);
});

test('an error is no conflict: it is thrown on the first attempt', async () => {
  let tried = 0;
  const attempt = async (): Promise<'done'> => {
    tried += 1;
    throw new Error('the store is away');
  };
  await expect(retryOnConflict(attempt, () => 'busy')).rejects.toThrow('the store is away');
  expect(tried).toBe(1);
});
