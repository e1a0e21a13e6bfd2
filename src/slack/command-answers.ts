import type { CommandAnswer } from '../commands/answer.ts';
import type { CommandCaller } from '../commands/context.ts';
import { allowed } from '../commands/index.ts';
import { type FoundInstance, mayActOn } from '../core/instance/found-instance.ts';
import type { CreateArguments } from '../core/spec/presets.ts';
import { actorFor } from '../usecases/instance/actor.ts';
import { accountAnswer } from './account/answers.ts';
import { openAttributeForm } from './attribute/on-attribute.ts';
import { answerAutoRenewal } from './auto-renewal/on-auto-renew.ts';
import { isClosed } from './channels/channel-access.ts';
import { closedAnswer } from './channels/place-words.ts';
import { openForm, startOf } from './create-form/open.ts';
import { disksAnswer } from './disk/answers.ts';
import { sayDoctor } from './doctor/on-doctor.ts';
import { type FreezeAnswer, freezeAnswer } from './freeze/answers.ts';
import { adminsOnlyMessage } from './freeze/blocks.ts';
import { helpAnswer } from './help-message.ts';
import { approvalsAnswer, menuAnswer } from './home/menu.ts';
import { listAnswer, ownersOnlyAnswer, showAnswer } from './instance/instance-answers.ts';
import { requestAnswer } from './instance/request-answer.ts';
import { sayConnect } from './instance/say-connect.ts';
import { allMeantAnswer, searchAnswer } from './instance/search-answer.ts';
import { whichAnswer } from './instance/which-answer.ts';
import { keysMessage } from './key/blocks.ts';
import { openKeyWindow } from './key/on-key.ts';
import { type Answer, ephemeral } from './kit/answer.ts';
import type { RequestContext } from './kit/context.ts';
import type { WindowCaller } from './kit/modal-flow.ts';
import { leaseAnswer } from './lease/words.ts';
import { policyAnswer, verdictAnswer } from './policy/answers.ts';
import { createRefusedSentence } from './policy/refused-here.ts';
import { takenOverAnswer } from './power/answers.ts';
import { answerOrder } from './power/on-power.ts';
import { answerRenewal } from './renewal/on-renew.ts';
import { historyAnswer } from './request/history-message.ts';
import { answerSeveral } from './selection/on-selection.ts';

export type Teller = (answer: Answer, to?: FreezeAnswer['to']) => Promise<void>;

/** The person who has run a command, and how to answer them. */
interface AnsweredCaller extends CommandCaller, WindowCaller {
  /** Whether a later answer replaces the earlier one. */
  readonly edits: boolean;
  readonly tell: Teller;
}

/** Words and shows a command's answer. */
export async function answerCommand(
  context: RequestContext,
  asker: AnsweredCaller,
  answer: CommandAnswer,
): Promise<void> {
  const { text } = context;
  const { user, isAdmin, channel, client, tell } = asker;
  // What is announced names reasons and accounts: not for people of another company.
  const told = async ({ to, answer }: FreezeAnswer) =>
    tell(answer, to === 'channel' && (await context.channels.learn(channel)) === 'shared' ? 'caller' : to);
  const say = (sentence: string) => tell(ephemeral(sentence));
  switch (answer.kind) {
    case 'menu':
      return tell(await menuAnswer(context, user));
    case 'help':
      return tell(helpAnswer(allowed(context.commands, isAdmin), answer.words, text));
    case 'unknownCommand':
      return say(text.commands.unknownCommand(answer.name, answer.suggestion));
    case 'whichInstance':
      return tell(whichAnswer(answer, text));
    case 'approvals':
      return tell(await approvalsAnswer(context, user));
    case 'argumentFault':
      return say(text.commands.fault(answer.command, answer.fault));
    case 'adminsOnly':
      return tell(adminsOnlyMessage(answer.name, context.authority.admins(), text));
    case 'ownersOnly':
      return tell(ownersOnlyAnswer(context, answer.name, answer.found));
    case 'notFound':
      return tell(searchAnswer(context, answer.search, answer));
    case 'allMeant':
      return tell(allMeantAnswer(answer, text));
    case 'mayNotCreate':
      return say(createRefusedSentence(answer.refusal, text));
    case 'createForm':
      return openCreateForm(context, asker, answer.order);
    case 'freezeProblem':
      return say(text.freeze.problem(answer.problem));
    case 'freeze':
      return told(freezeAnswer(context, user, answer.changed));
    case 'account':
      return told(accountAnswer(context, user, answer.given, answer.accepted));
    case 'policy':
      return tell(await policyAnswer(context, asker));
    case 'policyUsage':
      return say(text.policy.usage);
    case 'verdict':
      return tell(await verdictAnswer(context, asker, answer.order));
    case 'doctor':
      return sayDoctor(context, client, { user, isAdmin, channel }, tell);
    case 'list':
      return tell(await listAnswer(context, asker, answer.words));
    case 'instance':
      return tell(await instanceAnswer(context, asker, answer.found));
    case 'request':
      return tell(await requestAnswer(context, client, answer.named));
    case 'connect':
      return sayConnect(context, asker, answer.found);
    case 'keys':
      return answer.listed.kind === 'keys' ? tell(keysMessage(answer.listed, text)) : say(text.key.storeDown);
    case 'key':
      return openKeyWindow(context, asker, answer.order);
    case 'history':
      return tell(await historyAnswer(context, answer.id));
    case 'order':
      return answerOrder(context, asker, answer.what, answer.found, answer.begun);
    case 'several':
      return answerSeveral(context, asker, answer);
    case 'takenOver':
      return tell(takenOverAnswer(answer.taken, user, text));
    case 'lease':
      return tell(leaseAnswer(answer.leased, text));
    case 'attributeForm':
      return openAttributeForm(context, asker, answer.found);
    case 'attributes':
      return tell(disksAnswer(answer.ordered, text, isAdmin));
    case 'renewal':
      return answerRenewal(context, asker, answer);
    case 'autoRenewal':
      return answerAutoRenewal(context, asker, answer.found, answer.begun);
  }
}

async function instanceAnswer(context: RequestContext, asker: AnsweredCaller, found: FoundInstance): Promise<Answer> {
  const mayAct = mayActOn(await actorFor(context, asker, found, 'glance'), found);
  return showAnswer(context, asker.client, found, mayAct);
}

/** The card will not be in the channel: the form says so, but it is closed before the card comes. */
async function openCreateForm(context: RequestContext, opener: WindowCaller, order: CreateArguments): Promise<void> {
  const { channel } = opener;
  if (!(await openForm(context, opener, { channel, ...startOf(order) }))) return;
  const access = await context.channels.learn(channel);
  if (isClosed(access)) await opener.tell(closedAnswer(channel, access, context.text));
}
