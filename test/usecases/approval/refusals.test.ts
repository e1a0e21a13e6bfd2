import { expect, test } from 'vitest';
import { makeRefusals, REFUSALS_A_MINUTE } from '../../../src/usecases/approval/refusals.ts';

test('ten refusals of one person are written down in a minute, and the next one that is tells how many were not', () => {
  let now = 1_000_000;
  const refusals = makeRefusals({ now: () => now });
  const press = (times: number, user = 'U1') => Array.from({ length: times }, () => refusals.next(user));
  expect(press(500).filter((one) => one !== null)).toEqual(Array(REFUSALS_A_MINUTE).fill({ more: 0 }));
  expect(press(1, 'U2')).toEqual([{ more: 0 }]);
  now += 59_999;
  expect(press(1)).toEqual([null]);
  now += 1;
  expect(press(2)).toEqual([{ more: 491 }, { more: 0 }]);
});

test('what is remembered is bounded', () => {
  const refusals = makeRefusals({ now: () => 0 });
  for (let user = 0; user < 5_000; user++) refusals.next(`U${user}`);
  // The first was forgotten, and begins again.
  expect(Array.from({ length: 11 }, () => refusals.next('U0')).at(-2)).toEqual({ more: 0 });
});
