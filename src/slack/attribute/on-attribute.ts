import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import {
  type AttributesShown,
  type AttributesTyped,
  attributesShown,
  wishOfForm,
} from '../../core/attribute/attribute-form.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { setAttributes } from '../../usecases/attribute/set-attributes.ts';
import { findAgain } from '../../usecases/instance/find-instance.ts';
import { searchAgainAnswer } from '../instance/search-answer.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, type Opener, openModal } from '../kit/modal-flow.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { attributeForm, attributeNote, shownIn } from './form.ts';
import { ATTRIBUTE_FIELDS } from './ids.ts';
import { attributesAnswer } from './words.ts';

/** Calls to the cloud have limits of their own; this is for whatever has none. */
const WORK_MS = 60_000;

/** Shows an instance as it is, to be changed. */
export async function openAttributeForm(context: RequestContext, opener: Opener, found: FoundInstance): Promise<void> {
  const form = attributeForm(attributesShown(found), context.text);
  await openModal(context, opener, form, 'the window of a change could not be opened');
}

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** It names an instance and grants nothing: the rights of the person who has sent it are judged. */
export const onAttributeSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const shown = shownIn(view.private_metadata);
    if (shown === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const wish = wishOfForm(shown, typedIn(view.state.values));
    if (!wish.ok) {
      const { field, fault } = wish.error;
      return ack({
        response_action: 'errors',
        errors: { [ATTRIBUTE_FIELDS[field]]: text.attribute.fault(fault) },
      });
    }
    const user = body.user.id;
    const caller = { user, team: body.team?.id ?? '', channel: user };
    const note = (answer: Answer) => attributeNote(answer.blocks, text);
    await answerSubmission<Answer>(
      context,
      { ack, view, client },
      {
        work: changed(context, caller, shown, wish.value),
        shown: note,
        checking: note(ephemeral(text.power.form.checking)),
        late: () => {
          log.error({ user, instanceId: shown.id }, 'a change got no answer in time');
          return note(ephemeral(text.attribute.form.late));
        },
        lateMs: WORK_MS,
      },
    );
  };

type Values = ViewSubmitAction['view']['state']['values'];

function typedIn(values: Values): AttributesTyped {
  const of = (field: string) => values[field]?.[field];
  const protection = of(ATTRIBUTE_FIELDS.protection)?.selected_option?.value;
  return {
    name: of(ATTRIBUTE_FIELDS.name)?.value ?? null,
    tags: of(ATTRIBUTE_FIELDS.tags)?.value ?? null,
    protection: protection === undefined ? null : protection === 'on',
    owner: of(ATTRIBUTE_FIELDS.owner)?.selected_user ?? null,
  };
}

/** Never rejects: who wants something changed must hear what became of it. */
async function changed(
  context: RequestContext,
  caller: Parameters<typeof setAttributes>[1],
  { id }: AttributesShown,
  wish: Parameters<typeof setAttributes>[3],
): Promise<Answer> {
  const { text } = context;
  try {
    const search = await findAgain(context, id, caller.user);
    if (search?.kind !== 'found') return searchAgainAnswer(context, 'set', id, search);
    return attributesAnswer(await setAttributes(context, caller, search.found, wish), text);
  } catch (error) {
    return troubleAnswer(context, error, {
      storeDown: text.attribute.storeDown,
      broken: text.commands.broken,
      logged: 'a change failed',
    });
  }
}
