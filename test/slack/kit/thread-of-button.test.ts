import { expect, test } from 'vitest';
import { threadOfButton } from '../../../src/slack/kit/reply.ts';

test('the answer to a button of a reply goes to its thread, and every other to the channel', () => {
  const at = { type: 'message', message_ts: '2.2', channel_id: 'C1' };
  expect(threadOfButton({ ...at, thread_ts: '1.1' })).toEqual({ thread_ts: '1.1' });
  expect(threadOfButton({ ...at, thread_ts: '2.2' }), 'a card with a thread is seen in the channel').toEqual({});
  expect(threadOfButton(undefined), 'a command').toEqual({});
  expect(threadOfButton(at)).toEqual({});
});
