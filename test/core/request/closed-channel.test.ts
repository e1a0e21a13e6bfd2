import { expect, test } from 'vitest';
import { closedBy } from '../../../src/core/request/closed-channel.ts';

test.each([
  ['not_in_channel', 'absent'],
  ['channel_not_found', 'absent'],
  ['is_archived', 'archived'],
  ['is_inactive', 'archived'],
  ['restricted_action', 'restricted'],
  ['restricted_action_read_only_channel', 'restricted'],
  ['invalid_auth', 'refused'],
])('why the bot cannot post, by the code of Slack: %s is %s', (code, closed) => {
  expect(closedBy(code)).toBe(closed);
});
