import type { Button } from '@slack/types';
import type { Instance, Observed, Status } from '../core/instance.ts';
import type { Orderer } from '../core/order-power.ts';
import { hinders, type Power } from '../core/power.ts';
import { isReleased, mayOrder } from '../core/power-rules.ts';
import type { Text } from '../text/en.ts';
import { button } from './blocks.ts';
import { powerAction } from './power-ids.ts';

const FITTING: Readonly<Record<Status, readonly Power[]>> = {
  Pending: ['stop', 'release'],
  Starting: ['stop', 'release'],
  Running: ['stop', 'restart', 'release'],
  Stopping: ['start', 'release'],
  Stopped: ['start', 'release'],
};

/**
 * What somebody can order of an instance as it stands, as buttons; none for those who may not. The click asks for everything
 * again: a button is an offer, and no right.
 *
 * @param observed what a look has just shown; null to go by the last one that is stored.
 */
export function actionsFor(
  instance: Instance,
  observed: Observed | null,
  rights: Orderer,
  { power }: Pick<Text, 'power'>,
): readonly Button[] {
  const { order, outcome, id } = instance;
  const status = observed?.status ?? instance.observed?.status;
  if (!mayOrder(rights, instance) || isReleased(instance) || status === undefined) return [];
  const kind = observed?.chargeKind ?? instance.spec.charge.kind;
  const stays = kind === 'prepaid' || observed?.deletionProtection === true;
  const offered = FITTING[status].filter((what) => {
    if (what === 'release' && stays) return false;
    if (outcome === null && order?.what === what) return false;
    return !(observed?.locks ?? []).some((lock) => hinders(lock, what));
  });
  return offered.map((what) =>
    button({
      text: power.form.title[what],
      actionId: powerAction(what),
      value: id,
      ...(what === 'release' ? { style: 'danger' as const } : {}),
    }),
  );
}
