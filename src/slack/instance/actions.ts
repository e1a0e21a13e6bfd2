import type { Button } from '@slack/types';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { fittingPowers } from '../../core/power/fitting-powers.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import type { Text } from '../../text/en.ts';
import { button } from '../kit/blocks.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { powerAction } from '../power/ids.ts';
import { exactRef } from './words.ts';

/**
 * The orders that fit an instance's state, as buttons; none for people who may not act. A button is an offer and grants no right:
 * the click is judged anew.
 */
export function actionsFor(found: FoundInstance, mayAct: boolean, { power }: Text): readonly Button[] {
  if (!mayAct) return [];
  const orders = fittingPowers(found).map((what) =>
    button({
      text: power.form.button[what],
      actionId: powerAction(what),
      value: refOf(found),
      ...(what === 'release' ? { style: 'danger' as const } : {}),
    }),
  );
  return found.own === null
    ? [...orders, runButton(RUN_BESIDE, 'adopt', power.takeOver, `adopt ${refOf(found)}`)]
    : orders;
}

/** The bot's own id if there is one, because it is found without asking the cloud. */
export const refOf = (found: FoundInstance): string => found.own?.id ?? refWord(exactRef(found));
