import { expect, test } from 'vitest';
import { openFailureSentence } from '../../../src/slack/kit/modal-flow.ts';
import { en } from '../../../src/text/en.ts';

const AGAIN = '/ecs create type=ecs.g7.large';

test.each([
  [{ kind: 'slowDown', code: 'ratelimited', retryAfterMs: 2500 }, /wait 3 s/],
  [{ kind: 'refused', code: 'expired_trigger_id' }, /3 seconds/],
  [{ kind: 'refused', code: 'view_too_large' }, /view_too_large/],
  [{ kind: 'inDoubt', code: 'TimeoutError' }, /didn’t answer in time/],
  [{ kind: 'unreachable', code: 'ECONNREFUSED' }, /didn’t answer in time/],
] as const)('a form kept shut by %o says why, that nothing was done, and what to type again', (trouble, why) => {
  const sentence = openFailureSentence(trouble, AGAIN, en);
  expect(sentence).toMatch(why);
  expect(sentence).toContain('Nothing was done');
  expect(sentence).toContain(AGAIN);
  expect(sentence).not.toMatch(/TimeoutError|ECONN/);
});
