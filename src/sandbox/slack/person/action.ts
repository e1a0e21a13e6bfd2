import type { BlockElementAction } from '@slack/bolt';
import type { ActionInput, PersonSees } from '../../ports.ts';
import { type Field, fieldsOf, kindOf, survivingValues } from '../fields.ts';
import { type Dict, dict, isDict, str } from '../json.ts';
import { findMessage } from '../messages.ts';
import { messageActionPayload, viewActionPayload } from '../payloads.ts';
import type { Person } from '../people.ts';
import type { OpenView, StoredBlock } from '../records.ts';
import { findView, topView } from '../views.ts';
import { personOf, type World } from '../world.ts';
import { type Client, FINE, interactive, sees } from './client.ts';
import { type Form, fieldKey, fillIn, writeOut } from './values.ts';

/** A person used an element of a message, a modal or the home tab. */
export async function action(client: Client, input: ActionInput): Promise<PersonSees> {
  const person = personOf(client.world, input.user);
  if (person === undefined) return sees('user_not_found');
  return input.view_id === undefined ? inMessage(client, person, input) : inView(client, person, input, input.view_id);
}

async function inView(client: Client, person: Person, input: ActionInput, viewId: string): Promise<PersonSees> {
  const { world } = client;
  const view = findView(world, { id: viewId });
  if (view === undefined || view.user !== person.id) return sees('view_not_open');
  if (view.type === 'modal' && topView(world, person.id) !== view) return sees('view_not_on_top');
  const used = use(world, view, input);
  if (typeof used === 'string') return sees(used);
  world.changed();
  if (!emits(used.field)) return FINE;
  const payload = viewActionPayload(world, person, view, used.action);
  const dispatched = await client.dispatch(interactive(payload, false));
  return dispatched.ok ? FINE : sees(dispatched.error);
}

async function inMessage(client: Client, person: Person, input: ActionInput): Promise<PersonSees> {
  const { world, responses } = client;
  const ts = input.message_ts ?? '';
  const channel = world.channels.get(input.channel ?? '');
  if (channel === undefined) return sees('channel_not_found');
  if (!channel.members.has(person.id)) return sees('not_in_channel');
  const message = findMessage(channel, ts) ?? null;
  const ephemeral = world.ephemerals.find(
    (each) => each.ts === ts && each.channel === channel.id && each.user === person.id,
  );
  const shown = message ?? ephemeral;
  if (shown === undefined) return sees('message_not_found');
  const blocks = shown.blocks ?? [];
  const form: Form = { blocks, values: survivingValues(blocks, {}), offered: new Map() };
  const used = use(world, form, input);
  if (typeof used === 'string') return sees(used);
  const threadTs = message !== null && message.replies.length > 0 ? message.ts : shown.threadTs;
  const source = { channel: channel.id, user: person.id, messageTs: ts };
  const place = { channel, ts, threadTs, message, values: form.values, responseUrl: responses.make(source) };
  const payload = messageActionPayload(world, person, place, used.action);
  const dispatched = await client.dispatch(interactive(payload, false));
  return dispatched.ok ? FINE : sees(dispatched.error);
}

/** An input block sends nothing until the modal is submitted, unless it asked to dispatch. */
const emits = ({ block }: Field): boolean => block.type !== 'input' || block.dispatch_action === true;

/** Finds the element, applies the form's values sent with it, and makes the action; a sentence if that is impossible. */
function use(
  world: World,
  form: Form | OpenView,
  input: ActionInput,
): { field: Field; action: BlockElementAction } | string {
  const field = elementMeant(form.blocks, input);
  if (field === undefined) return `unknown_action: there is no element ${input.action_id}`;
  const complaint = fillIn(form, input.values ?? {}, 'skip');
  if (complaint !== null) return complaint;
  const base = {
    type: field.type,
    action_id: field.actionId,
    block_id: field.block.block_id,
    action_ts: world.ids.ts(),
  };
  if (kindOf(field.type) === null) {
    const said = pressed(field, input);
    return said === null ? 'invalid_option' : { field, action: { ...base, ...said } as BlockElementAction };
  }
  const value = heldAfter(form, field, input);
  if (value === null)
    return `invalid_option: ${field.actionId} does not offer ${JSON.stringify(input.selected_option)}`;
  form.values[field.block.block_id] = { ...form.values[field.block.block_id], [field.actionId]: value };
  return { field, action: { ...extras(field.element), ...value, ...base } as BlockElementAction };
}

/** Several buttons may share an action_id: the block, then the value, tells them apart. */
function elementMeant(blocks: readonly StoredBlock[], input: ActionInput): Field | undefined {
  const candidates = fieldsOf(blocks).filter(
    (field) =>
      field.actionId === input.action_id && (input.block_id === undefined || field.block.block_id === input.block_id),
  );
  return candidates.find((field) => field.element.value === input.value) ?? candidates[0];
}

/** The value of a pressed button or overflow menu. */
function pressed({ type, element }: Field, input: ActionInput): Dict | null {
  if (type === 'overflow') {
    const options = Array.isArray(element.options) ? element.options.filter(isDict) : [];
    const option = options.find((each) => each.value === input.selected_option?.value);
    return option === undefined ? null : { selected_option: option };
  }
  if (type === 'feedback_buttons') {
    const button = [element.positive_button, element.negative_button].find((each) => dict(each).value === input.value);
    return isDict(button) ? { text: button.text, value: button.value } : null;
  }
  const { text, value, style, url, icon } = element;
  return {
    text,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(url === undefined ? {} : { url }),
    ...(icon === undefined ? {} : { icon }),
  };
}

/** The field's value after the act: the one sent with it, otherwise the form's. */
function heldAfter(form: Form | OpenView, field: Field, input: ActionInput): Dict | null {
  const offered = form.offered.get(fieldKey(field.block.block_id, field.actionId)) ?? [];
  const key = kindOf(field.type)?.key ?? 'value';
  if (input.selected_option !== undefined) {
    const given = key === 'selected_options' ? [input.selected_option] : input.selected_option;
    return writeOut(field, { [key]: given }, offered);
  }
  if (input.value !== undefined) {
    const plural = key.endsWith('s') && key !== 'selected_options';
    if (key === 'selected_option') return writeOut(field, { [key]: { value: input.value } }, offered);
    if (key === 'selected_options') return writeOut(field, { [key]: [{ value: input.value }] }, offered);
    const single = key === 'selected_date_time' ? Number(input.value) : input.value;
    return writeOut(field, { [key]: plural ? [input.value] : single }, offered);
  }
  return form.values[field.block.block_id]?.[field.actionId] ?? null;
}

function extras(element: Dict): Dict {
  const { placeholder } = element;
  return str(dict(placeholder).text) === undefined ? {} : { placeholder };
}
