import { RespondError } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { CommandAnswer } from '../commands/answer.ts';
import { commandIn, runCommand } from '../commands/index.ts';
import { AlreadyTaken, CommitInDoubt } from '../store/store.ts';
import { answerCommand, type Teller } from './command-answers.ts';
import { typedWords } from './entry/typed-words.ts';
import { type Answer, ephemeral } from './kit/answer.ts';
import type { ActionArgs, BoltClient, CommandArgs } from './kit/bolt-args.ts';
import { commandModal } from './kit/command-modal.ts';
import type { RequestContext } from './kit/context.ts';
import { describeError } from './kit/describe-error.ts';
import { errorReference } from './kit/error-reference.ts';
import type { Open } from './kit/modal-flow.ts';
import { readFor } from './kit/newest-reads.ts';
import { callerOf, openFrom, threadOfButton } from './kit/reply.ts';
import { RUN_HERE } from './kit/run-buttons.ts';

/** A command, typed or from a button. */
interface Called {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  /** What follows `/ecs`. */
  readonly typed: string;
  /** What the person can type or press again. */
  readonly again: string;
  readonly triggerId: string;
  /** Whether an answer to the caller replaces the message whose button they pressed. */
  readonly replaces: boolean;
  /** Whether each further answer replaces the one before. */
  readonly edits: boolean;
  /** Where answers to the caller alone go. */
  readonly place: ReturnType<typeof threadOfButton>;
  send(message: Sent): Promise<unknown>;
  readonly open: Open;
  readonly client: BoltClient;
}

interface Sent extends Answer {
  readonly response_type: 'in_channel' | 'ephemeral';
  readonly replace_original: boolean;
  readonly thread_ts?: string;
}

/** `/ecs …`: runs the subcommand. */
export const onCommand =
  (context: RequestContext) =>
  async ({ command, respond, client }: CommandArgs): Promise<void> => {
    const typed = typedWords(command.text);
    await run(context, {
      user: command.user_id,
      team: command.team_id,
      channel: command.channel_id,
      typed,
      again: `${command.command} ${typed}`,
      triggerId: command.trigger_id,
      replaces: false,
      edits: false,
      place: {},
      send: respond,
      open: (view) => client.views.open({ trigger_id: command.trigger_id, view }),
      client,
    });
  };

/** A button, or a list whose entries each hold a command, see `run-buttons.ts`: runs it as if the person had typed it. */
export const onRun = (context: RequestContext) => async (args: ActionArgs) => {
  const { action, body, respond, client } = args;
  const typed = action.type === 'button' ? action.value : 'selected_option' in action ? commandOf(action) : undefined;
  if (typed === undefined) return;
  const inMessage = body.container.type === 'message';
  const slash = `${context.text.commands.slash} ${typed.split(' ')[0]}`;
  const { send, open } = inMessage
    ? { send: respond, open: (view: ModalView) => openFrom(args, view) }
    : await commandModal(context, args, slash, isReading(context, typed));
  // A message that others see too is never replaced by one person's answer.
  const replaces = action.action_id.startsWith(`${RUN_HERE}:`) && body.container.is_ephemeral === true;
  await run(context, {
    ...callerOf(args),
    typed,
    again: `${context.text.commands.slash} ${typed}`,
    triggerId: body.trigger_id,
    replaces,
    // A window always shows the newest answer.
    edits: replaces || !inMessage,
    place: threadOfButton(body.container),
    send,
    open,
    client,
  });
};

const isReading = ({ commands }: RequestContext, typed: string): boolean => commandIn(commands, typed)?.reads === true;

const commandOf = ({ selected_option: picked }: { selected_option?: unknown }): string | undefined =>
  typeof picked === 'object' && picked !== null && 'value' in picked && typeof picked.value === 'string'
    ? picked.value
    : undefined;

async function run(context: RequestContext, called: Called): Promise<void> {
  const isRead = isReading(context, called.typed);
  const work = async (tell: Teller): Promise<void> => {
    try {
      const { user, team, channel, triggerId: origin } = called;
      const caller = { user, team, channel, origin, isAdmin: context.authority.isAdmin(user) };
      const reply = (answer: CommandAnswer) => answerCommand(context, { ...called, ...caller, tell }, answer);
      await runCommand(context.commands, called.typed, { caller, deps: context, reply });
    } catch (error) {
      const { broken, inDoubt, readBroken, takenBefore } = context.text.commands;
      if (error instanceof AlreadyTaken) return tell(ephemeral(takenBefore));
      if (error instanceof CommitInDoubt) return tell(ephemeral(inDoubt));
      const reference = errorReference(context, error, 'a command failed');
      await tell(ephemeral((isRead ? readBroken : broken)(reference)));
    }
  };
  const tell = teller(context, called);
  if (isRead) await readFor(context, called.user, tell, work);
  else await work(tell);
}

/** Also works where the bot is no member. A lost answer is only logged, because nobody can be told. */
const teller =
  ({ log }: RequestContext, { send: sendTo, replaces, place }: Called): Teller =>
  async ({ simpler, ...message }, to = 'caller') => {
    const send = (blocks: Answer['blocks']) =>
      sendTo({
        response_type: to === 'channel' ? 'in_channel' : 'ephemeral',
        replace_original: replaces && to === 'caller',
        ...(to === 'caller' ? place : {}),
        ...message,
        blocks,
      });
    try {
      await send(message.blocks).catch((error: unknown) => {
        if (simpler === undefined || !(error instanceof RespondError)) throw error;
        log.warn({ ...describeError(error) }, 'Slack did not take an answer; sending it in a simpler form');
        return send(simpler);
      });
    } catch (error) {
      log.warn({ ...describeError(error) }, 'an answer to a command could not be given');
    }
  };
