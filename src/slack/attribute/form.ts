import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { AttributesShown, DisksWithoutField, ShownDisk } from '../../core/attribute/attribute-form.ts';
import { parseJson } from '../../core/base/json.ts';
import { LARGEST_DISK_GIB } from '../../core/spec/disks.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, field, modalView, option, typed } from '../kit/blocks.ts';
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
  const owner = shown.owner !== null && isUserId(shown.owner) ? { initial_user: shown.owner } : {};
  return modalView(
    {
      callbackId: ATTRIBUTE_FORM,
      metadata: JSON.stringify(shown),
      ...{ title: form.title, submit: form.submit, close: text.power.form.cancel },
    },
    [
      field(typed(ATTRIBUTE_FIELDS.name, NAME_MAX, shown.name.slice(0, NAME_MAX)), { label: form.name }),
      ...(shown.tags === null ? [] : [tagsField(shown.tags, text)]),
      ...(shown.protection === null ? [] : [protectionField(shown.protection, text)]),
      field(
        { type: 'users_select', action_id: ATTRIBUTE_FIELDS.owner, ...owner },
        { label: form.owner, optional: true },
      ),
      ...(shown.disks ?? []).map((disk, n) => sizeField(disk, n === 0, text)),
      ...(shown.tags === null ? [contextBlock(form.noTags)] : []),
      ...(shown.disks === null ? [contextBlock(form.noDisks)] : []),
      ...(without.prepaid.length === 0 ? [] : [contextBlock(form.prepaidDisks(without.prepaid, shown.id))]),
      ...(without.noRoom.length === 0 ? [] : [contextBlock(form.moreDisks(without.noRoom, shown.id))]),
    ],
  );
}

const tagsField = (lines: string, { attribute: { form } }: Text): InputBlock =>
  field(typed(ATTRIBUTE_FIELDS.tags, TAGS_MAX, lines.slice(0, TAGS_MAX), { multiline: true }), {
    ...{ label: form.tags, hint: form.tagsHint, optional: true },
  });

function protectionField(on: boolean, { attribute: { form } }: Text): InputBlock {
  const [isOn, isOff] = [option(form.on, 'on'), option(form.off, 'off')];
  const radio = { type: 'radio_buttons' as const, options: [isOn, isOff], initial_option: on ? isOn : isOff };
  return field(
    { ...radio, action_id: ATTRIBUTE_FIELDS.protection },
    { label: form.protection, hint: form.protectionHint },
  );
}

function sizeField({ which, sizeGiB }: ShownDisk, isFirst: boolean, { attribute: { form } }: Text): InputBlock {
  const element = {
    type: 'number_input' as const,
    action_id: diskField(which),
    is_decimal_allowed: false,
    min_value: '1',
    max_value: String(Math.max(LARGEST_DISK_GIB, sizeGiB)),
    initial_value: String(sizeGiB),
  };
  return field(element, { label: form.disk(which), optional: true, ...(isFirst && { hint: form.diskHint }) });
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
export const attributeNote = (blocks: readonly KnownBlock[], { attribute, power }: Text): ModalView =>
  modalView({ callbackId: ATTRIBUTE_FORM, title: attribute.form.title, close: power.form.close }, blocks);
