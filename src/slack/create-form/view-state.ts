import { type Draft, FIELDS, type Field } from '../../core/spec/spec.ts';

/** What the bot needs to know of a form and Slack does not: kept in the view's private metadata, never taken as authority. */
export interface FormMeta {
  /** Where the card goes: a channel, or a user's id for their direct messages with the bot. */
  readonly channel: string;
  /** What to fill in when the form itself cannot be shown yet. */
  readonly draft?: Draft;
}

/** Slack's limit for private metadata. */
const META_MAX_LENGTH = 3000;

export function writeMeta(meta: FormMeta): string {
  const whole = JSON.stringify(meta);
  return whole.length <= META_MAX_LENGTH ? whole : JSON.stringify({ channel: meta.channel });
}

/** null when it is not of this form's making. */
export function readMeta(privateMetadata: string): FormMeta | null {
  try {
    const meta: unknown = JSON.parse(privateMetadata);
    if (typeof meta !== 'object' || meta === null || !('channel' in meta)) return null;
    const { channel } = meta;
    if (typeof channel !== 'string' || channel === '') return null;
    return 'draft' in meta ? { channel, draft: draftOf(meta.draft) } : { channel };
  } catch {
    return null;
  }
}

function draftOf(value: unknown): Draft {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [Field, string] => isField(entry[0]) && typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

/**
 * A field's block id tells on which parents its list depends: `type|cn-beijing|cn-beijing-h|spot`. When a parent changes the
 * block gets another id, so Slack drops the old choice and keeps all others; and a request for options, in which Slack
 * does not send what is chosen elsewhere, still names the region, the zone and the way of paying.
 */
export const blockIdOf = (field: Field, ...parents: readonly string[]): string => [field, ...parents].join('|');

export function readBlockId(blockId: string): { readonly field: Field; readonly parents: readonly string[] } | null {
  const [field = '', ...parents] = blockId.split('|');
  return isField(field) ? { field, parents } : null;
}

interface StateValue {
  readonly type?: string;
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

/** What the fields of a view hold now. Empty fields are left out. */
export function readForm(values: Readonly<Record<string, Readonly<Record<string, StateValue>>>>): Draft {
  const draft: Partial<Record<Field, string>> = {};
  for (const [blockId, elements] of Object.entries(values)) {
    const field = readBlockId(blockId)?.field;
    if (field === undefined) continue;
    const element = elements[field];
    const value = (element?.selected_option?.value ?? element?.value ?? '').trim();
    if (value !== '') draft[field] = value;
  }
  return draft;
}

const isField = (word: string): word is Field => FIELDS.some((field) => field === word);
