import type { ModalView } from '@slack/types';
import type { KeyOrder } from '../../core/key/key-order.ts';
import type { OwnKey } from '../../core/key/own-key.ts';
import type { KeyAdded, KeyFault } from '../../usecases/key/add-key.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { plain, section, typedIn } from '../kit/blocks.ts';
import type { SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, fillWindow, type Opener, openModal, type Shown } from '../kit/modal-flow.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { keyAddedAnswer, keyFaultSentence, keyRemovedAnswer } from './answers.ts';
import { KEY_FIELDS } from './ids.ts';
import { keyForm, keyNameIn, keyNote, keyRemoveForm } from './modals.ts';

/** Calls to the cloud have their own limits; this bounds everything else. */
const WORK_MS = 60_000;

/** Opens a key window. Whether a key may be removed is looked up while it is open. */
export async function openKeyWindow(
  context: RequestContext,
  opener: Opener,
  order: Exclude<KeyOrder, { what: 'list' }>,
): Promise<void> {
  const { text } = context;
  if (order.what === 'add') {
    await openModal(context, opener, keyForm(order, text), 'the window of a key could not be opened');
    return;
  }
  const note = ({ blocks }: Answer) => keyNote('removal', blocks, text);
  const checking = note(ephemeral(text.key.checking));
  const opened = await openModal(context, opener, checking, 'the window of a removal could not be opened');
  if (opened === null) return;
  await fillWindow(context, opener, opened.ref, await removalOf(context, opener.user, order.name), note);
}

/** Never rejects. */
async function removalOf(context: RequestContext, user: string, name: string): Promise<Shown> {
  const { text } = context;
  try {
    const judged = await context.keys.removal(user, name);
    return judged.kind === 'may'
      ? { window: keyRemoveForm(judged.key, text) }
      : { answer: keyRemovedAnswer(judged, text) };
  } catch (error) {
    return { answer: brokenAnswer(context, error) };
  }
}

const brokenAnswer = (context: RequestContext, error: unknown): Answer => {
  const { storeDown, broken } = context.text.key;
  return troubleAnswer(context, error, { storeDown, broken, logged: 'what was asked about a key failed' });
};

type Worked =
  | {
      readonly is: 'answered';
      readonly answer: Answer;
      readonly isDone: boolean;
      /** The key that was added. */
      readonly key: OwnKey | null;
    }
  | { readonly is: 'fault'; readonly fault: KeyFault };

export const onKeyAdd = (context: RequestContext) => (args: SubmitArgs) => submitKey(context, args);

/** A key that is asked for inside another window. */
interface KeyPlace {
  /** What identifies its window there. */
  readonly frame: Pick<ModalView, 'callback_id' | 'private_metadata'>;
  /** Called once the key is stored, after the window was answered. */
  added(name: string): Promise<void>;
}

/** A public key was submitted. A problem is told at its field, and the field's content is not stored, logged or shown again. */
export async function submitKey(
  context: RequestContext,
  { ack, body, view, client }: SubmitArgs,
  place: KeyPlace | null = null,
): Promise<void> {
  const { text, log } = context;
  let following: Promise<void> = Promise.resolve();
  const follow = (name: string): void => {
    following =
      place
        ?.added(name)
        .catch((error: unknown) => log.error(describeError(error), 'what asked for a key could not show it')) ??
      following;
  };
  const framed = (window: ModalView): ModalView => ({ ...window, ...place?.frame });
  const { values } = view.state;
  const wish = {
    user: body.user.id,
    publicKey: typedIn(values, KEY_FIELDS.publicKey),
    name: typedIn(values, KEY_FIELDS.name),
  };
  const told = await answerSubmission<Worked>(
    context,
    { ack, body, view, client },
    {
      work: worked(context, () => context.keys.add(wish), follow),
      soon(done) {
        if (done.is === 'fault')
          return {
            response_action: 'errors',
            errors: { [KEY_FIELDS[done.fault.field]]: keyFaultSentence(done.fault, text) },
          };
        // The form below shows the key.
        return done.isDone && place !== null ? 'close' : null;
      },
      // A window that shows something else has no field for the problem: it is drawn again.
      shown: (done) =>
        framed(
          done.is === 'fault'
            ? keyForm(isRead(done.fault) ? wish : { ...wish, publicKey: '' }, text, keyFaultSentence(done.fault, text))
            : keyNote('form', done.answer.blocks, text),
        ),
      checking: framed(keyNote('form', [section(plain(text.key.checking))], text)),
      late: () => {
        log.error({ user: wish.user }, 'adding a key got no answer in time');
        return framed(keyNote('form', [section(plain(text.key.lateAdded))], text));
      },
      lateMs: WORK_MS,
    },
  );
  if (told?.is === 'answered' && told.key !== null) await context.keys.heard(told.key);
  await following;
}

/** Whether the pasted text surely is a public key, so that it may be shown again. */
const isRead = ({ field, is }: KeyFault): boolean => field === 'name' || is.fault === 'known' || is.fault === 'tooMany';

async function worked(
  context: RequestContext,
  add: () => Promise<KeyAdded>,
  follow: (name: string) => void,
): Promise<Worked> {
  try {
    const added = await add();
    if (added.kind === 'fault') return { is: 'fault', fault: added.fault };
    if (added.kind === 'added') follow(added.key.name);
    const isDone = added.kind === 'added' && added.brought.every(({ is }) => is === 'imported' || is === 'there');
    const key = added.kind === 'added' ? added.key : null;
    return { is: 'answered', answer: keyAddedAnswer(added, context.text), isDone, key };
  } catch (error) {
    return { is: 'answered', answer: brokenAnswer(context, error), isDone: false, key: null };
  }
}

/** The window names a key and grants nothing: only the person's own keys are searched. */
export const onKeyRemove =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const user = body.user.id;
    const name = keyNameIn(view.private_metadata);
    if (name === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const note = (answer: Answer) => keyNote('removal', answer.blocks, text);
    const told = await answerSubmission<{ readonly answer: Answer; readonly key: OwnKey | null }>(
      context,
      { ack, body, view, client },
      {
        work: context.keys.remove(user, name).then(
          (removed) => ({ answer: keyRemovedAnswer(removed, text), key: 'key' in removed ? removed.key.own : null }),
          (error: unknown) => ({ answer: brokenAnswer(context, error), key: null }),
        ),
        shown: ({ answer }) => note(answer),
        checking: note(ephemeral(text.key.checking)),
        late: () => {
          log.error({ user }, 'removing a key got no answer in time');
          return note(ephemeral(text.key.late));
        },
        lateMs: WORK_MS,
      },
    );
    if (told?.key) await context.keys.heard(told.key);
  };
