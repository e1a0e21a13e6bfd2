import type { AttributeWish } from '../../core/attribute/attribute.ts';
import {
  type AttributesShown,
  type AttributesTyped,
  attributesShown,
  disksWithoutField,
  wishOfForm,
} from '../../core/attribute/attribute-form.ts';
import type { DisksWish } from '../../core/disk/disk-wish.ts';
import type { Disk } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, idOf, regionOf } from '../../core/instance/found-instance.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import { setAttributes } from '../../usecases/attribute/set-attributes.ts';
import { changeDisks } from '../../usecases/disk/change-disks.ts';
import { findAgain } from '../../usecases/instance/find-instance.ts';
import { deadlineIn } from '../../usecases/instance/instance-reads.ts';
import { disksAnswer } from '../disk/answers.ts';
import { searchAgainAnswer } from '../instance/search-answer.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { pickedIn, typedIn } from '../kit/blocks.ts';
import type { SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, type Opener, openModal, openWithin } from '../kit/modal-flow.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { attributeForm, attributeNote, shownIn } from './form.ts';
import { ATTRIBUTE_FIELDS, diskField, fieldId } from './ids.ts';
import { attributesAnswer } from './words.ts';

/** Calls to the cloud have their own limits; this bounds everything else. */
const WORK_MS = 60_000;

/** Opens the window for changes of an instance. */
export async function openAttributeForm(context: RequestContext, opener: Opener, found: FoundInstance): Promise<void> {
  const disks = await disksOf(context, found);
  const shown = attributesShown(found, disks);
  const form = attributeForm(shown, context.text, disksWithoutField(shown, disks));
  await openModal(context, opener, form, 'the window of a change could not be opened');
}

/** The disks as the cloud lists them now; null if it does not answer in time. */
async function disksOf(context: RequestContext, found: FoundInstance): Promise<readonly Disk[] | null> {
  const { inventory, clock } = context;
  const id = idOf(found);
  if (!isCloudId(id)) return null;
  const read = await deadlineIn(clock, openWithin(context)).read(() => inventory.disks(regionOf(found), id));
  return read.ok ? read.value : null;
}

/** The metadata names an instance and grants nothing: the rights of the submitter are judged. */
export const onAttributeSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const shown = shownIn(view.private_metadata);
    if (shown === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const wish = wishOfForm(shown, typedInto(view.state, shown));
    if (!wish.ok) {
      const { field, fault } = wish.error;
      return ack({
        response_action: 'errors',
        errors: { [fieldId(field)]: text.attribute.fault(fault) },
      });
    }
    const user = body.user.id;
    const caller = { user, team: body.team?.id ?? '', channel: user };
    const note = (answer: Answer) => attributeNote(answer.blocks, text);
    await answerSubmission<Answer>(
      context,
      { ack, body, view, client },
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

function typedInto({ values }: SubmitArgs['view']['state'], { disks }: AttributesShown): AttributesTyped {
  const { name, tags, protection, owner } = ATTRIBUTE_FIELDS;
  const isProtected = pickedIn(values, protection);
  return {
    name: values[name]?.[name]?.value ?? null,
    tags: values[tags]?.[tags]?.value ?? null,
    protection: isProtected === null ? null : isProtected === 'on',
    owner: values[owner]?.[owner]?.selected_user ?? null,
    sizes: new Map((disks ?? []).map(({ which }) => [which, typedIn(values, diskField(which))])),
  };
}

/** Never rejects: the person must learn the outcome. */
async function changed(
  context: RequestContext,
  caller: Parameters<typeof setAttributes>[1],
  { id }: AttributesShown,
  wish: AttributeWish | DisksWish,
): Promise<Answer> {
  const { text } = context;
  try {
    const search = await findAgain(context, id, caller.user);
    if (search?.kind !== 'found') return searchAgainAnswer(context, 'set', id, search);
    if (!('disks' in wish)) return attributesAnswer(await setAttributes(context, caller, search.found, wish), text);
    const ordered = await changeDisks(context, caller, search.found, wish);
    return disksAnswer(ordered, text, context.authority.isAdmin(caller.user));
  } catch (error) {
    return troubleAnswer(context, error, {
      storeDown: text.attribute.storeDown,
      broken: text.commands.broken,
      logged: 'a change failed',
    });
  }
}
