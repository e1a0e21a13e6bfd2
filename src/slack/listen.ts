import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import { APPROVE, APPROVE_WITH_NOTE, ASK_AGAIN, DENY, DENY_WINDOW, NOTE_WINDOW, WITHDRAW } from './approval-ids.ts';
import { CREATE_FORM, RETRY } from './create-form.ts';
import { CHECK_AGAIN } from './doctor/message.ts';
import { HOME_CREATE } from './home.ts';
import { onAskAgain, onAskForNote, onDecide, onNoteWindow } from './listeners/approval.ts';
import { onCommand, onRun } from './listeners/command.ts';
import { onCheckAgain } from './listeners/doctor.ts';
import { onFormChange, onRetry } from './listeners/form-change.ts';
import { onHomeCreate, onHomeOpened, onShortcut } from './listeners/home.ts';
import { nextStepListeners } from './listeners/next-steps.ts';
import { onOptions } from './listeners/options.ts';
import { onPowerAction, onPowerSubmit } from './listeners/power.ts';
import { onSubmit } from './listeners/submit.ts';
import { POWER_ACTIONS, POWER_FORM } from './power-ids.ts';
import type { Room } from './room.ts';
import { RUN_BESIDE, RUN_HERE } from './run-buttons.ts';
import { SHORTCUT } from './shortcut.ts';

/**
 * Every listener. Bolt runs all that match, and what none matches is never acknowledged: the person would see a warning
 * sign. So there is one listener per kind of payload, which looks the handler up by id and acknowledges what it does not
 * know, such as the buttons of an older version's cards.
 */
export function listen(app: App, room: Room): void {
  const change = onFormChange(room);
  const run = onRun(room);
  const actions = new Map([
    ['region', change],
    ['zone', change],
    ['type', change],
    ['image', change],
    ['vswitch', change],
    ['disk', change],
    ['size', change],
    ['bandwidth', change],
    ['amount', change],
    ['charge', change],
    ['period', change],
    [RETRY, onRetry(room)],
    [HOME_CREATE, onHomeCreate(room)],
    [APPROVE, onDecide(room, 'approve')],
    [APPROVE_WITH_NOTE, onAskForNote(room, 'approve')],
    [DENY, onAskForNote(room, 'deny')],
    [WITHDRAW, onDecide(room, 'withdraw')],
    [ASK_AGAIN, onAskAgain(room)],
    [RUN_HERE, run],
    [RUN_BESIDE, run],
    ...nextStepListeners(room),
    [CHECK_AGAIN, onCheckAgain(room)],
    ...[...POWER_ACTIONS.keys()].map((id) => [id, onPowerAction(room)] as const),
  ]);
  const submissions = new Map([
    [CREATE_FORM, onSubmit(room)],
    [DENY_WINDOW, onNoteWindow(room, 'deny')],
    [NOTE_WINDOW, onNoteWindow(room, 'approve')],
    [POWER_FORM, onPowerSubmit(room)],
  ]);
  const shortcuts = new Map([[SHORTCUT, onShortcut(room)]]);
  const anything = /^/u;

  app.command(anything, onCommand(room));
  app.options({ type: 'block_suggestion', action_id: anything }, onOptions(room));
  app.action<BlockAction>({ type: 'block_actions' }, async (args) => {
    // After a colon stands what tells elements of one kind from each other.
    const handler = actions.get(args.action.action_id.split(':')[0] ?? '');
    if (handler) await handler(args);
    else await args.ack();
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: anything }, async (args) => {
    const handler = submissions.get(args.view.callback_id);
    if (handler) await handler(args);
    else await args.ack();
  });
  app.view({ type: 'view_closed', callback_id: anything }, ({ ack }) => ack());
  app.shortcut({ type: 'shortcut' }, async (args) => {
    const handler = shortcuts.get(args.shortcut.callback_id);
    if (handler) await handler(args);
    else await args.ack();
  });
  app.shortcut({ type: 'message_action' }, ({ ack }) => ack());
  app.event('app_home_opened', onHomeOpened(room));
}
