import { FAILURE_KINDS } from '../failure/failure.ts';
import type { Instance, Wanted } from '../instance/instance.ts';
import { type DecisionNote, type Message, MILESTONES, type RenewalNote } from './message.ts';
import type { Notice } from './notice.ts';
import type { Request, RequestState } from './request.ts';

/**
 * What this version knows of what the store holds. A newer version may work beside it (or may have, before it was gone back from)
 * and write more: that is left to the newer one, neither done in another way nor given up.
 */

type All<T extends string> = Readonly<Record<T, true>>;

const isOneOf = <T extends string>(known: All<T>, word: string): boolean => Object.hasOwn(known, word);

const WANTED: All<Wanted> = { running: true, stopped: true, released: true };

const STATES: All<RequestState> = {
  pending: true,
  creating: true,
  finished: true,
  denied: true,
  withdrawn: true,
  expired: true,
};

const NOTICES: All<Notice['about']> = {
  orphans: true,
  missing: true,
  behind: true,
  account: true,
  accountUnknown: true,
  digest: true,
  key: true,
};

const DIRECT: All<NonNullable<Extract<Message, { readonly kind: 'dm' }>['about']>> = {
  reminder: true,
  escalation: true,
  lease: true,
  expiry: true,
  owner: true,
  reclaim: true,
  again: true,
  untold: true,
  voteLost: true,
};

const DECISIONS: All<DecisionNote['what']> = {
  voted: true,
  approved: true,
  denied: true,
  withdrawn: true,
  expired: true,
  askedAgain: true,
  reminded: true,
  escalated: true,
};

const RENEWALS: All<RenewalNote['what']['is']> = {
  held: true,
  troubled: true,
  accepted: true,
  renewed: true,
  grown: true,
  barred: true,
  failed: true,
};

export const isKnownInstance = ({ wanted }: Pick<Instance, 'wanted'>): boolean => isOneOf(WANTED, wanted);

export const isKnownRequest = ({ state }: Pick<Request, 'state'>): boolean => isOneOf(STATES, state);

export function isKnownMessage(message: Message): boolean {
  switch (message.kind) {
    case 'card':
    case 'ask':
      return true;
    case 'dm':
      return message.about === undefined || isOneOf(DIRECT, message.about);
    case 'notice':
      return isOneOf(NOTICES, message.notice.about);
    case 'thread':
      return isKnownNote(message.note);
    default:
      return false;
  }
}

function isKnownNote(note: Extract<Message, { readonly kind: 'thread' }>['note']): boolean {
  if (note.milestone === 'decision') return isOneOf(DECISIONS, note.what);
  if (note.milestone === 'renewal') return isOneOf(RENEWALS, note.what.is);
  const isFailure = note.failure === null || FAILURE_KINDS.includes(note.failure.kind);
  return isFailure && MILESTONES.includes(note.milestone);
}
