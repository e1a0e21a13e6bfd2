import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { AttributesShown, DisksWithoutField, ShownDisk } from '../../core/attribute/attribute-form.ts';
import { parseJson } from '../../core/base/json.ts';
import { LARGEST_DISK_GIB } from '../../core/spec/disks.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, LIMITS, plain } from '../kit/blocks.ts';
import { isUserId } from '../kit/ids.ts';
import { ATTRIBUTE_FIELDS, ATTRIBUTE_FORM, diskField } from './ids.ts';

const NAME_MAX = 128;
const TAGS_MAX = 3_000;

/**
 * The window for changes, with all present values.
 *
 * @param without the disks without a field, listed below with what to do
 */
export function attributeForm(shown: AttributesShown, text: Text, without: DisksWithoutField): ModalView {
  const { form } = text.attribute;
  return {
    type: 'modal',
    callback_id: ATTRIBUTE_FORM,
    private_metadata: JSON.stringify(shown),
    title: plain(form.title, LIMITS.viewTitle),
    submit: plain(form.submit, LIMITS.viewTitle),
    close: plain(text.power.form.cancel, LIMITS.viewTitle),
    blocks: [
      input(ATTRIBUTE_FIELDS.name, form.name, {
        type: 'plain_text_input',
        action_id: ATTRIBUTE_FIELDS.name,
        max_length: NAME_MAX,
        initial_value: shown.name.slice(0, NAME_MAX),
      }),
      ...(shown.tags === null ? [] : [tagsInput(shown.tags, text)]),
      ...(shown.protection === null ? [] : [protectionInput(shown.protection, text)]),
      {
        ...input(ATTRIBUTE_FIELDS.owner, form.owner, {
          type: 'users_select',
          action_id: ATTRIBUTE_FIELDS.owner,
          ...(shown.owner !== null && isUserId(shown.owner) ? { initial_user: shown.owner } : {}),
        }),
        optional: true,
      },
      ...(shown.disks ?? []).map((disk, n) => diskInput(disk, n === 0, text)),
      ...(shown.tags === null ? [contextBlock(form.noTags)] : []),
      ...(shown.disks === null ? [contextBlock(form.noDisks)] : []),
      ...(without.prepaid.length === 0 ? [] : [contextBlock(form.prepaidDisks(without.prepaid, shown.id))]),
      ...(without.noRoom.length === 0 ? [] : [contextBlock(form.moreDisks(without.noRoom, shown.id))]),
    ],
  };
}

const input = (id: string, label: string, element: InputBlock['element']): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element,
});

const tagsInput = (lines: string, { attribute: { form } }: Text): InputBlock => ({
  ...input(ATTRIBUTE_FIELDS.tags, form.tags, {
    type: 'plain_text_input',
    action_id: ATTRIBUTE_FIELDS.tags,
    multiline: true,
    max_length: TAGS_MAX,
    ...(lines === '' ? {} : { initial_value: lines.slice(0, TAGS_MAX) }),
  }),
  optional: true,
  hint: plain(form.tagsHint),
});

function protectionInput(on: boolean, { attribute: { form } }: Text): InputBlock {
  const option = (value: 'on' | 'off') => ({ text: plain(form[value]), value });
  return {
    ...input(ATTRIBUTE_FIELDS.protection, form.protection, {
      type: 'radio_buttons',
      action_id: ATTRIBUTE_FIELDS.protection,
      options: [option('on'), option('off')],
      initial_option: option(on ? 'on' : 'off'),
    }),
    hint: plain(form.protectionHint),
  };
}

function diskInput({ which, sizeGiB }: ShownDisk, isFirst: boolean, { attribute: { form } }: Text): InputBlock {
  const id = diskField(which);
  return {
    ...input(id, form.disk(which), {
      type: 'number_input',
      action_id: id,
      is_decimal_allowed: false,
      min_value: '1',
      max_value: String(Math.max(LARGEST_DISK_GIB, sizeGiB)),
      initial_value: String(sizeGiB),
    }),
    optional: true,
    ...(isFirst ? { hint: plain(form.diskHint) } : {}),
  };
}

/** What the window showed; null if this version did not write the metadata. */
export function shownIn(metadata: string): AttributesShown | null {
  const read = parseJson(metadata);
  return isShown(read) ? read : null;
}

function isShown(read: unknown): read is AttributesShown {
  if (typeof read !== 'object' || read === null) return false;
  const { id, name, tags, protection, owner, disks }: { readonly [K in keyof AttributesShown]?: unknown } = read;
  const isTextOrNone = (value: unknown): boolean => value === null || typeof value === 'string';
  const isSwitchOrNone = protection === null || typeof protection === 'boolean';
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    isTextOrNone(tags) &&
    isSwitchOrNone &&
    isTextOrNone(owner) &&
    (disks === null || (Array.isArray(disks) && disks.every(isShownDisk)))
  );
}

function isShownDisk(read: unknown): read is ShownDisk {
  if (typeof read !== 'object' || read === null) return false;
  const { which, id, sizeGiB }: { readonly [K in keyof ShownDisk]?: unknown } = read;
  const isNamed = typeof id === 'string';
  return isNamed && (which === 'system' || typeof which === 'number') && typeof sizeGiB === 'number';
}

/** A window without fields. */
export const attributeNote = (blocks: readonly KnownBlock[], { attribute, power }: Text): ModalView => ({
  type: 'modal',
  callback_id: ATTRIBUTE_FORM,
  title: plain(attribute.form.title, LIMITS.viewTitle),
  close: plain(power.form.close, LIMITS.viewTitle),
  blocks: [...blocks],
});
