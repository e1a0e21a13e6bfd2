import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { APPROVE, APPROVE_WITH_NOTE, ASK_AGAIN, DENY, DENY_WINDOW, NOTE_WINDOW, WITHDRAW } from './approval-ids.ts';
import { AUTO_RENEW_FORM, AUTO_RENEW_ON } from './auto-renew-ids.ts';
import { CREATE_FORM, RETRY } from './create-form.ts';
import { CHECK_AGAIN } from './doctor/message.ts';
import { HOME_CREATE } from './home.ts';
import { onAskAgain, onAskForNote, onDecide, onNoteWindow } from './listeners/approval.ts';
import { onAutoRenewOn, onAutoRenewSubmit } from './listeners/auto-renew.ts';
import { onCommand, onRun } from './listeners/command.ts';
import { onCheckAgain } from './listeners/doctor.ts';
import { onFormChange, onRetry } from './listeners/form-change.ts';
import { onHomeCreate, onHomeOpened, onShortcut } from './listeners/home.ts';
import { NEXT_STEP_LISTENERS } from './listeners/next-steps.ts';
import { onOptions } from './listeners/options.ts';
import { onPowerAction, onPowerSubmit } from './listeners/power.ts';
import { onRenewAction, onRenewSubmit, onRenewTerm } from './listeners/renew.ts';
import { onSubmit } from './listeners/submit.ts';
import { POWER_ACTIONS, POWER_FORM } from './power-ids.ts';
import { RENEW_ASK, RENEW_FORM, RENEW_TERM } from './renew-ids.ts';
import type { House, Room } from './room.ts';
import { RUN_BESIDE, RUN_HERE } from './run-buttons.ts';
import { SHORTCUT } from './shortcut.ts';

/**
 * Every listener. Bolt runs all that match, and what none matches is never acknowledged: the person would see a warning
 * sign. So there is one listener per kind of payload, which looks the handler up by id and acknowledges what it does not
 * know, such as the buttons of an older version's cards.
 */
export function listen(app: App, house: House): void {
  /** What one person is answered with. Slack is not waited for: their language is known, or it is learned for the next time. */
  const roomOf = (user: string): Room => ({ ...house, text: house.readers.textOf(user) });
  const anything = /^/u;

  app.command(anything, (args) => onCommand(roomOf(args.command.user_id))(args));
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: anything }, (args) =>
    onOptions(roomOf(args.body.user.id))(args),
  );
  app.action<BlockAction>({ type: 'block_actions' }, async (args) => {
    // After a colon stands what tells elements of one kind from each other.
    const handler = ACTIONS.get(args.action.action_id.split(':')[0] ?? '');
    if (handler) await handler(roomOf(args.body.user.id))(args);
    else await args.ack();
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: anything }, async (args) => {
    const handler = SUBMISSIONS.get(args.view.callback_id);
    if (handler) await handler(roomOf(args.body.user.id))(args);
    else await args.ack();
  });
  app.view({ type: 'view_closed', callback_id: anything }, ({ ack }) => ack());
  app.shortcut({ type: 'shortcut' }, async (args) => {
    if (args.shortcut.callback_id === SHORTCUT) await onShortcut(roomOf(args.body.user.id))(args);
    else await args.ack();
  });
  app.shortcut({ type: 'message_action' }, ({ ack }) => ack());
  app.event('app_home_opened', (args) => onHomeOpened(house)(args));
}

type ActionListener = (args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs) => Promise<void>;
type SubmitListener = (args: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs) => Promise<void>;

const CHANGES = [
  'region',
  'zone',
  'type',
  'image',
  'vswitch',
  'disk',
  'size',
  'bandwidth',
  'amount',
  'charge',
  'period',
];

const ACTIONS: ReadonlyMap<string, (room: Room) => ActionListener> = new Map<string, (room: Room) => ActionListener>([
  ...CHANGES.map((field) => [field, onFormChange] as const),
  [RETRY, onRetry],
  [HOME_CREATE, onHomeCreate],
  [APPROVE, (room) => onDecide(room, 'approve')],
  [APPROVE_WITH_NOTE, (room) => onAskForNote(room, 'approve')],
  [DENY, (room) => onAskForNote(room, 'deny')],
  [WITHDRAW, (room) => onDecide(room, 'withdraw')],
  [ASK_AGAIN, onAskAgain],
  [RUN_HERE, onRun],
  [RUN_BESIDE, onRun],
  ...NEXT_STEP_LISTENERS,
  [CHECK_AGAIN, onCheckAgain],
  [AUTO_RENEW_ON, onAutoRenewOn],
  [RENEW_ASK, onRenewAction],
  [RENEW_TERM, onRenewTerm],
  ...[...POWER_ACTIONS.keys()].map((id) => [id, onPowerAction] as const),
]);

const SUBMISSIONS: ReadonlyMap<string, (room: Room) => SubmitListener> = new Map<
  string,
  (room: Room) => SubmitListener
>([
  [CREATE_FORM, onSubmit],
  [DENY_WINDOW, (room) => onNoteWindow(room, 'deny')],
  [NOTE_WINDOW, (room) => onNoteWindow(room, 'approve')],
  [POWER_FORM, onPowerSubmit],
  [AUTO_RENEW_FORM, onAutoRenewSubmit],
  [RENEW_FORM, onRenewSubmit],
]);
