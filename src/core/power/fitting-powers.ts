import type { FoundInstance } from '../instance/found-instance.ts';
import type { Status } from '../instance/instance.ts';
import { hinders, type Power } from './power.ts';
import { isReleased } from './power-rules.ts';

const FITTING: Readonly<Record<Status, readonly Power[]>> = {
  Pending: ['stop', 'release'],
  Starting: ['stop', 'release'],
  Running: ['stop', 'restart', 'release'],
  Stopping: ['start', 'release'],
  Stopped: ['start', 'release'],
};

/** The orders to offer for an instance in its last seen state. Whether one is possible is judged when it is given. */
export function fittingPowers(found: FoundInstance): readonly Power[] {
  const { own, cloud } = found;
  if (own !== null && isReleased(own)) return [];
  if (found.cloud === null && found.why === 'gone') return [];
  const status = cloud === null || cloud.status === 'Unknown' ? own?.observed?.status : cloud.status;
  if (status === undefined) return [];
  const kind = cloud?.chargeKind ?? own?.spec.charge.kind;
  const stays = kind === 'prepaid' || cloud?.deletionProtection === true;
  return FITTING[status].filter((what) => {
    if (what === 'release' && stays) return false;
    if (own !== null && own.outcome === null && own.order?.what === what) return false;
    return !(cloud?.locks ?? []).some((lock) => hinders(lock, what));
  });
}
