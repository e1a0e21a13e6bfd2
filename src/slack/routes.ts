import type { App, BlockAction, GlobalShortcut, MessageShortcut, ViewSubmitAction } from '@slack/bolt';
import { secretIn } from '../core/base/entered-secrets.ts';
import { APPROVE, APPROVE_WITH_NOTE, ASK_AGAIN, DENY, DENY_WINDOW, NOTE_WINDOW, WITHDRAW } from './approval/ids.ts';
import { onAskAgain, onAskForNote, onDecide, onNoteWindow } from './approval/on-approval.ts';
import { ATTRIBUTE_FORM } from './attribute/ids.ts';
import { onAttributeSubmit } from './attribute/on-attribute.ts';
import { AUTO_RENEW_FORM, AUTO_RENEW_ON } from './auto-renewal/ids.ts';
import { onAutoRenewOn, onAutoRenewSubmit } from './auto-renewal/on-auto-renew.ts';
import { onCommand, onRun } from './command-context.ts';
import { CREATE_FORM, RETRY } from './create-form/form.ts';
import { ADD_KEY, ADD_KEY_FORM, SHORTCUT } from './create-form/ids.ts';
import { REDRAWN_BY } from './create-form/inputs.ts';
import { DETAILS, MORE, PRESET } from './create-form/layout.ts';
import { onFormChange, onRetry } from './create-form/on-change.ts';
import { onLayout } from './create-form/on-layout.ts';
import { onOptions } from './create-form/on-options.ts';
import { onSubmit } from './create-form/on-submit.ts';
import { CHECK_AGAIN } from './doctor/message.ts';
import { onCheckAgain } from './doctor/on-doctor.ts';
import { enter } from './entry/gate.ts';
import { isShared } from './entry/own-payloads.ts';
import { refuseAction, refuseCommand, refuseHome, refuseShortcut, refuseSubmission } from './entry/refuse-entry.ts';
import {
  refuseSecretCommand,
  refuseSecretSubmission,
  secretField,
  secretTyped,
  tellSecretInWindow,
} from './entry/refuse-secrets.ts';
import { HOME_CREATE } from './home/home.ts';
import { onHomeCreate, onHomeOpened, onShortcut } from './home/on-home.ts';
import { OPEN_TERMINAL } from './instance/connect-buttons.ts';
import { KEY_FORM, KEY_REMOVE_FORM } from './key/ids.ts';
import { onAddKey, onFormKey } from './key/on-form-key.ts';
import { onKeyAdd, onKeyRemove } from './key/on-key.ts';
import type { ActionArgs, SubmitArgs } from './kit/bolt-args.ts';
import type { AppContext, RequestContext } from './kit/context.ts';
import { RUN_BESIDE, RUN_HERE } from './kit/run-buttons.ts';
import { oldWindow, tellOld, tellOldShortcut } from './kit/tell-old.ts';
import { POWER_ACTIONS, POWER_FORM } from './power/ids.ts';
import { onPowerAction, onPowerSubmit } from './power/on-power.ts';
import { RENEW_ASK, RENEW_FORM, RENEW_TERM } from './renewal/ids.ts';
import { onRenewAction, onRenewSubmit, onRenewTerm } from './renewal/on-renew.ts';
import { NEXT_STEP_LISTENERS } from './request/on-next-step.ts';
import { BOXES, SELECTION_ACTIONS, SELECTION_FORM } from './selection/ids.ts';
import { onSelectionAction, onSelectionSubmit } from './selection/on-selection.ts';

/**
 * Every listener. Bolt runs all that match, and never acknowledges a payload without a match: the person would see a warning
 * sign. So there is one listener per kind of payload. It lets the person in or tells them why not (see gate.ts), looks the
 * handler up by id, and answers unknown ids, such as the buttons of an older version's cards. Commands, buttons and shortcuts are
 * acknowledged before they come here, see entry/ack-first.ts.
 */
export function listen(app: App, appContext: AppContext): void {
  const anything = /^/u;

  app.command(anything, async (args) => {
    const entry = await enter(appContext, args.command.user_id, 'decision', isShared(args));
    const secret = secretTyped(args.command.text);
    if (!('context' in entry)) await refuseCommand(appContext, args, entry);
    else if (secret !== null) await refuseSecretCommand(appContext, args, secret, entry.context.text);
    else await onCommand(entry.context)(args);
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: anything }, async (args) => {
    const entry = await enter(appContext, args.body.user.id, 'glance', isShared(args));
    if ('context' in entry && secretIn(args.body.value) === null) await onOptions(entry.context)(args);
    else await args.ack({ options: [] });
  });
  app.action<BlockAction>({ type: 'block_actions' }, async (args) => {
    // The part after a colon tells elements of one kind apart.
    const id = args.action.action_id.split(':')[0] ?? '';
    const handler = ACTIONS.get(id);
    if (handler === undefined) return SILENT.has(id) ? undefined : tellOld(appContext, args);
    const entry = await enter(appContext, args.body.user.id, GLANCES.has(id) ? 'glance' : 'decision', isShared(args));
    const { view, user } = args.body;
    // A window with a secret is not drawn again until the secret is gone.
    const found = secretField(view?.state.values);
    if ('context' in entry && view !== undefined && found !== null)
      return tellSecretInWindow(
        appContext,
        { client: args.client, user: user.id, view },
        found.secret,
        entry.context.text,
      );
    if ('context' in entry) await handler(entry.context)(args);
    else await refuseAction(appContext, args, entry);
  });
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: anything }, async (args) => {
    const handler = SUBMISSIONS.get(args.view.callback_id);
    if (handler === undefined) {
      appContext.log.warn({ callback: 'unknown' }, 'a window of another version was submitted, and nothing was done');
      return args.ack({
        response_action: 'update',
        view: oldWindow(await appContext.localizer.textFor(args.body.user.id)),
      });
    }
    const entry = await enter(appContext, args.body.user.id, 'decision', isShared(args));
    const secret = secretField(args.view.state.values);
    if (!('context' in entry)) await refuseSubmission(args, entry);
    else if (secret !== null) await refuseSecretSubmission(appContext, args, secret, entry.context.text);
    else await handler(entry.context)(args);
  });
  app.view({ type: 'view_closed', callback_id: anything }, ({ ack }) => ack());
  app.shortcut<GlobalShortcut>({ type: 'shortcut' }, async (args) => {
    if (args.shortcut.callback_id !== SHORTCUT) return tellOldShortcut(appContext, args);
    const entry = await enter(appContext, args.body.user.id, 'decision', isShared(args));
    if ('context' in entry) await onShortcut(entry.context)(args);
    else await refuseShortcut(appContext, args, entry);
  });
  app.shortcut<MessageShortcut>({ type: 'message_action' }, (args) => tellOldShortcut(appContext, args));
  app.event('app_home_opened', async (args) => {
    const entry = await enter(appContext, args.event.user, 'glance', isShared(args));
    if ('context' in entry) await onHomeOpened(appContext)(args);
    else await refuseHome(appContext, args, entry);
  });
}

/** Elements without work for the bot: they open an address, or are ticked before another element is used. */
const SILENT: ReadonlySet<string> = new Set(['open_card', OPEN_TERMINAL, BOXES]);

type ActionListener = (args: ActionArgs) => Promise<void>;
type SubmitListener = (args: SubmitArgs) => Promise<void>;

/** Elements that only change what a window shows; the submission is judged anew. */
const GLANCES: ReadonlySet<string> = new Set([...REDRAWN_BY.keys(), RETRY, PRESET, DETAILS, MORE, RENEW_TERM]);

/** By action id. */
export const ACTIONS: ReadonlyMap<string, (context: RequestContext) => ActionListener> = new Map<
  string,
  (context: RequestContext) => ActionListener
>([
  ...[...REDRAWN_BY.keys()].map((field) => [field, onFormChange] as const),
  [RETRY, onRetry],
  [ADD_KEY, onAddKey],
  ...[PRESET, DETAILS, MORE].map((id) => [id, onLayout] as const),
  [HOME_CREATE, onHomeCreate],
  [APPROVE, (context) => onDecide(context, 'approve')],
  [APPROVE_WITH_NOTE, (context) => onAskForNote(context, 'approve')],
  [DENY, (context) => onAskForNote(context, 'deny')],
  [WITHDRAW, (context) => onDecide(context, 'withdraw')],
  [ASK_AGAIN, onAskAgain],
  [RUN_HERE, onRun],
  [RUN_BESIDE, onRun],
  ...NEXT_STEP_LISTENERS,
  [CHECK_AGAIN, onCheckAgain],
  [AUTO_RENEW_ON, onAutoRenewOn],
  [RENEW_ASK, onRenewAction],
  [RENEW_TERM, onRenewTerm],
  ...[...SELECTION_ACTIONS.keys()].map((id) => [id, onSelectionAction] as const),
  ...[...POWER_ACTIONS.keys()].map((id) => [id, onPowerAction] as const),
]);

/** By callback id. */
export const SUBMISSIONS: ReadonlyMap<string, (context: RequestContext) => SubmitListener> = new Map<
  string,
  (context: RequestContext) => SubmitListener
>([
  [CREATE_FORM, onSubmit],
  [DENY_WINDOW, (context) => onNoteWindow(context, 'deny')],
  [NOTE_WINDOW, (context) => onNoteWindow(context, 'approve')],
  [POWER_FORM, onPowerSubmit],
  [SELECTION_FORM, onSelectionSubmit],
  [AUTO_RENEW_FORM, onAutoRenewSubmit],
  [RENEW_FORM, onRenewSubmit],
  [ATTRIBUTE_FORM, onAttributeSubmit],
  [KEY_FORM, onKeyAdd],
  [ADD_KEY_FORM, onFormKey],
  [KEY_REMOVE_FORM, onKeyRemove],
]);
