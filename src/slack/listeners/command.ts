import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { CommandContext } from '../../commands/define.ts';
import { runCommand } from '../../commands/index.ts';
import { describeError } from '../describe-error.ts';
import { ephemeral, helpMessage } from '../help-message.ts';
import { openForm } from '../open-form.ts';
import type { Room } from '../room.ts';
import { openingSentence } from './opening-sentence.ts';

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
  // Told privately, also where the bot is no member. A lost answer is logged, for nobody is there to be told.
  const tell = async (message: ReturnType<typeof ephemeral>) => {
    try {
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
    } catch (error) {
      room.log.warn({ ...describeError(error) }, 'an answer to a command could not be given');
    }
  };
  return {
    user: command.user_id,
    team: command.team_id,
    channel: command.channel_id,
    say: (sentence) => tell(ephemeral(sentence)),
    sayHelp: (intro) => tell(helpMessage(room.commands, intro, room.text)),
    async openCreateForm(typed, problems) {
      const opening = { triggerId: command.trigger_id, channel: command.channel_id, typed, problems };
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
