import type { FreezeProblem } from '../../core/freeze.ts';
import {
  adminsOnlyMessage,
  fasterMessage,
  frozenByBotMessage,
  frozenMessage,
  liftedMessage,
} from '../../slack/freeze/blocks.ts';
import { ephemeral } from '../../slack/kit/answer.ts';
import { section } from '../../slack/kit/blocks.ts';
import { mrkdwn } from '../../slack/kit/mrkdwn.ts';
import type { Text } from '../../text/en.ts';
import { type Sample, sampleFreeze } from './samples.ts';

const PROBLEMS: readonly FreezeProblem[] = [
  { problem: 'noReason' },
  { problem: 'reasonTooLong', characters: 312 },
  { problem: 'notADuration', given: '2w' },
  { problem: 'durationOutOfRange', given: '90d' },
];

const LEFT = {
  open: [{ id: 'r-7k3mz9q2xa-1', name: 'web-1', region: 'cn-hangzhou' }],
  total: 1,
  stored: '1968132000120001',
  actual: '1968132000120002',
};

/** The answers of `/ecs freeze` and `/ecs unfreeze`, to the channel and to the caller. */
export function freezeSamples(text: Text): readonly Sample[] {
  const { account } = text.freeze;
  const freeze = sampleFreeze();
  const forever = sampleFreeze({ until: null, reason: 'x'.repeat(200) });
  const behind = sampleFreeze({ until: null, by: 'bot', cause: 'storeBehind' });
  const admins = ['U07INESCAR5', 'U07MARCOKA3'];
  const problems = PROBLEMS.map(
    (problem): Sample => [`answer: freeze, ${problem.problem}`, ephemeral(text.freeze.problem(problem)).blocks],
  );
  return [
    ['channel: frozen for two hours', frozenMessage(freeze, null, text).blocks],
    ['channel: frozen until it is lifted, in place of an earlier freeze', frozenMessage(forever, freeze, text).blocks],
    ['channel: the bot’s own freeze was lifted', liftedMessage('U07MARCOKA3', behind, null, text).blocks],
    [
      'channel: the bot’s own freeze was lifted, and the one before is in force again',
      liftedMessage('U07MARCOKA3', behind, sampleFreeze({}), text).blocks,
    ],
    ['answer: the bot has frozen already', frozenByBotMessage(behind, text).blocks],
    ['channel: the freeze was lifted', liftedMessage('U07MARCOKA3', freeze, null, text).blocks],
    ['answer: another admin was faster to freeze', fasterMessage(freeze, text).blocks],
    ['answer: another admin was faster to unfreeze', fasterMessage(null, text).blocks],
    ['answer: only admins may', adminsOnlyMessage('freeze', admins, text).blocks],
    ['answer: only admins may, and there are none', adminsOnlyMessage('unfreeze', [], text).blocks],
    ['answer: nothing is frozen', ephemeral(text.freeze.notFrozen).blocks],
    ['answer: freeze, the store is away', ephemeral(text.freeze.storeDown).blocks],
    ['answer: another account, and something is open in the one of before', ephemeral(account.underWay(LEFT)).blocks],
    ['answer: another account, much is open', ephemeral(account.underWay({ ...LEFT, total: 12 })).blocks],
    ['channel: what was open is given up', [section(mrkdwn`❔ ${account.givenUp({ ...LEFT, total: 12 })}`)]],
    ...problems,
  ];
}
