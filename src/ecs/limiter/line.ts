import type { Lane } from '../apis.ts';

/** Somebody who waits in a line. */
export interface Waiting {
  /** In whose name; null for the bot itself. */
  readonly person: string | null;
  readonly lane: Lane;
}

/**
 * A line in which nobody holds up the others: the bot's own work and the people take turns, and the people among themselves
 * do too, however many calls one of them has in it. Plain data; one that leaves costs nobody a turn.
 */
export interface Line<T extends Waiting> {
  join(one: T): void;
  leave(one: T): void;
  /** Whose turn it is; it has left the line then. Undefined when the line is empty. */
  next(): T | undefined;
  /** Who has waited longest of one person. */
  oldestOf(person: string): T | undefined;
  readonly size: number;
  /** How many wait in one person's name. */
  countOf(person: string): number;
  /** How many wait in the name of people. */
  readonly people: number;
  /** How many of the bot's own wait in a lane. */
  ownIn(lane: Lane): number;
}

export function makeLine<T extends Waiting>(): Line<T> {
  const own: Readonly<Record<Lane, Set<T>>> = { people: new Set(), polling: new Set() };
  // The order of the map is the order of turns.
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
 * Whether one more could not be served before it has waited too long.
 *
 * Polling leaves half of the line to everybody else, and people leave half of it to the bot's own work.
 */
export function isFull({ size, people, ownIn }: Line<Waiting>, who: Waiting, servable: number): boolean {
  if (who.person !== null) return people >= servable / 2 && size >= servable;
  return who.lane === 'polling' ? ownIn('polling') >= servable / 2 : size - people >= servable;
}

/** One question may need as many calls as that. */
const MIN_PER_PERSON = 20;

/** Which call is dropped when a person asks once more: the one they asked for first, when that much of theirs waits already. */
export const mostInTheWay = <T extends Waiting>(
  line: Line<T>,
  person: string | null,
  servable: number,
): T | undefined =>
  person !== null && line.countOf(person) >= Math.max(MIN_PER_PERSON, servable / 4) ? line.oldestOf(person) : undefined;

/** Takes out what came first. */
function first<T>(waiting: Set<T>): T | undefined {
  const { value, done } = waiting.values().next();
  if (done === true) return undefined;
  waiting.delete(value);
  return value;
}
