import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { CommandContext } from '../../commands/define.ts';
import { allowed, runCommand } from '../../commands/index.ts';
import { refusedHere, rulesOf } from '../allowed.ts';
import { describeError } from '../describe-error.ts';
import { adminsOnlyMessage } from '../freeze-blocks.ts';
import { type Answer, ephemeral, helpMessage } from '../help-message.ts';
import { historyAnswer } from '../history-message.ts';
import { openForm } from '../open-form.ts';
import { policyAnswer, verdictAnswer } from '../policy-answers.ts';
import type { Room } from '../room.ts';
import { liftFreeze, setFreeze, type Told } from '../set-freeze.ts';
import { openingSentence } from './opening-sentence.ts';
import { askForPower } from './power.ts';

/** `/ecs …`: acknowledged at once, then handed to the subcommand. */
export const onCommand =
  (room: Room) =>
  async (args: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    // Commands that came at the same moment are acknowledged before any form is built.
    await new Promise(setImmediate);
    const context = commandContext(room, args);
    try {
      await runCommand(room.commands, unescapeSlack(args.command.text), context, room.text.commands);
    } catch (error) {
      const reference = room.random.id(8);
      room.log.error({ reference, ...describeError(error) }, 'a command failed');
      await context.say(room.text.commands.broken(reference));
    }
  };

function commandContext(
  room: Room,
  { command, client, respond }: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
): CommandContext {
  // Told also where the bot is no member. A lost answer is logged, for nobody is there to be told.
  const tell = async (message: Answer, to: Told['to'] = 'caller') => {
    try {
      await respond({
        response_type: to === 'channel' ? 'in_channel' : 'ephemeral',
        replace_original: false,
        ...message,
      });
    } catch (error) {
      room.log.warn({ ...describeError(error) }, 'an answer to a command could not be given');
    }
  };
  const user = command.user_id;
  const isAdmin = room.authority.isAdmin(user);
  const where = { user, isAdmin, channel: command.channel_id };
  const tellOutcome = async ({ to, answer }: Told) => tell(answer, to);
  return {
    user,
    isAdmin,
    team: command.team_id,
    channel: command.channel_id,
    say: (sentence) => tell(ephemeral(sentence)),
    sayHelp: (intro) => tell(helpMessage(allowed(room.commands, isAdmin), intro, room.text)),
    sayHistory: async (id) => tell(await historyAnswer(room, id)),
    sayAdminsOnly: (name) => tell(adminsOnlyMessage(name, room.authority.admins(), room.text)),
    freeze: async (order) => tellOutcome(await setFreeze(room, user, order)),
    sayFreezeProblem: (problem) => tell(ephemeral(room.text.freeze.problem(problem))),
    unfreeze: async () => tellOutcome(await liftFreeze(room, user)),
    presets: rulesOf(room).presets,
    lastRequest: () => room.store.lastRequestOf(user),
    sayPolicy: async () => tell(await policyAnswer(room, where)),
    sayVerdict: async (order) => tell(await verdictAnswer(room, where, order)),
    async power(what, [given, more]) {
      if (given === undefined) return tell(ephemeral(room.text.power.usage(what)));
      if (more !== undefined) return tell(ephemeral(room.text.power.oneOnly(what, more)));
      const again = `${command.command} ${unescapeSlack(command.text)}`;
      const caller = { by: { user, isAdmin }, client, triggerId: command.trigger_id, tell, again };
      // Names are copied from cards, where they stand as code.
      await askForPower(room, caller, what, given.replaceAll('`', ''));
    },
    sayPolicyUsage: () => tell(ephemeral(room.text.policy.usage)),
    async openCreateForm(typed, problems) {
      const refused = refusedHere(room, where);
      if (refused !== null) return tell(ephemeral(refused));
      const opening = { triggerId: command.trigger_id, user, channel: command.channel_id, typed, problems };
      const trouble = await openForm(room, client, opening);
      if (trouble === null) return;
      room.log.warn({ trouble, user: command.user_id }, 'the form could not be opened');
      await tell(ephemeral(openingSentence(trouble, `${command.command} ${unescapeSlack(command.text)}`, room.text)));
    },
  };
}

/** Slack escapes these three characters in what people type after a command. */
const unescapeSlack = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
