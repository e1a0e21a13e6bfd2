import type { Lane } from '../apis.ts';

/** A caller that waits in a line. */
export interface Waiting {
  /** The person for whom it calls; null for the bot itself. */
  readonly person: string | null;
  readonly lane: Lane;
}

/**
 * A fair line: the bot's own work and people take turns, and so do the people among themselves, however many calls one of them
 * has. Plain data; leaving costs nobody a turn.
 */
export interface Line<T extends Waiting> {
  join(one: T): void;
  leave(one: T): void;
  /** Takes the next one out of the line; undefined if the line is empty. */
  next(): T | undefined;
  /** The one that has waited longest for a person. */
  oldestOf(person: string): T | undefined;
  readonly size: number;
  /** How many wait for a person. */
  countOf(person: string): number;
  /** How many wait for people. */
  readonly people: number;
  /** How many of the bot's own calls wait in a lane. */
  ownIn(lane: Lane): number;
}

export function makeLine<T extends Waiting>(): Line<T> {
  const own: Readonly<Record<Lane, Set<T>>> = { people: new Set(), polling: new Set() };
  // The map is in the order of turns.
  const persons = new Map<string, Set<T>>();
  let people = 0;
  let ownWasLast = false;

  const takeOwn = (): T | undefined => first(own.people) ?? first(own.polling);
  const takePerson = (): T | undefined => {
    for (const [person, waiting] of persons) {
      const one = first(waiting);
      persons.delete(person);
      if (waiting.size > 0) persons.set(person, waiting);
      if (one === undefined) continue;
      people -= 1;
      return one;
    }
    return undefined;
  };

  return {
    join(one) {
      if (one.person === null) {
        own[one.lane].add(one);
        return;
      }
      const waiting = persons.get(one.person) ?? new Set();
      persons.set(one.person, waiting);
      waiting.add(one);
      people += 1;
    },
    leave(one) {
      if (one.person === null) {
        own[one.lane].delete(one);
        return;
      }
      const waiting = persons.get(one.person);
      if (waiting?.delete(one) !== true) return;
      people -= 1;
      if (waiting.size === 0) persons.delete(one.person);
    },
    next() {
      const one = ownWasLast ? (takePerson() ?? takeOwn()) : (takeOwn() ?? takePerson());
      if (one !== undefined) ownWasLast = one.person === null;
      return one;
    },
    oldestOf: (person) => persons.get(person)?.values().next().value,
    get size() {
      return own.people.size + own.polling.size + people;
    },
    countOf: (person) => persons.get(person)?.size ?? 0,
    get people() {
      return people;
    },
    ownIn: (lane) => own[lane].size,
  };
}

/**
 * Whether one more could not be served in time. Polling leaves half of the line to everybody else, and people leave half of it to
 * the bot's own work.
 */
export function isFull({ size, people, ownIn }: Line<Waiting>, who: Waiting, servable: number): boolean {
  if (who.person !== null) return people >= servable / 2 && size >= servable;
  return who.lane === 'polling' ? ownIn('polling') >= servable / 2 : size - people >= servable;
}

/** One question may need this many calls. */
const MIN_PER_PERSON = 20;

/** The call to drop when a person adds one and has too many waiting: that person's oldest. */
export const mostInTheWay = <T extends Waiting>(
  line: Line<T>,
  person: string | null,
  servable: number,
): T | undefined =>
  person !== null && line.countOf(person) >= Math.max(MIN_PER_PERSON, servable / 4) ? line.oldestOf(person) : undefined;

/** Takes out the oldest. */
function first<T>(waiting: Set<T>): T | undefined {
  const { value, done } = waiting.values().next();
  if (done === true) return undefined;
  waiting.delete(value);
  return value;
}
