import type { Button } from '@slack/types';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Status } from '../../core/instance/instance.ts';
import { hinders, type Power } from '../../core/power/power.ts';
import { isReleased } from '../../core/power/power-rules.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import type { Text } from '../../text/en.ts';
import { button } from '../kit/blocks.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { powerAction } from '../power/ids.ts';
import { exactRef } from './words.ts';

const FITTING: Readonly<Record<Status, readonly Power[]>> = {
  Pending: ['stop', 'release'],
  Starting: ['stop', 'release'],
  Running: ['stop', 'restart', 'release'],
  Stopping: ['start', 'release'],
  Stopped: ['start', 'release'],
};

/**
 * What can be ordered of an instance as it is, as buttons; none for those who may not. The click asks for everything
 * again: a button is an offer, and no right.
 */
export function actionsFor(found: FoundInstance, mayAct: boolean, { power }: Pick<Text, 'power'>): readonly Button[] {
  if (!mayAct) return [];
  const orders = offered(found).map((what) =>
    button({
      text: power.form.title[what],
      actionId: powerAction(what),
      value: refOf(found),
      ...(what === 'release' ? { style: 'danger' as const } : {}),
    }),
  );
  return found.own === null
    ? [...orders, runButton(RUN_BESIDE, 'adopt', power.takeOver, `adopt ${refOf(found)}`)]
    : orders;
}

/** The bot's own id where there is one: it is found without asking the cloud. */
export const refOf = (found: FoundInstance): string => found.own?.id ?? refWord(exactRef(found));

function offered(found: FoundInstance): readonly Power[] {
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
