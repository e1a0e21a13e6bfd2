import { expect, test } from 'vitest';
import { afterLifting, type Freeze, freezeBehind, isInForce, parseFreeze } from '../../src/core/freeze.ts';
import { nextAction } from '../../src/core/instance/next-action.ts';
import { reduce } from '../../src/core/instance/reduce.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { splitWords } from '../../src/core/spec/key-values.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, timing } from '../support/instances.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const parse = (typed: string) => parseFreeze(splitWords(typed));

test.each([
  ['moving the database', 'moving the database', null],
  ['moving the database for 30m', 'moving the database', 30 * MINUTE],
  ['moving   the database FOR 2h', 'moving the database', 2 * HOUR],
  ['audit for 3d', 'audit', 3 * DAY],
  ['audit for 2w', 'audit', 14 * DAY],
  ['audit for 1 week', 'audit', 7 * DAY],
  ['audit for 1周', 'audit', 7 * DAY],
  ['audit for 30d', 'audit', 30 * DAY],
  ['audit for 1m', 'audit', MINUTE],
  ['audit for 45 minutes', 'audit', 45 * MINUTE],
  ['audit for 1 hour', 'audit', HOUR],
  ['audit for 2 Days', 'audit', 2 * DAY],
  ['waiting for the release for 2h', 'waiting for the release', 2 * HOUR],
  ['waiting for the release', 'waiting for the release', null],
  ['"waiting for 3 teams"', 'waiting for 3 teams', null],
  ['"waiting for 3 teams" for 4h', 'waiting for 3 teams', 4 * HOUR],
  // As an input method or a copied message writes it.
  ['audit for ２ｈ', 'audit', 2 * HOUR],
  ['audit for 2小时', 'audit', 2 * HOUR],
  ['audit for \u200b2h', 'audit', 2 * HOUR],
  ['audit for \u202a2\u00a0h\u202c', 'audit', 2 * HOUR],
  [`${'x'.repeat(200)} for 1h`, 'x'.repeat(200), HOUR],
  ['👩‍💻'.repeat(60), '👩‍💻'.repeat(60), null],
])('“%s” freezes with its reason and its time', (typed, reason, forMs) => {
  expect(parse(typed)).toEqual({ ok: true, value: { reason, forMs } });
});

test.each([
  ['', { problem: 'noReason' }],
  ['   ', { problem: 'noReason' }],
  ['""', { problem: 'noReason' }],
  ['for 2h', { problem: 'noReason' }],
  ['x'.repeat(201), { problem: 'reasonTooLong', characters: 201 }],
  ['audit for 0m', { problem: 'durationOutOfRange', given: '0m' }],
  ['audit for 31d', { problem: 'durationOutOfRange', given: '31d' }],
  ['audit for 721h', { problem: 'durationOutOfRange', given: '721h' }],
  ['audit for 999999999d', { problem: 'durationOutOfRange', given: '999999999d' }],
  // Taken for part of the reason, each of these would freeze for ever.
  ['audit for 2', { problem: 'notADuration', given: '2' }],
  ['audit for 2q', { problem: 'notADuration', given: '2q' }],
  ['audit for 1h30m', { problem: 'notADuration', given: '1h30m' }],
  ['audit for 1.5h', { problem: 'notADuration', given: '1.5h' }],
  ['audit for ½ day', { problem: 'notADuration', given: '1⁄2 day' }],
  ['audit for ٢h', { problem: 'notADuration', given: '٢h' }],
  ['audit for –2h', { problem: 'notADuration', given: '–2h' }],
  ['audit for -2h', { problem: 'notADuration', given: '-2h' }],
  ['audit for 2h please', { problem: 'notADuration', given: '2h please' }],
  ['audit for 9999999999m', { problem: 'notADuration', given: '9999999999m' }],
])('“%s” freezes nothing', (typed, error) => {
  expect(parse(typed)).toEqual({ ok: false, error });
});

const freeze: Freeze = { version: 3, reason: 'audit', by: 'UADMIN', at: NOW, until: NOW + 2 * HOUR };

test('a freeze is in force until its end, to the millisecond, or until it is lifted', () => {
  expect(isInForce(null, NOW)).toBe(false);
  expect(isInForce(freeze, NOW + 2 * HOUR - 1)).toBe(true);
  expect(isInForce(freeze, NOW + 2 * HOUR)).toBe(false);
  expect(isInForce({ ...freeze, until: null }, NOW + 9_999 * DAY)).toBe(true);
});

test('admins are those who were named', () => {
  const authority = onlyThese(['U1', 'U2']);
  expect(['U1', 'U2', 'U3', ''].map((user) => authority.isAdmin(user))).toEqual([true, true, false, false]);
});

const held = { is: 'held', freeze } as const;
const milestones = (transition: ReturnType<typeof reduce>) =>
  transition.messages.flatMap((message) => (message.kind === 'thread' ? [message.note.milestone] : []));

test('what waits keeps its state, is reported once and recorded once, and is due again before the freeze can be over', () => {
  const first = reduce(anInstance(), held, NOW, timing);
  expect(first.next).toMatchObject({ heldBy: freeze, createTriedAt: null, deadlineAt: null, outcome: null });
  expect(milestones(first)).toEqual(['held']);
  expect(first.messages).toContainEqual({ kind: 'card', requestId: 'r-1' });
  expect(first.events).toMatchObject([{ kind: 'instance.held', data: { by: 'UADMIN', reason: 'audit' } }]);
  expect(first.next.dueAt).toBe(NOW + MINUTE);

  const again = reduce(first.next, held, NOW + MINUTE, timing);
  expect([again.messages, again.events]).toEqual([[], []]);
  const nearTheEnd = reduce(again.next, held, NOW + 2 * HOUR - 5_000, timing);
  expect(nearTheEnd.next.dueAt).toBe(NOW + 2 * HOUR);

  const replaced = reduce(again.next, { is: 'held', freeze: { ...freeze, version: 4 } }, NOW + MINUTE, timing);
  expect(milestones(replaced)).toEqual(['held']);
});

test('a Stopped instance has no deadline while it waits, and all its time when it goes on', () => {
  const stopped = reduce(anAccepted(), { is: 'observed', observed: seen('Stopped') }, NOW + 20_000, timing).next;
  const waiting = reduce(stopped, held, NOW + 20_000, timing).next;
  expect(waiting.deadlineAt).toBeNull();

  // Looked at long after the deadline it had before: still Stopped, still to be started, and nothing is told.
  const later = NOW + 10 * timing.deadlineMs;
  const looked = reduce(waiting, { is: 'observed', observed: seen('Stopped') }, later, timing);
  expect(looked.next).toMatchObject({ outcome: null, heldBy: freeze, slowTold: false });
  expect(looked.messages).toEqual([]);
  expect(nextAction(looked.next, seen('Stopped'), later, timing)).toEqual({ do: 'start' });

  for (const observation of [
    { is: 'accepted', what: 'start' },
    { is: 'refused', what: 'start', failure: aFailure('throttled') },
    { is: 'observed', observed: seen('Starting') },
  ] as const) {
    const { next } = reduce(looked.next, observation, later, timing);
    expect(next).toMatchObject({ heldBy: null, deadlineAt: later + timing.deadlineMs, slowTold: false });
  }
});

test('a create that was only refused by a rate limit has not happened, so a long freeze leaves no doubt about it', () => {
  const tried = reduce(anInstance(), { is: 'creating', account: '111' }, NOW, timing).next;
  for (const kind of ['throttled', 'notSent'] as const) {
    const refused = reduce(tried, { is: 'refused', what: 'create', failure: aFailure(kind) }, NOW + 10, timing).next;
    const waiting = reduce(refused, held, NOW + 20, timing).next;
    expect(waiting).toMatchObject({ createTriedAt: null, attempts: 0, failure: null });
    expect(nextAction(waiting, null, NOW + timing.doubtAfterMs + HOUR, timing)).toEqual({ do: 'create' });
  }
});

test('a create that may have happened stays in doubt, and is never repeated when the freeze outlasts its token', () => {
  const tried = reduce(anInstance(), { is: 'creating', account: '111' }, NOW, timing).next;
  const lost = reduce(tried, { is: 'refused', what: 'create', failure: aFailure('ambiguous') }, NOW + 10, timing).next;
  const twice = reduce(
    reduce(tried, { is: 'creating', account: '111' }, NOW, timing).next,
    {
      is: 'refused',
      what: 'create',
      failure: aFailure('throttled'),
    },
    NOW + 10,
    timing,
  ).next;
  for (const row of [tried, lost, twice]) {
    const waiting = reduce(row, held, NOW + 20, timing).next;
    expect(waiting.createTriedAt).toBe(NOW);
    expect(nextAction(waiting, null, NOW + timing.doubtAfterMs, timing)).toEqual({ do: 'lookUpByTag' });
    expect(reduce(row, held, NOW + timing.doubtAfterMs - 10, timing).next.dueAt).toBe(NOW + timing.doubtAfterMs);
  }
});

test('whatever ends or comes to be waits for no freeze any more', () => {
  const waiting = anInstance({ heldBy: freeze, createTriedAt: NOW });
  expect(reduce(waiting, { is: 'creating', account: '111' }, NOW, timing).next.heldBy).toBeNull();
  expect(reduce(waiting, { is: 'foundByTag', found: [seen('Pending')] }, NOW, timing).next.heldBy).toBeNull();
  const stopped = anAccepted({ heldBy: freeze });
  const locked = seen('Stopped', { locks: ['financial'] });
  expect(reduce(stopped, { is: 'observed', observed: locked }, NOW, timing).next).toMatchObject({
    outcome: 'failed',
    heldBy: null,
  });
  expect(reduce(stopped, { is: 'observed', observed: seen('Running') }, NOW, timing).next).toMatchObject({
    outcome: 'reached',
    heldBy: null,
  });
});

test('the bot’s own freeze keeps an admin’s that is in force, which is in force again once the own one is lifted', () => {
  const admins: Freeze = { version: 3, reason: 'audit', by: 'UADMIN', at: NOW, until: NOW + HOUR };
  const { version: _version, ...kept } = admins;
  const own = { cause: 'storeBehind', by: 'bot', at: NOW + 1, until: null };
  expect(freezeBehind(null, NOW + 1)).toMatchObject(own);
  expect(freezeBehind(null, NOW + 1)).not.toHaveProperty('before');
  expect(freezeBehind(admins, NOW + HOUR)).not.toHaveProperty('before');
  const behind = { ...freezeBehind(admins, NOW + 1), version: 4 };
  expect(behind).toMatchObject({ ...own, before: kept });
  expect(afterLifting(behind, NOW + HOUR - 1)).toEqual(kept);
  expect(afterLifting(behind, NOW + HOUR)).toBeNull();
  expect(afterLifting({ ...behind, before: { ...kept, until: null } }, NOW + 9 * DAY)).toEqual({
    ...kept,
    until: null,
  });
  expect(afterLifting({ ...freezeBehind(null, NOW), version: 1 }, NOW)).toBeNull();
});
