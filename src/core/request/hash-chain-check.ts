import { type ChainEnd, type ChainedEvent, EMPTY_CHAIN, hashOf } from './hash-chain.ts';

/** The first thing that is wrong with a chain. `place` counts what was read from 1: a line of a file, a row of the store. */
export type Break =
  /** Its content, or that of the one before with its hash computed again, does not fit its hash. */
  | { readonly is: 'changed'; readonly place: number; readonly event: ChainedEvent }
  /** Event `seq` should be here and is nowhere; `found` is here instead. */
  | { readonly is: 'missing'; readonly place: number; readonly seq: number; readonly found: number }
  /** Event `seq` should be here and is at `later`. */
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
  /** The first event there was; 1 unless those before were archived. */
  begin(): number;
}

/**
 * Checks a chain event by event, whatever its length. One whose first events are missing counts as whole when a later event of it says
 * that it was archived up to there, and with which hash.
 */
export function checkChain(): ChainCheck {
  let end = EMPTY_CHAIN;
  let begun = false;
  let found: Break | null = null;
  let later: Later | null = null;
  return {
    next(event, place) {
      const isFirst = !begun;
      begun = true;
      if (isFirst && event.seq > 1) {
        later = { event, place, anchor: null, broken: { is: 'missing', place, seq: 1, found: event.seq } };
        end = { seq: event.seq, hash: event.hash };
        return;
      }
      if (later !== null) note(later, event, place);
      if (found === null) {
        found = breakAt(end, event, place);
        if (found === null) end = { seq: event.seq, hash: event.hash };
      } else if (found.is === 'missing' && event.seq === found.seq) {
        found = { ...found, is: 'moved', later: place };
      }
    },
    finish(known) {
      const first = later === null ? null : beginningOf(later);
      if (first !== null || found !== null || known === undefined) return first ?? found;
      const { seq, hash } = end;
      if (seq < known.seq) return { is: 'cutOff', seq, until: known.seq };
      return seq === known.seq && hash === known.hash ? null : { is: 'otherEnd', seq, until: known.seq };
    },
    isBroken: () => found !== null,
    end: () => end,
    begin: () => later?.event.seq ?? 1,
  };
}

/** What is known of a chain that begins with another than the first event. */
interface Later {
  readonly event: ChainedEvent;
  readonly place: number;
  /** The hash of the event before, as a later one tells it; null while none has. */
  anchor: string | null;
  /** What is wrong with it unless one does. */
  broken: Extract<Break, { is: 'missing' | 'moved' }>;
}

function note(later: Later, { kind, seq, data }: ChainedEvent, place: number): void {
  if (seq === 1 && later.broken.is === 'missing') later.broken = { ...later.broken, is: 'moved', later: place };
  if (kind === 'trail.archived' && data.seq === later.event.seq - 1 && typeof data.hash === 'string')
    later.anchor = data.hash;
}

function beginningOf({ event, place, anchor, broken }: Later): Break | null {
  if (anchor === null) return broken;
  return hashOf(anchor, event.seq, event) === event.hash ? null : { is: 'changed', place, event };
}

function breakAt(end: ChainEnd, event: ChainedEvent, place: number): Break | null {
  const seq = end.seq + 1;
  if (event.seq > seq) return { is: 'missing', place, seq, found: event.seq };
  if (event.seq < seq) return { is: 'repeated', place, seq: event.seq };
  return hashOf(end.hash, seq, event) === event.hash ? null : { is: 'changed', place, event };
}
