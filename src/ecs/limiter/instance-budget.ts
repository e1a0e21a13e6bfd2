import { MINUTE_MS } from '../../core/base/durations.ts';

/** A minute, and a second for calls that reach the cloud late. */
const WINDOW_MS = MINUTE_MS + 1_000;
/** How long a turn is kept for a call that does not come: its row may have been ended meanwhile. */
const KEEP_MS = MINUTE_MS;

/** A call that makes so many instances. */
export interface Purchase {
  /** Its first ClientToken, by which it is known again when it is tried once more. */
  readonly token: string;
  readonly instances: number;
}

/** Counts the instances that the last minute's calls were to make: the account's limits apply to them as well as to calls. */
export interface InstanceBudget {
  /**
   * The milliseconds until the turn of a call; 0 if it may be sent now. Turns are in the order in which the calls first asked, so
   * one that comes back when it was told to is not overtaken.
   */
  ask(call: Purchase, now: number): number;
  /** Notes a sent call for this many, by this process (with its token) or another replica. */
  spend(instances: number, now: number, token?: string): void;
}

export function makeInstanceBudget(perMinute: number): InstanceBudget {
  /** Oldest first. */
  let spent: { readonly at: number; readonly instances: number }[] = [];
  /** The calls that are to be sent, in the order of their turns. */
  const turns = new Map<string, { readonly instances: number; readonly askedAt: number; readonly until: number }>();

  /** Also what comes later than now: then the clock was set back. */
  const forget = (now: number): void => {
    spent = spent.filter(({ at }) => at + WINDOW_MS > now && at <= now);
    for (const [token, { askedAt, until }] of turns) if (until < now || askedAt > now) turns.delete(token);
  };
  const turnOf = (token: string, now: number): number => {
    const used = [...spent];
    let room = perMinute - used.reduce((sum, { instances }) => sum + instances, 0);
    let at = now;
    for (const [one, { instances }] of turns) {
      while (room < Math.min(instances, perMinute)) {
        const first = used.shift();
        if (first === undefined) break;
        room += first.instances;
        at = Math.max(at, first.at + WINDOW_MS);
      }
      if (one === token) break;
      used.push({ at, instances });
      room -= instances;
    }
    return at;
  };

  return {
    ask({ token, instances }, now) {
      forget(now);
      turns.set(token, { instances, askedAt: now, until: now });
      const at = turnOf(token, now);
      turns.set(token, { instances, askedAt: now, until: at + KEEP_MS });
      return at - now;
    },
    spend(instances, now, token) {
      if (token !== undefined) turns.delete(token);
      if (instances > 0) spent.push({ at: now, instances });
    },
  };
}
