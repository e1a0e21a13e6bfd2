import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Tag } from '../../core/option/tag.ts';
import { byKey, formatTags, withTags } from '../../core/option/tags.ts';
import type { TemplateNamed } from '../../core/spec/launch-template.ts';
import { type Draft, FIELDS, type Field } from '../../core/spec/spec.ts';

/** Facts about a form that Slack does not keep: stored in the view's private metadata, never trusted as authority. */
export interface FormMeta {
  /** Where the card goes: a channel, or a user id for their direct messages with the bot. */
  readonly channel: string;
  /** The values to fill in once the form can be shown. */
  readonly draft?: Draft;
  /** The preset that it started from, and how much of the form was opened since. */
  readonly preset?: string;
  /** The launch template behind the preset. */
  readonly template?: TemplateNamed;
  readonly shows?: 'whole' | 'more';
  /** Options without a field in the form. The submission judges them like fields. */
  readonly options?: Draft;
}

/** The preset and template that the form started from. */
export const presetIn = ({ preset, template }: FormMeta): Pick<FormMeta, 'preset' | 'template'> => ({
  ...(preset && { preset }),
  ...(template && { template }),
});

/** A view as far as its blocks tell for what it was drawn. */
export interface Drawn {
  readonly blocks: readonly { readonly block_id?: string }[];
}

/** Far more than any order holds. */
const UNPACKED_MAX = 100_000;
/** Slack's limit for private metadata. */
const META_MAX_LENGTH = 3000;

/** Compressed if it is long. What still does not fit is left out, see {@link fitsMeta}. */
export function writeMeta({ channel, draft, preset, template, shows, options = {} }: FormMeta): string {
  const more = {
    ...(preset && { preset }),
    ...(template && { template }),
    ...(shows && { shows }),
    ...(draft && { draft }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
  const whole = JSON.stringify({ channel, ...more });
  if (whole.length <= META_MAX_LENGTH) return whole;
  const packed = JSON.stringify({ channel, packed: deflateRawSync(JSON.stringify(more)).toString('base64') });
  return packed.length <= META_MAX_LENGTH ? packed : JSON.stringify({ channel });
}

/** Whether a window can carry the metadata without loss. */
export const fitsMeta = (meta: FormMeta): boolean => {
  const { draft = {}, options = {} } = readMeta(writeMeta(meta)) ?? {};
  const isWhole = (kept: Draft, given: Draft = {}): boolean => Object.keys(kept).length === Object.keys(given).length;
  return isWhole(options, meta.options) && isWhole(draft, meta.draft);
};

/** Null if this form did not write it. */
export function readMeta(privateMetadata: string): FormMeta | null {
  try {
    const meta: unknown = JSON.parse(privateMetadata);
    if (typeof meta !== 'object' || meta === null || !('channel' in meta)) return null;
    const { channel } = meta;
    if (typeof channel !== 'string' || channel === '') return null;
    const more: unknown = 'packed' in meta && typeof meta.packed === 'string' ? unpacked(meta.packed) : meta;
    if (typeof more !== 'object' || more === null) return { channel };
    return {
      channel,
      ...('draft' in more ? { draft: draftOf(more.draft) } : {}),
      ...('preset' in more && typeof more.preset === 'string' ? { preset: more.preset } : {}),
      ...('template' in more ? templateIn(more.template) : {}),
      ...('shows' in more && (more.shows === 'whole' || more.shows === 'more') ? { shows: more.shows } : {}),
      ...('options' in more ? { options: draftOf(more.options) } : {}),
    };
  } catch {
    return null;
  }
}

const unpacked = (text: string): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: UNPACKED_MAX }).toString());

function templateIn(value: unknown): Pick<FormMeta, 'template'> {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('version' in value)) return {};
  const { name, version } = value;
  if (typeof name !== 'string' || typeof version !== 'number') return {};
  return { template: { name, version, ...('isEarlier' in value && value.isEarlier === true && { isEarlier: true }) } };
}

function draftOf(value: unknown): Draft {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [Field, string] => isField(entry[0]) && typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

/**
 * A field's block id tells the parents of its list: `type|cn-beijing|cn-beijing-h|spot`. When a parent changes, the block gets
 * another id, so Slack drops the old choice and keeps all others. A request for options, in which Slack does not send the other
 * fields, still names the region, the zone and the way of paying.
 */
export const blockIdOf = (field: Field, ...parents: readonly string[]): string => [field, ...parents].join('|');

export function readBlockId(blockId: string): { readonly field: Field; readonly parents: readonly string[] } | null {
  const [field = '', ...parents] = blockId.split('|');
  return isField(field) ? { field, parents } : null;
}

/** In place of a parent: the list is for a Windows image. */
export const WINDOWS = 'windows';
/** The choice of no start script. */
export const NO_SCRIPT = '-';

const NOTE = 'note:';

/**
 * In place of a choice: the list has none, and says why. Slack says of an empty list, and of one that was not answered, that nothing
 * was found, in words of its own. A note can be picked, and is then refused in the same words.
 * https://github.com/slackapi/java-slack-sdk/issues/1204
 */
export const noteValue = (note: string): string => `${NOTE}${note}`;
/** Null for a choice. */
export const noteIn = (value: string): string | null => (value.startsWith(NOTE) ? value.slice(NOTE.length) : null);

interface StateValue {
  readonly type?: string;
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

/** The values of a view's fields, without empty ones. */
export function readForm(values: Readonly<Record<string, Readonly<Record<string, StateValue>>>>): Draft {
  const draft: Partial<Record<Field, string>> = {};
  const tags: Tag[] = [];
  const disk = new Map<string, string>();
  for (const [blockId, elements] of Object.entries(values)) {
    const { field, parents } = readBlockId(blockId) ?? {};
    if (field === undefined || parents === undefined) continue;
    const element = elements[field];
    const value = (element?.selected_option?.value ?? element?.value ?? '').trim();
    if (value === '' || (field === 'script' && value === NO_SCRIPT) || noteIn(value) !== null) continue;
    if (field === 'tags') tags.push({ key: parents.join('|'), value });
    else if (field === 'disks') disk.set(parents[0] ?? '', value);
    else draft[field] = value;
  }
  const size = disk.get('size');
  return {
    ...draft,
    ...(tags.length === 0 ? {} : { tags: formatTags(tags.toSorted(byKey)) }),
    ...(size === undefined ? {} : { disks: [disk.get('category'), size].filter(Boolean).join(':') }),
  };
}

/** All values of a window: its fields, and the carried options. */
export function draftIn(view: {
  readonly private_metadata: string;
  readonly state: { readonly values: Parameters<typeof readForm>[0] };
}): Draft {
  const carried = readMeta(view.private_metadata)?.options ?? {};
  const form = readForm(view.state.values);
  const tags = withTags(carried.tags, form.tags);
  return { ...carried, ...form, ...(tags === undefined ? {} : { tags }) };
}

const isField = (word: string): word is Field => FIELDS.some((field) => field === word);
