import { formatLogin } from '../../core/option/option-words.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import { ADD_KEY_FORM } from '../create-form/ids.ts';
import { fillForm } from '../create-form/open.ts';
import { draftIn, type FormMeta, fitsMeta, readMeta, writeMeta } from '../create-form/view-state.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { openModal, windowCallerOf } from '../kit/modal-flow.ts';
import { oldWindow, tellOld } from '../kit/tell-old.ts';
import { keyForm } from './modals.ts';
import { submitKey } from './on-key.ts';

/** The key window opens over the form and carries the form's values, from which the form is drawn again afterwards. */
export const onAddKey =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { view } = args.body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return tellOld(context, args);
    const { text } = context;
    const { options: _options, ...place } = meta;
    const carried: FormMeta = { ...place, draft: draftIn(view) };
    await openModal(
      context,
      windowCallerOf(context, args, text.modal.addKey),
      {
        ...keyForm({ name: '', publicKey: '' }, text),
        callback_id: ADD_KEY_FORM,
        // Values that do not fit stay in the form below, which then offers the key in its list.
        private_metadata: fitsMeta(carried) ? writeMeta(carried) : '',
      },
      'the window of a key could not be opened over the form',
    );
  };

/** A key was submitted: the form below then logs in with it. */
export const onFormKey =
  (context: RequestContext) =>
  async (args: SubmitArgs): Promise<void> => {
    const { body, view, client } = args;
    const user = body.user.id;
    const meta = readMeta(view.private_metadata);
    // Empty: the form held more than a window can carry.
    if (meta === null && view.private_metadata !== '')
      return args.ack({ response_action: 'update', view: oldWindow(context.text) });
    const below = view.previous_view_id;
    await submitKey(context, args, {
      frame: { callback_id: ADD_KEY_FORM, private_metadata: view.private_metadata },
      async added(name) {
        if (meta === null || !below) return;
        const { draft = {} } = meta;
        const { region } = draft;
        // A region beyond the usual ones gets the key when somebody opens its list.
        if (region !== undefined) await context.keys.bringing(context.catalogue, user).keyPairs.load(region);
        const turn = context.viewRevisions.take(below);
        const login = formatLogin({ kind: 'keyPair', name });
        const asker = askerOf(context, user, meta.channel);
        await fillForm(context, client, { ref: { viewId: below }, turn }, meta, asker, { ...draft, login }, []);
      },
    });
  };
