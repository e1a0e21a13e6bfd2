import type { AccountGate } from '../../core/account/account.ts';
import { makeWakeSignal } from '../../core/base/wake-signal.ts';
import { digestOf } from '../../core/digest/digest.ts';
import { type DigestDue, type DigestPlan, digestDue } from '../../core/digest/digest-plan.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../../core/loop/loop-watch.ts';
import { digestScope } from '../../core/request/notice.ts';
import { type Loop, logFailedRound, loopOn } from '../loop.ts';
import { type DigestPorts, gatherDigest } from './gather.ts';

/** How often to check whether a digest is due. */
const LOOK_MS = 60_000;
/** After a replica died or failed while gathering a digest, the next try waits this long. */
const TRY_AGAIN_MS = 600_000;

/** Sends each channel that the policy names its weekly digest, once, from whichever replica comes first. */
export function startDigests(ports: DigestPorts & { readonly account: AccountGate; readonly loops?: LoopSigns }): Loop {
  const { account, clock, log, policy, loops = NO_LOOP_WATCH } = ports;
  const wakeSignal = loops.watched('digests', makeWakeSignal(clock));

  async function lookAt(plan: DigestPlan): Promise<void> {
    const { channel } = plan;
    try {
      const due = digestDue(plan, clock.now());
      if (due !== null && (await account.status()).is === 'ours') await tell(ports, channel, due);
    } catch (error) {
      logFailedRound(log, error, {
        away: 'the digest of a channel waits',
        failed: 'a digest could not be made',
        about: { channel },
      });
    }
  }

  async function run(): Promise<void> {
    while (!wakeSignal.stopped()) {
      for (const plan of policy.current().policy.digest) {
        if (wakeSignal.stopped()) break;
        // A region that does not answer makes a turn long.
        loops.goesOn('digests');
        await lookAt(plan);
      }
      if (!wakeSignal.stopped()) await wakeSignal.sleep(LOOK_MS);
    }
  }

  const running = run();
  return loopOn(wakeSignal, running);
}

async function tell(ports: DigestPorts, channel: string, due: DigestDue): Promise<void> {
  const { store, clock, log } = ports;
  const scope = digestScope(channel);
  const mark = `${scope}:${due.week}`;
  if ((await store.marks.among([mark])).has(mark)) return;
  // The mark makes it one message. The turn only saves replicas the same calls.
  if (!(await store.marks.takeTurn(scope, clock.now(), TRY_AGAIN_MS))) return;
  const notice = digestOf(await gatherDigest(ports, channel, due));
  const committed = await store.commit({
    marks: { set: [mark] },
    messages: [{ kind: 'notice', requestId: scope, to: channel, notice }],
    at: clock.now(),
  });
  if (committed.ok) log.info({ channel, week: due.week }, 'a channel is told what its instances have come to');
}
