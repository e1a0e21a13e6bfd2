import type { Button } from '@slack/types';
import { formatTerm, parseTerm, type Term } from '../../core/spec/charge.ts';
import { button } from '../kit/blocks.ts';

/** The callback id of the windows about a renewal. */
export const RENEW_FORM = 'renew_form';
/** The list of periods in the window; what is picked in it asks for its price. */
export const RENEW_TERM = 'renew_term';
/** A button that opens the window, see {@link renewButton}. */
export const RENEW_ASK = 'renew_ask';

/** What a window is about. It is no right: who submits it is asked for theirs. */
export interface RenewMeta {
  /** The instance's own id. */
  readonly id: string;
  readonly term: Term;
  /** Where the card will stand. */
  readonly channel: string;
  /** When its time is over, as the person was shown; null while that is not known. */
  readonly until: number | null;
}

export const writeRenewMeta = ({ id, term, channel, until }: RenewMeta): string =>
  JSON.stringify([id, formatTerm(term), channel, ...(until === null ? [] : [until])]);

/** Null for what another version has written. */
export function readRenewMeta(metadata: string): RenewMeta | null {
  const read = parsed(metadata);
  if (!Array.isArray(read)) return null;
  const [id, word, channel, until] = read as readonly unknown[];
  const term = typeof word === 'string' ? parseTerm(word) : null;
  if (typeof id !== 'string' || typeof channel !== 'string' || term === null) return null;
  return { id, term, channel, until: typeof until === 'number' ? until : null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param term what the window begins with; null for the shortest usual one */
export const renewButton = (text: string, id: string, term: Term | null): Button =>
  button({ text, actionId: RENEW_ASK, value: term === null ? id : `${id}/${formatTerm(term)}` });

const MONTH: Term = { unit: 'Month', period: 1 };

/** What such a button is about: the instance's own id, and the period. */
export function readRenewButton(value: string): { readonly id: string; readonly term: Term } {
  const [id = '', word = ''] = value.split('/');
  return { id, term: parseTerm(word) ?? MONTH };
}
