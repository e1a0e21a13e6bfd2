import {
  type AllMiddlewareArgs,
  type BlockAction,
  RespondError,
  type SlackActionMiddlewareArgs,
  type SlackCommandMiddlewareArgs,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { CommandContext } from '../commands/context.ts';
import { allowed, commandIn, runCommand } from '../commands/index.ts';
import { mayActOn } from '../core/instance/found-instance.ts';
import { rulesOf } from '../core/policy/policy.ts';
import { AlreadyTaken } from '../store/store.ts';
import { acceptAccount } from '../usecases/account/accept-account.ts';
import { liftFreeze, setFreeze } from '../usecases/freeze/set-freeze.ts';
import { actorFor, mayActNow } from '../usecases/instance/actor.ts';
import { accountAnswer } from './account/answers.ts';
import { autoRenew } from './auto-renewal/on-auto-renew.ts';
import { isClosed } from './channels/channel-access.ts';
import { closedAnswer } from './channels/place-words.ts';
import { openForm } from './create-form/open.ts';
import { sayDoctor } from './doctor/on-doctor.ts';
import { freezeAnswer, type Told } from './freeze/answers.ts';
import { adminsOnlyMessage } from './freeze/blocks.ts';
import { helpMessage } from './help-message.ts';
import { findInstance } from './instance/find-instance.ts';
import { listAnswer, ownersOnlyAnswer, showAnswer } from './instance/instance-answers.ts';
import { type Answer, ephemeral } from './kit/answer.ts';
import { commandModal } from './kit/command-modal.ts';
import type { RequestContext } from './kit/context.ts';
import { describeError } from './kit/describe-error.ts';
import { errorReference } from './kit/error-reference.ts';
import { readFor } from './kit/newest-reads.ts';
import { openFailureSentence } from './kit/open-failure.ts';
import { RUN_HERE } from './kit/run-buttons.ts';
import { leaseAnswer } from './lease/words.ts';
import { policyAnswer, verdictAnswer } from './policy/answers.ts';
import { refusedHere } from './policy/refused-here.ts';
import { takenOverAnswer } from './power/answers.ts';
import { askForPower } from './power/on-power.ts';
import { askToRenew } from './renewal/on-renew.ts';
import { historyAnswer } from './request/history-message.ts';

/** A command, however it came. */
interface Called {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  /** What follows `/ecs`. */
  readonly typed: string;
  /** What to type or press once more. */
  readonly again: string;
  readonly triggerId: string;
  /** Whether an answer to the caller replaces the message whose button they pressed. */
  readonly replaces: boolean;
  send(message: Sent): Promise<unknown>;
  readonly client: AllMiddlewareArgs['client'];
}

interface Sent extends Answer {
  readonly response_type: 'in_channel' | 'ephemeral';
  readonly replace_original: boolean;
}

/** `/ecs …`: acknowledged at once, then handed to the subcommand. */
export const onCommand =
  (context: RequestContext) =>
  async ({ ack, command, respond, client }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const typed = unescapeSlack(command.text);
    await ack();
    await run(context, {
      user: command.user_id,
      team: command.team_id,
      channel: command.channel_id,
      typed,
      again: `${command.command} ${typed}`,
      triggerId: command.trigger_id,
      replaces: false,
      send: respond,
      client,
    });
  };

/** A button or a list of which each element holds a command, see `run-buttons.ts`: as if the person had typed it. */
export const onRun =
  (context: RequestContext) =>
  async ({ ack, action, body, respond, client }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs) => {
    await ack();
    const typed = action.type === 'button' ? action.value : 'selected_option' in action ? commandOf(action) : undefined;
    if (typed === undefined) return;
    const user = body.user.id;
    const inMessage = body.container.type === 'message';
    await run(context, {
      user,
      team: body.team?.id ?? '',
      // Home and windows belong to no channel, only to the person.
      channel: body.channel?.id ?? (inMessage ? '' : user),
      typed,
      again: `/ecs ${typed}`,
      triggerId: body.trigger_id,
      // What others see as well is never replaced by what one person asked for.
      replaces: action.action_id.startsWith(`${RUN_HERE}:`) && body.container.is_ephemeral === true,
      send: inMessage ? respond : await commandModal(context, client, body, `/ecs ${typed.split(' ')[0]}`),
      client,
    });
  };

const commandOf = ({ selected_option: picked }: { selected_option?: unknown }): string | undefined =>
  typeof picked === 'object' && picked !== null && 'value' in picked && typeof picked.value === 'string'
    ? picked.value
    : undefined;

/** Runs what was acknowledged. */
async function run(context: RequestContext, called: Called): Promise<void> {
  // Commands that came at the same moment are acknowledged before any form is built.
  await new Promise(setImmediate);
  const work = async (tell: Teller): Promise<void> => {
    try {
      await runCommand(context.commands, called.typed, commandContext(context, called, tell), context.text.commands);
    } catch (error) {
      if (error instanceof AlreadyTaken) return tell(ephemeral(context.text.commands.takenBefore));
      const reference = errorReference(context, error, 'a command failed');
      await tell(ephemeral(context.text.commands.broken(reference)));
    }
  };
  const tell = teller(context, called);
  if (commandIn(context.commands, called.typed)?.reads === true) await readFor(context, called.user, tell, work);
  else await work(tell);
}

type Teller = (answer: Answer, to?: Told['to']) => Promise<void>;

function commandContext(context: RequestContext, called: Called, tell: Teller): CommandContext {
  const { user, channel, client } = called;
  const isAdmin = context.authority.isAdmin(user);
  const where = { user, isAdmin, channel };
  const caller = { user, team: called.team, channel };
  const open = (view: ModalView) => client.views.open({ trigger_id: called.triggerId, view });
  const tellOutcome = async ({ to, answer }: Told) => tell(answer, to);
  return {
    user,
    isAdmin,
    team: called.team,
    channel,
    say: (sentence) => tell(ephemeral(sentence)),
    sayHelp: (intro) => tell(helpMessage(allowed(context.commands, isAdmin), intro, context.text)),
    sayArgumentFault: (command, fault) => tell(ephemeral(context.text.commands.fault(command, fault))),
    sayHistory: async (id) => tell(await historyAnswer(context, id)),
    sayAdminsOnly: (name) => tell(adminsOnlyMessage(name, context.authority.admins(), context.text)),
    sayOwnersOnly: (name, found) => tell(ownersOnlyAnswer(context, name, found)),
    freeze: async (order) =>
      tellOutcome(freezeAnswer(context, user, await setFreeze(context, user, order, called.triggerId))),
    sayFreezeProblem: (problem) => tell(ephemeral(context.text.freeze.problem(problem))),
    unfreeze: async () => tellOutcome(freezeAnswer(context, user, await liftFreeze(context, user))),
    acceptAccount: async (wish) =>
      tellOutcome(accountAnswer(context, user, wish.id, await acceptAccount(context, user, wish))),
    presets: rulesOf(context).presets,
    lastRequest: () => context.store.lastRequestOf(user),
    sayPolicy: async () => tell(await policyAnswer(context, where)),
    sayVerdict: async (order) => tell(await verdictAnswer(context, where, order)),
    sayDoctor: () => sayDoctor(context, client, where, tell),
    mayAct: (found) => mayActNow(context, caller, found),
    power: (what, found) => askForPower(context, { ...caller, open, tell, again: called.again }, what, found),
    async adopt(found) {
      const by = await actorFor(context, caller, found, 'decision');
      await tell(takenOverAnswer(await context.power.takeOver(found, by), user, context.text));
    },
    sayPolicyUsage: () => tell(ephemeral(context.text.policy.usage)),
    sayList: async (words) => tell(await listAnswer(context, where, words)),
    async findInstance(ref, by) {
      const search = await findInstance(context, ref, by);
      if ('found' in search) return search.found;
      await tell(search.answer);
      return null;
    },
    changeLease: async (found, wish) => tell(await leaseAnswer(context, caller, found, wish)),
    autoRenew: (found, on) => autoRenew(context, { ...caller, client, open, tell, again: called.again }, found, on),
    async sayInstance(found) {
      const mayAct = mayActOn(await actorFor(context, caller, found, 'glance'), found);
      await tell(await showAnswer(context, client, found, mayAct));
    },
    async renew(found, term) {
      const open = (view: ModalView) => client.views.open({ trigger_id: called.triggerId, view });
      await askToRenew(context, { user, channel, client, open, tell, again: called.again }, found, term);
    },
    async openCreateForm(draft, problems) {
      const refused = refusedHere(context, where);
      if (refused !== null) return tell(ephemeral(refused));
      const opening = { triggerId: called.triggerId, user, channel, typed: draft, problems };
      const trouble = await openForm(context, client, opening);
      if (trouble === null) return sayClosed(context, channel, tell);
      context.log.warn({ trouble, user }, 'the form could not be opened');
      await tell(ephemeral(openFailureSentence(trouble, called.again, context.text)));
    },
  };
}

/** Beside the form, which says it too and is closed before the card comes: where it was asked for there will be nothing to see. */
async function sayClosed({ channels, text }: RequestContext, channel: string, tell: Teller): Promise<void> {
  const access = await channels.learn(channel);
  if (isClosed(access)) await tell(closedAnswer(channel, access, text));
}

/** Told also where the bot is no member. A lost answer is logged, for nobody is there to be told. */
const teller =
  ({ log }: RequestContext, { send: sendTo, replaces }: Called): Teller =>
  async ({ simpler, ...message }, to = 'caller') => {
    const send = (blocks: Answer['blocks']) =>
      sendTo({
        response_type: to === 'channel' ? 'in_channel' : 'ephemeral',
        replace_original: replaces && to === 'caller',
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

/** Slack escapes these three characters in what people type after a command. */
const unescapeSlack = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
