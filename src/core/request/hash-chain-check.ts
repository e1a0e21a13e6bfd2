import { type ChainEnd, type ChainedEvent, EMPTY_CHAIN, hashOf } from './hash-chain.ts';

/** The first defect of a chain. `place` counts what was read from 1: lines of a file, or rows of the store. */
export type Break =
  /** The event does not match its hash: its content was changed, or the event before it was changed and hashed again. */
  | { readonly is: 'changed'; readonly place: number; readonly event: ChainedEvent }
  /** Event `seq` is missing; event `found` stands in its place. */
  | { readonly is: 'missing'; readonly place: number; readonly seq: number; readonly found: number }
  /** Event `seq` stands at place `later` instead of here. */
  | {
      readonly is: 'moved';
      readonly place: number;
      readonly seq: number;
      readonly found: number;
      readonly later: number;
    }
  /** Event `seq` has occurred before. */
  | { readonly is: 'repeated'; readonly place: number; readonly seq: number }
  /** The chain ends at `seq`, but is known to go on to `until`. */
  | { readonly is: 'cutOff'; readonly seq: number; readonly until: number }
  /** The chain goes on beyond the end that the store remembers, or ends with another hash. */
  | { readonly is: 'otherEnd'; readonly seq: number; readonly until: number };

export interface ChainCheck {
  /** The next event in stored order. After a break it only refines the kind of break. */
  next(event: ChainedEvent, place: number): void;
  /**
   * The result after the last event; null for an unbroken chain.
   *
   * @param known where the chain must end, if known
   */
  finish(known?: ChainEnd): Break | null;
  isBroken(): boolean;
  /** The last correct event. */
  end(): ChainEnd;
  /** The number of the first event; 1 unless earlier ones were archived. */
  begin(): number;
}

/**
 * Checks a chain of any length, event by event. A chain without its first events counts as whole if one of its events
 * records that they were archived, with the hash of the last one.
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

/** A chain that begins after the first event. */
interface Later {
  readonly event: ChainedEvent;
  readonly place: number;
  /** The hash of the event before, as an archive event records it; null until one does. */
  anchor: string | null;
  /** The defect, unless such an event turns up. */
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
