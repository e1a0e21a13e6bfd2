import type { Button } from '@slack/types';
import { parseJson } from '../../core/base/json.ts';
import { formatTerm, parseTerm, type Term } from '../../core/spec/charge.ts';
import { button } from '../kit/blocks.ts';

/** The callback id of a renewal's windows. */
export const RENEW_FORM = 'renew_form';
/** The list of periods in the window; picking one reads its price. */
export const RENEW_TERM = 'renew_term';
/** A button that opens the window, see {@link renewButton}. */
export const RENEW_ASK = 'renew_ask';

/** What a window is about. It grants no right: the submitter's rights are judged. */
export interface RenewMeta {
  /** The instance's own id. */
  readonly id: string;
  readonly term: Term;
  /** Where the card will be. */
  readonly channel: string;
  /** When the paid time ends, as the person was shown; null while unknown. */
  readonly until: number | null;
}

export const writeRenewMeta = ({ id, term, channel, until }: RenewMeta): string =>
  JSON.stringify([id, formatTerm(term), channel, ...(until === null ? [] : [until])]);

/** Null if another version wrote it. */
export function readRenewMeta(metadata: string): RenewMeta | null {
  const read = parseJson(metadata);
  if (!Array.isArray(read)) return null;
  const [id, word, channel, until] = read as readonly unknown[];
  const term = typeof word === 'string' ? parseTerm(word) : null;
  if (typeof id !== 'string' || typeof channel !== 'string' || term === null) return null;
  return { id, term, channel, until: typeof until === 'number' ? until : null };
}

/** @param term the window's first choice; null for the shortest usual one */
export const renewButton = (text: string, id: string, term: Term | null): Button =>
  button({ text, actionId: RENEW_ASK, value: term === null ? id : `${id}/${formatTerm(term)}` });

const MONTH: Term = { unit: 'Month', period: 1 };

/** The button's instance, by its own id, and its period. */
export function readRenewButton(value: string): { readonly id: string; readonly term: Term } {
  const [id = '', word = ''] = value.split('/');
  return { id, term: parseTerm(word) ?? MONTH };
}
