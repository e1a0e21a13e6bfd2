import { describe, expect, test } from 'vitest';
import { offeredCommands } from '../../src/sandbox/commands.ts';
import { readAddress, writeAddress } from '../../src/sandbox/page/place/address.ts';
import { landingOf, readPermalink } from '../../src/sandbox/page/place/permalink.ts';
import { placeBeside, placesOf } from '../../src/sandbox/page/place/places.ts';
import { firstActive, hintsFor } from '../../src/sandbox/page/slack/composer/suggest.ts';
import { forMeIn, unreadOf } from '../../src/sandbox/page/unread.ts';
import type { SandboxState } from '../../src/sandbox/state.ts';
import { card, fixture, message } from './fixture.ts';

const never = () => null;

function withChannel(more: Partial<SandboxState['slack']['channels'][number]>): SandboxState {
  const state = fixture();
  const channel = { id: 'C9', name: 'extra', is_im: false, messages: [], ...more };
  return { ...state, slack: { ...state.slack, channels: [...state.slack.channels, channel] } };
}

describe('what somebody has not seen', () => {
  test('is counted by conversation: only what is meant for them has a number', () => {
    const unread = unreadOf(fixture().slack, 'U1', never);
    expect(Object.fromEntries(unread)).toEqual({
      C1: { count: 2, forMe: 1 }, // the card mentions U1
      C2: { count: 0, forMe: 0 },
      D1: { count: 1, forMe: 1 },
    });
    expect(forMeIn(unreadOf(fixture().slack, 'U2', never))).toBe(1);
  });

  test('ends with the newest that was on the screen', () => {
    const seen = (channel: string) => (channel === 'C1' ? card.ts : null);
    expect(unreadOf(fixture().slack, 'U1', seen).get('C1')).toEqual({ count: 0, forMe: 0 });
  });

  test('of direct messages counts replies too, of channels what others wrote', () => {
    const answered = message(80, 'Yours', { replies: [message(90, 'a reminder')] });
    const direct = withChannel({ id: 'D9', name: 'U3', is_im: true, messages: [answered] });
    expect(unreadOf(direct.slack, 'U3', never).get('D9')).toEqual({ count: 2, forMe: 2 });
    const own = withChannel({ messages: [message(1, 'by me', { user: 'U3' })] });
    expect(unreadOf(own.slack, 'U3', never).get('C9')).toEqual({ count: 0, forMe: 0 });
  });

  test('is nothing where they are not a member', () => {
    const closed = withChannel({ members: ['U1'], messages: [message(1, 'secret')] });
    expect(unreadOf(closed.slack, 'U2', never).has('C9')).toBe(false);
    expect(placesOf(closed, 'U2')).not.toContainEqual({ kind: 'channel', id: 'C9' });
    expect(placesOf(closed, 'U1')).toContainEqual({ kind: 'channel', id: 'C9' });
  });
});

describe('a link to a message', () => {
  const link = (ts: string, more = '') => `https://sandbox-team.slack.com/archives/C1/p${ts.replace('.', '')}${more}`;

  test.each([
    ['https://example.com/archives/C1/p1795420860000100'],
    ['https://sandbox-team.slack.com/archives/C1'],
    ['https://sandbox-team.slack.com.evil.example/archives/C1/p1795420860000100'],
    ['javascript:alert(1)'],
  ])('is not %s', (address) => expect(readPermalink(address)).toBeNull());

  test('leads to its channel, a reply also into its thread', () => {
    const reply = card.replies[1]?.ts ?? '';
    const read = readPermalink(link(reply, `?thread_ts=${card.ts}&cid=C1`));
    expect(read).toEqual({ channel: 'C1', ts: reply });
    expect(read && landingOf(fixture().slack, 'U1', read)).toEqual({
      place: { kind: 'channel', id: 'C1' },
      thread: { channel: 'C1', ts: card.ts },
    });
  });

  test('leads nowhere when the message is gone, or for somebody else’s direct messages', () => {
    expect(landingOf(fixture().slack, 'U1', { channel: 'C1', ts: '1700000000.000000' })).toBeNull();
    const theirs = { channel: 'D2', ts: message(81, '').ts };
    expect(landingOf(fixture().slack, 'U1', theirs)).toBeNull();
    expect(landingOf(fixture().slack, 'U2', theirs)).toEqual({ place: { kind: 'dm' }, thread: null });
  });
});

test('the address of the page keeps who, where, which thread and which view', () => {
  const place = { kind: 'channel', id: 'C1' } as const;
  const whole = { user: 'U2', place, thread: { channel: 'C1', ts: card.ts }, tab: 'cloud' } as const;
  expect(readAddress(writeAddress(whole))).toEqual(whole);
  const bare = { user: null, place: null, thread: null, tab: 'slack' } as const;
  expect(readAddress(writeAddress(bare))).toEqual(bare);
  expect(readAddress('?at=dm')).toMatchObject({ place: { kind: 'dm' } });
});

test('the arrows go on to the next conversation, to the next with news, and stop at the ends', () => {
  const places = placesOf(fixture(), 'U1');
  const [first = { kind: 'dm' }, second] = places;
  expect(placeBeside(places, first, 1)).toEqual(second);
  expect(placeBeside(places, first, -1)).toBeNull();
  expect(placeBeside(places, { kind: 'home' }, 1)).toBeNull();
  expect(placeBeside(places, first, 1, (place) => place.kind === 'dm')).toEqual({ kind: 'dm' });
});

describe('what is offered while somebody types', () => {
  const commands = offeredCommands();
  const hints = (typed: string) => hintsFor(typed, commands, 'en', 'what the bot is for');
  const offered = (typed: string) => hints(typed).map(({ command }) => command);

  test('is the bot’s own list, with what each command takes, in both languages', () => {
    expect(offered('/')).toEqual(['/ecs']);
    expect(offered('/ecs ')).toEqual(commands.map(({ name }) => `/ecs ${name}`));
    expect(commands.length).toBeGreaterThan(15);
    for (const { summary } of commands) expect(summary.zh).toMatch(/\p{Script=Han}/u);
    expect(hints('/ecs ext')).toEqual([
      { fill: '/ecs extend ', command: '/ecs extend', usage: expect.stringContaining('<'), says: expect.any(String) },
    ]);
  });

  test('is what follows, once the command is there', () => {
    expect(hints('/ecs STOP web-1 ')).toMatchObject([{ fill: null, command: '/ecs stop' }]);
  });

  test.each(['hello', '/other', '/ecs nonsense ', ' /ecs', '/ecs\nstop'])('is nothing for %j', (typed) =>
    expect(hints(typed)).toEqual([]),
  );

  test.each([
    ['/', 0],
    ['/ecs', -1],
    ['/ecs ', -1],
    ['/ecs cr', 0],
    ['/ecs create', -1],
    ['/ecs create web-small', -1],
  ])('for %j Enter picks the line %i, and sends where that is none', (typed, at) =>
    expect(firstActive(typed, hints(typed))).toBe(at),
  );
});
