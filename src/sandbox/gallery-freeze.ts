import { commands } from '../commands/index.ts';
import type { FreezeProblem } from '../core/freeze.ts';
import {
  adminsOnlyMessage,
  fasterMessage,
  frozenByBotMessage,
  frozenMessage,
  liftedMessage,
} from '../slack/freeze-blocks.ts';
import { ephemeral, helpMessage } from '../slack/help-message.ts';
import type { Text } from '../text/en.ts';
import { sampleFreeze } from './gallery-samples.ts';

type Sample = readonly [name: string, blocksOrView: unknown];

const PROBLEMS: readonly FreezeProblem[] = [
  { problem: 'noReason' },
  { problem: 'reasonTooLong', characters: 312 },
  { problem: 'notADuration', given: '2w' },
  { problem: 'durationOutOfRange', given: '90d' },
];

/** What `/ecs freeze` and `/ecs unfreeze` are answered, to the channel and to the caller. */
export function freezeSamples(text: Text): readonly Sample[] {
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
    ['channel: the bot’s own freeze was lifted', liftedMessage('U07MARCOKA3', behind, text).blocks],
    ['answer: the bot has frozen already', frozenByBotMessage(behind, text).blocks],
    ['channel: the freeze was lifted', liftedMessage('U07MARCOKA3', freeze, text).blocks],
    ['answer: another admin was faster to freeze', fasterMessage(freeze, text).blocks],
    ['answer: another admin was faster to unfreeze', fasterMessage(null, text).blocks],
    ['answer: only admins may', adminsOnlyMessage('freeze', admins, text).blocks],
    ['answer: only admins may, and there are none', adminsOnlyMessage('unfreeze', [], text).blocks],
    ['answer: nothing is frozen', ephemeral(text.freeze.notFrozen).blocks],
    ['answer: freeze, the store is away', ephemeral(text.freeze.storeDown).blocks],
    ['answer: help for an admin', helpMessage(commands, null, text).blocks],
    ...problems,
  ];
}
