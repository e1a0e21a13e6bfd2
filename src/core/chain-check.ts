import { type ChainEnd, type ChainedEvent, EMPTY_CHAIN, hashOf } from './chain.ts';

/** The first thing that is wrong with a chain. `place` counts what was read from 1: a line of a file, a row of the store. */
export type Break =
  /** Its content, or that of the one before with its hash made anew, does not fit its hash. */
  | { readonly is: 'changed'; readonly place: number; readonly event: ChainedEvent }
  /** Event `seq` should stand here and is nowhere; `found` stands here instead. */
  | { readonly is: 'missing'; readonly place: number; readonly seq: number; readonly found: number }
  /** Event `seq` should stand here and stands at `later`. */
  | {
      readonly is: 'moved';
      readonly place: number;
      readonly seq: number;
      readonly found: number;
      readonly later: number;
    }
  /** Event `seq` stood before already. */
  | { readonly is: 'repeated'; readonly place: number; readonly seq: number }
  /** It is known that the chain goes on to `until`. */
  | { readonly is: 'cutOff'; readonly seq: number; readonly until: number }
  /** The chain goes on behind the end that the store remembers, or ends with another hash. */
  | { readonly is: 'otherEnd'; readonly seq: number; readonly until: number };

export interface ChainCheck {
  /** The next event, in the order in which they are kept. After a break it only finds out what kind of break it is. */
  next(event: ChainedEvent, place: number): void;
  /**
   * What was found once everything has been read; null for an unbroken chain.
   *
   * @param known where the chain must end, if that is known.
   */
  finish(known?: ChainEnd): Break | null;
  isBroken(): boolean;
  /** The last event that was good. */
  end(): ChainEnd;
}

/** Checks a chain event by event, whatever its length. */
export function checkChain(): ChainCheck {
  let end = EMPTY_CHAIN;
  let found: Break | null = null;
  return {
    next(event, place) {
      if (found === null) {
        found = breakAt(end, event, place);
        if (found === null) end = { seq: event.seq, hash: event.hash };
      } else if (found.is === 'missing' && event.seq === found.seq) {
        found = { ...found, is: 'moved', later: place };
      }
    },
    finish(known) {
      if (found !== null || known === undefined) return found;
      if (end.seq < known.seq) return { is: 'cutOff', seq: end.seq, until: known.seq };
      return end.seq === known.seq && end.hash === known.hash
        ? null
        : { is: 'otherEnd', seq: end.seq, until: known.seq };
    },
    isBroken: () => found !== null,
    end: () => end,
  };
}

function breakAt(end: ChainEnd, event: ChainedEvent, place: number): Break | null {
  const seq = end.seq + 1;
  if (event.seq > seq) return { is: 'missing', place, seq, found: event.seq };
  if (event.seq < seq) return { is: 'repeated', place, seq: event.seq };
  return hashOf(end.hash, seq, event) === event.hash ? null : { is: 'changed', place, event };
}
