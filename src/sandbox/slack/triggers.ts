import type { Ids } from './ids.ts';

type TriggerRefusal = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

/** `view`: the modal that it came from; views.push goes onto its stack. */
export interface Trigger {
  readonly user: string;
  readonly view: string | null;
}

/** A trigger_id lets the app open one modal for one person, once, for three seconds. */
export interface Triggers {
  make(user: string, view: string | null): string;
  exchange(id: string): Trigger | TriggerRefusal;
}

export function makeTriggers(ids: Ids, now: () => number, lifeMs: number): Triggers {
  const made = new Map<string, { user: string; view: string | null; at: number; used: boolean }>();
  return {
    make: (user, view) => {
      const at = now();
      for (const [id, old] of made) if (at - old.at > 60_000) made.delete(id);
      const id = `${Math.floor(ids.next() * 1e13)}.${Math.floor(ids.next() * 1e10)}.${ids.hex(32)}`;
      made.set(id, { user, view, at, used: false });
      return id;
    },
    exchange: (id) => {
      const trigger = made.get(id);
      if (trigger === undefined)
        return /^\d+\.\d+\.[0-9a-f]{32}$/.test(id) ? 'expired_trigger_id' : 'invalid_trigger_id';
      if (trigger.used) return 'exchanged_trigger_id';
      if (now() - trigger.at > lifeMs) return 'expired_trigger_id';
      trigger.used = true;
      return { user: trigger.user, view: trigger.view };
    },
  };
}
