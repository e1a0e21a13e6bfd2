import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  GlobalShortcut,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { APPROVE, APPROVE_WITH_NOTE, ASK_AGAIN, DENY, DENY_WINDOW, NOTE_WINDOW, WITHDRAW } from './approval-ids.ts';
import { AUTO_RENEW_FORM, AUTO_RENEW_ON } from './auto-renew-ids.ts';
import { CREATE_FORM, RETRY } from './create-form.ts';
import { CHECK_AGAIN } from './doctor/message.ts';
import { enter } from './gate.ts';
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
import { isShared } from './own-payloads.ts';
import { POWER_ACTIONS, POWER_FORM } from './power-ids.ts';
import { refuseAction, refuseCommand, refuseHome, refuseShortcut, refuseSubmission } from './refuse-entry.ts';
import { RENEW_ASK, RENEW_FORM, RENEW_TERM } from './renew-ids.ts';
import type { House, Room } from './room.ts';
import { RUN_BESIDE, RUN_HERE } from './run-buttons.ts';
import { SHORTCUT } from './shortcut.ts';

/**
 * Every listener. Bolt runs all that match, and what none matches is never acknowledged: the person would see a warning
 * sign. So there is one listener per kind of payload, which lets the person in or tells them why not (see gate.ts), looks the handler
 * up by id, and acknowledges what it does not know, such as the buttons of an older version's cards.
 */
export function listen(app: App, house: House): void {
  const anything = /^/u;

  app.command(anything, async (args) => {
    await args.ack();
    const entry = await enter(house, args.command.user_id, 'decision', isShared(args));
    if ('room' in entry) await onCommand(entry.room)({ ...args, ack: acked });
    else await refuseCommand(house, args, entry);
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: anything }, async (args) => {
    const entry = await enter(house, args.body.user.id, 'glance', isShared(args));
    if ('room' in entry) await onOptions(entry.room)(args);
    else await args.ack({ options: [] });
  });
  app.action<BlockAction>({ type: 'block_actions' }, async (args) => {
    await args.ack();
    // After a colon stands what tells elements of one kind from each other.
    const id = args.action.action_id.split(':')[0] ?? '';
    const handler = ACTIONS.get(id);
    if (handler === undefined) return;
    const entry = await enter(house, args.body.user.id, GLANCES.has(id) ? 'glance' : 'decision', isShared(args));
    if ('room' in entry) await handler(entry.room)({ ...args, ack: acked });
    else await refuseAction(house, args, entry);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: anything }, async (args) => {
    const handler = SUBMISSIONS.get(args.view.callback_id);
    if (handler === undefined) return args.ack();
    const entry = await enter(house, args.body.user.id, 'decision', isShared(args));
    if ('room' in entry) await handler(entry.room)(args);
    else await refuseSubmission(args, entry);
  });
  app.view({ type: 'view_closed', callback_id: anything }, ({ ack }) => ack());
  app.shortcut<GlobalShortcut>({ type: 'shortcut' }, async (args) => {
    await args.ack();
    if (args.shortcut.callback_id !== SHORTCUT) return;
    const entry = await enter(house, args.body.user.id, 'decision', isShared(args));
    if ('room' in entry) await onShortcut(entry.room)({ ...args, ack: acked });
    else await refuseShortcut(house, args, entry);
  });
  app.shortcut({ type: 'message_action' }, ({ ack }) => ack());
  app.event('app_home_opened', async (args) => {
    const entry = await enter(house, args.event.user, 'glance', isShared(args));
    if ('room' in entry) await onHomeOpened(house)(args);
    else await refuseHome(house, args, entry);
  });
}

/** Slack was answered before the person was let in, and takes no second answer. */
const acked = async (): Promise<void> => {};

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

/** Elements that only change what a window shows; what is submitted in the end is judged anew. */
const GLANCES: ReadonlySet<string> = new Set([...CHANGES, RETRY, RENEW_TERM]);

/** By action id. */
export const ACTIONS: ReadonlyMap<string, (room: Room) => ActionListener> = new Map<
  string,
  (room: Room) => ActionListener
>([
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

/** By callback id. */
export const SUBMISSIONS: ReadonlyMap<string, (room: Room) => SubmitListener> = new Map<
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
