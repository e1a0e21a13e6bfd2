import type { SlackView, StateValues } from '../../state.ts';

/** The value of one element, in Slack's shape: `{ type, value }`, `{ type, selected_option }` … */
export type Held = Readonly<Record<string, unknown>>;

/** A Block Kit element, read loosely: the page draws whatever the bot sent. */
export interface Element {
  readonly type: string;
  readonly action_id?: string;
  readonly [field: string]: unknown;
}

/** The property that holds an element's value; elements that are not listed (buttons, images) have none. */
const HOLDS: Readonly<Record<string, string>> = {
  plain_text_input: 'value',
  number_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

export function holds(element: Element): string | null {
  return HOLDS[element.type] ?? null;
}

/** The held value itself; null if nothing is chosen or typed. */
export function valueIn(held: Held | undefined, element: Element): unknown {
  const property = holds(element);
  return (property !== null && held?.[property]) || null;
}

export function heldWith(element: Element, value: unknown): Held {
  return { type: element.type, [holds(element) ?? 'value']: value };
}

function initial(element: Element): Held {
  const property = holds(element) ?? 'value';
  const given = element[`initial_${property.replace('selected_', '')}`];
  return { type: element.type, [property]: given ?? (property.endsWith('s') ? [] : null) };
}

/** Every element with a value in these blocks, with its block's id. */
function heldElements(blocks: SlackView['blocks']): { blockId: string; actionId: string; element: Element }[] {
  return blocks.flatMap((block) => {
    const elements = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    return elements
      .filter(isElement)
      .filter((element) => holds(element) !== null)
      .map((element) => ({ blockId: String(block.block_id), actionId: String(element.action_id), element }));
  });
}

function isElement(candidate: unknown): candidate is Element {
  return typeof candidate === 'object' && candidate !== null && 'type' in candidate;
}

/**
 * Slack's rule for a view that changes while a person uses it: input survives if block_id, action_id and the kind of element are
 * the same, and `initial_*` is then ignored; everything else starts from its `initial_*`.
 */
export function mergeValues(previous: StateValues, blocks: SlackView['blocks']): StateValues {
  const merged: Record<string, Record<string, Held>> = {};
  for (const { blockId, actionId, element } of heldElements(blocks)) {
    const kept = previous[blockId]?.[actionId];
    const next = kept?.type === element.type ? kept : initial(element);
    merged[blockId] = { ...merged[blockId], [actionId]: next };
  }
  return merged;
}

/** The values of the open views, by view id; the hash tells the version of the view with which they were merged. */
export type Forms = Readonly<Record<string, { readonly hash: string; readonly values: StateValues }>>;

/**
 * Follows the simulator: starts new views, merges changed ones, forgets closed ones. Returns the same object if nothing changed.
 */
export function syncForms(forms: Forms, views: readonly SlackView[]): Forms {
  const same = Object.keys(forms).length === views.length && views.every((view) => forms[view.id]?.hash === view.hash);
  if (same) return forms;
  return Object.fromEntries(
    views.map((view) => {
      const form = forms[view.id];
      if (form?.hash === view.hash) return [view.id, form];
      const values = mergeValues(form?.values ?? chosenIn(view.state.values), view.blocks);
      return [view.id, { hash: view.hash, values }];
    }),
  );
}

/** After a reload of the page, the simulator may still know choices; empty ones must not hide an `initial_*`. */
export function chosenIn(values: StateValues): StateValues {
  const chosen = Object.entries(values ?? {}).map(([blockId, actions]) => [
    blockId,
    Object.fromEntries(
      Object.entries(actions).filter(([, held]) => valueIn(held, held as unknown as Element) !== null),
    ),
  ]);
  return Object.fromEntries(chosen);
}

export function withValue(values: StateValues, blockId: string, actionId: string, held: Held): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: held } };
}
