import { expect, test } from 'vitest';
import { faultIn } from '../../../src/slack/entry/readable-payload.ts';
import {
  COMMAND,
  leavesOf,
  MISSING,
  OTHERS,
  type Payload,
  pressed,
  replaced,
  submitted,
  WRONG,
} from './payload-samples.ts';

const isReadable = (body: unknown): boolean => faultIn(body) === null;

/** What the bot reads as a text, wherever it stands. */
const READ = new Set(
  [
    'value',
    'text',
    'id',
    'callback_id',
    'private_metadata',
    'hash',
    'action_id',
    'trigger_id',
    'response_url',
    'ts',
  ].concat([
    'thread_ts',
    'message_ts',
    'channel_id',
    'user_id',
    'team_id',
    'command',
    'block_id',
    'type',
    'tab',
    'user',
  ]),
);
/** Texts about which nobody asks. */
const UNREAD: readonly string[] = ['selected_option.text.type', 'selected_option.text.text', 'user.team_id'];

const ALL: readonly Payload[] = [COMMAND, pressed('approve'), submitted('create'), ...OTHERS];

test('what Slack documents is readable, and what it sends where nothing was filled in', () => {
  for (const payload of ALL) expect([payload, isReadable(payload)]).toEqual([payload, true]);
  for (const key of ['value', 'selected_option'])
    expect(isReadable(replaced(submitted('create'), ['view', 'state', 'values', 'name', 'name', key], null))).toBe(
      true,
    );
});

test.each(ALL)('no text that is read can be a number, a boolean, a list or an object (%#)', (payload) => {
  const texts = leavesOf(payload).filter((path) => {
    const value = path.reduce<unknown>((at, key) => (at as Payload)[key], payload);
    return (
      typeof value === 'string' && READ.has(path.at(-1) ?? '') && !UNREAD.some((one) => path.join('.').endsWith(one))
    );
  });
  expect(texts.length).toBeGreaterThan(2);
  for (const path of texts) {
    // The kind of an element is not read, nor that of a list of options.
    if (path.includes('values') && path.at(-1) === 'type') continue;
    for (const wrong of WRONG)
      if (wrong !== null && wrong !== MISSING)
        expect([path.join('.'), wrong, isReadable(replaced(payload, path, wrong))]).toEqual([
          path.join('.'),
          wrong,
          false,
        ]);
  }
});

test('what the library looks into without asking is an object or is not there', () => {
  for (const key of ['channel', 'view'])
    for (const wrong of [7, null, true, [], MISSING])
      expect([key, wrong, isReadable(replaced(pressed('approve'), [key], wrong))]).toEqual([
        key,
        wrong,
        wrong === MISSING,
      ]);
});

const eventOf = (fields: Payload, beside: Payload = {}): Payload => ({
  team_id: 'T07SANDBOX1',
  event: { type: 'member_joined_channel', ...fields },
  ...beside,
});

test.each<readonly [string, Payload]>([
  ['a channel', eventOf({ channel: null })],
  ['a channel that is a number', eventOf({ channel: 7 })],
  ['a list of channels', eventOf({ channel: [] })],
  ['a user', eventOf({ user: null })],
  ['a user that is a list', eventOf({ user: [] })],
  ['a user group', eventOf({ type: 'subteam_updated', subteam: null })],
  ['an item', eventOf({ item: null })],
  ['an authorization', eventOf({}, { authorizations: [null] })],
  ['an authorization that is a text', eventOf({}, { authorizations: ['T07SANDBOX1'] })],
  ['the team of an authorization', eventOf({}, { authorizations: [{ team_id: 7 }] })],
  ['the name of what a workflow calls', eventOf({ type: 'function_executed', function_execution_id: null })],
])('an event is unreadable in which something is missing that the library takes for granted: %s', (_what, payload) => {
  expect(isReadable(payload)).toBe(false);
});

test.each<readonly [string, Payload]>([
  ['ids', eventOf({ channel: 'C1', user: 'U1' }, { authorizations: [{ team_id: 'T1', enterprise_id: null }] })],
  ['objects', eventOf({ channel: { id: 'C1' }, user: { id: 'U1' }, subteam: { id: 'S1' } }, { authorizations: [] })],
  ['nothing', eventOf({})],
])('an event is readable with %s', (_what, payload) => {
  expect(isReadable(payload)).toBe(true);
});
