import type { AccountGate } from '../core/account/account.ts';
import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import { makeWakeSignal } from '../core/base/wake-signal.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../core/loop/loop-watch.ts';
import type { KeyService } from '../usecases/key/key-service.ts';
import { type Loop, logFailedRound, loopOn } from './loop.ts';

/** How often to look for keys whose adding was cut off. */
const LOOK_MS = 30_000;

interface KeyPorts {
  readonly keys: Pick<KeyService, 'finishDue'>;
  readonly account: AccountGate;
  readonly clock: Clock;
  readonly log: Log;
  readonly loops?: LoopSigns;
}

/** Finishes adding keys after the process that began it has died. */
export function startKeys({ keys, account, clock, log, loops = NO_LOOP_WATCH }: KeyPorts): Loop {
  const wakeSignal = loops.watched('keys', makeWakeSignal(clock));

  async function run(): Promise<void> {
    while (!wakeSignal.stopped()) {
      try {
        if ((await account.status()).is === 'ours') await keys.finishDue();
      } catch (error) {
        logFailedRound(log, error, {
          away: 'keys were not looked after',
          failed: 'what was begun with a key could not be finished',
        });
      }
      await wakeSignal.sleep(LOOK_MS);
    }
  }

  const running = run();
  return loopOn(wakeSignal, running);
}
