import { expect, test } from 'vitest';
import { isKnownInstance, isKnownMessage, isKnownRequest } from '../../../src/core/request/known.ts';
import { isStanding, type Message, MILESTONES } from '../../../src/core/request/message.ts';
import { aFailure } from '../../support/instances.ts';

/** As a newer version may have written it. */
const message = (fields: object): Message => ({ requestId: 'r-1', ...fields }) as unknown as Message;
const dm = (about?: string) => message({ kind: 'dm', user: 'U1', ...(about !== undefined && { about }) });
const notice = (about: string) => message({ kind: 'notice', to: 'U1', notice: { about } });
const note = (fields: object) => message({ kind: 'thread', note: { failure: null, ...fields } });

const STANDING = ['reminder', 'escalation', 'again', 'voteLost', 'untold', 'lease', 'expiry', 'reclaim'];
const PASSING = [undefined, 'owner'];
const NOTICES = ['orphans', 'missing', 'behind', 'account', 'accountUnknown', 'digest', 'key'];
const DECISIONS = ['voted', 'approved', 'denied', 'withdrawn', 'expired', 'askedAgain', 'reminded', 'escalated'];
const RENEWALS = ['held', 'troubled', 'accepted', 'renewed', 'grown', 'barred', 'failed'];

test('every message of this version is known to it', () => {
  const known = [
    ...['card', 'ask'].map((kind) => message({ kind })),
    ...[...STANDING, ...PASSING].map(dm),
    ...NOTICES.map(notice),
    ...DECISIONS.map((what) => note({ milestone: 'decision', what })),
    ...RENEWALS.map((is) => note({ milestone: 'renewal', what: { is } })),
    ...MILESTONES.map((milestone) => note({ milestone })),
    note({ milestone: 'failed', failure: aFailure('noStock') }),
  ];
  expect(known.filter((one) => !isKnownMessage(one))).toEqual([]);
});

// `toString` is a word that every object knows.
test.each(['later', 'toString'])('what a newer version may have written is left to it: %s', (word) => {
  const unknown = [
    message({ kind: word }),
    dm(word),
    notice(word),
    note({ milestone: 'decision', what: word }),
    note({ milestone: 'renewal', what: { is: word } }),
    note({ milestone: word }),
    note({ milestone: 'failed', failure: { kind: word } }),
  ];
  expect(unknown.filter(isKnownMessage)).toEqual([]);
  expect(isKnownRequest({ state: word as 'pending' })).toBe(false);
  expect(isKnownInstance({ wanted: word as 'running' })).toBe(false);
});

test('every row of this version is known to it', () => {
  const states = ['pending', 'creating', 'finished', 'denied', 'withdrawn', 'expired'] as const;
  expect(states.filter((state) => !isKnownRequest({ state }))).toEqual([]);
  expect((['running', 'stopped', 'released'] as const).filter((wanted) => !isKnownInstance({ wanted }))).toEqual([]);
});

test('a direct message stands, and is edited, where it says how something is; what only happened is sent once', () => {
  expect(STANDING.filter((about) => !isStanding(dm(about)))).toEqual([]);
  expect(
    [undefined, ...PASSING.map(dm), message({ kind: 'card' }), note({ milestone: 'failed' })].filter(isStanding),
  ).toEqual([]);
});
