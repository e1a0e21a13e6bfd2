import type { AccountGate, StoredAccount } from '../../core/account/account.ts';
import { makeWakeSignal } from '../../core/base/wake-signal.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../../core/loop/loop-watch.ts';
import { type Loop, logFailedRound, loopOn } from '../loop.ts';
import { findMissing } from './missing.ts';
import { findOrphans } from './orphans.ts';
import { adminsOf } from './people.ts';
import type { SweepPorts, SweepRound } from './round.ts';

/** How often to ask the store whether a sweep is due. */
const ASK_MS = 60_000;

/**
 * Compares the store with the account from time to time, one replica at a time: which instances the cloud no longer lists, and
 * which carry the bot's tag without a row. It only tells; it changes no instance.
 */
export function startSweep(ports: SweepPorts & { readonly account: AccountGate; readonly loops?: LoopSigns }): Loop {
  const { account: gate, clock, log, store, everyMs, loops = NO_LOOP_WATCH } = ports;
  const signal = makeWakeSignal(clock);
  const wakeSignal = everyMs === null ? signal : loops.watched('sweep', signal);

  async function look(account: StoredAccount): Promise<void> {
    const round: SweepRound = {
      ...ports,
      account,
      wait: wakeSignal.sleep,
      isOver: () => {
        loops.goesOn('sweep');
        return wakeSignal.stopped();
      },
      admins: once(() => adminsOf(ports)),
    };
    const { isElsewhere } = await findMissing(round);
    // In another account the orphans would mean nothing.
    if (!isElsewhere && !wakeSignal.stopped()) await findOrphans(round);
  }

  async function run(every: number): Promise<void> {
    for (;;) {
      await wakeSignal.sleep(Math.min(every, ASK_MS));
      if (wakeSignal.stopped()) return;
      try {
        const status = await gate.status();
        if (status.is === 'ours' && (await store.marks.takeTurn('sweep', clock.now(), every)))
          await look(status.account);
      } catch (error) {
        logFailedRound(log, error, {
          away: 'the account was not looked through',
          failed: 'the account could not be looked through',
        });
      }
    }
  }

  const running = everyMs === null ? Promise.resolve() : run(everyMs);
  return loopOn(wakeSignal, running);
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };
}
