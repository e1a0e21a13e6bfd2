import type { ActionsBlock, KnownBlock } from '@slack/types';
import { batchesOf } from '../../core/base/lists.ts';
import { type FoundInstance, nameOf } from '../../core/instance/found-instance.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { actions, button, contextBlock, LIMITS, option, plain } from '../kit/blocks.ts';
import { clipName } from '../kit/mrkdwn.ts';
import { BOXES, type SelectionButton, selectionAction } from '../selection/ids.ts';
import { actionsFor, refOf } from './actions.ts';
import { calledText, stateText } from './words.ts';

/** Slack's limit of boxes per element. */
const BOXES_MAX = 10;
const OFFERED: readonly SelectionButton[] = ['start', 'stop', 'extend', 'release'];

/**
 * Boxes for the listed instances on which the reader may act, with the reason why others have none, and the orders for ticked ones;
 * nothing for a single instance.
 *
 * @param listed how many the list shows
 */
export function listBoxes(mine: readonly FoundInstance[], listed: number, text: Text): KnownBlock[] {
  const choosable = mine.filter((found) => actionsFor(found, true, text).length > 0);
  if (choosable.length < 2) return [];
  const { selection } = text;
  const [foreign, idle] = [listed - mine.length, mine.length - choosable.length];
  const without = [
    ...(foreign > 0 ? [selection.noBox.foreign(foreign)] : []),
    ...(idle > 0 ? [selection.noBox.idle(idle)] : []),
  ];
  const label = (found: FoundInstance): string => {
    const isUnique = choosable.filter((one) => nameOf(one) === nameOf(found)).length === 1;
    const state = stateText(found, text.instances);
    const name = clipName(isUnique ? nameOf(found) : calledText(found), LIMITS.optionText - state.length - 3);
    return `${name} · ${state}`;
  };
  const boxes = batchesOf(choosable, BOXES_MAX).map(
    (batch, n): ActionsBlock => ({
      type: 'actions',
      block_id: `list_boxes_${n}`,
      elements: [
        {
          type: 'checkboxes',
          action_id: `${BOXES}:${n}`,
          options: batch.map((found) => option(label(found), refOf(found))),
        },
      ],
    }),
  );
  return [
    contextBlock(plain(sentencesOf([selection.choose, ...without]))),
    ...boxes,
    actions(
      'list_acts',
      OFFERED.map((what) =>
        button({
          text: selection.button[what],
          actionId: selectionAction(what),
          ...(what === 'release' ? { style: 'danger' as const } : {}),
        }),
      ),
    ),
  ];
}
