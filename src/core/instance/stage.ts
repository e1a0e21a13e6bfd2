import { callsOf, mayExist } from './create-calls.ts';
import type { Instance } from './instance.ts';

/** The rough stage of an instance that is under way. Only for metrics; nothing is decided by it. */
export const INSTANCE_STAGES = [
  'held', // waits for the end of a freeze
  'waiting', // no call was sent yet
  'creating', // the call that creates it was sent
  'doubtful', // that call may have taken effect, still unknown
  'starting', // has an id, and is to run
  'stopping',
  'restarting',
  'releasing',
] as const;
type InstanceStage = (typeof INSTANCE_STAGES)[number];

/** @returns null when nothing is under way */
export function instanceStage(instance: Instance): InstanceStage | null {
  if (instance.outcome !== null) return null;
  if (instance.heldBy !== null) return 'held';
  if (instance.cloudId === null) {
    if (!mayExist(instance)) return 'waiting';
    return instance.attempts > 0 || !callsOf(instance).mayRepeat ? 'doubtful' : 'creating';
  }
  if (instance.order?.what === 'restart') return 'restarting';
  return ({ running: 'starting', stopped: 'stopping', released: 'releasing' } as const)[instance.wanted];
}
