import type { KnownBlock, ModalView } from '@slack/types';
import { dict, parseJson } from '../../core/base/json.ts';
import type { KeyOrder } from '../../core/key/key-order.ts';
import type { Text } from '../../text/en.ts';
import type { KeyShown } from '../../usecases/key/list-keys.ts';
import { contextBlock, LIMITS, plain, section } from '../kit/blocks.ts';
import { clip, mrkdwn } from '../kit/mrkdwn.ts';
import { keyFacts } from './blocks.ts';
import { KEY_FIELDS, KEY_FORM, KEY_REMOVE_FORM } from './ids.ts';

type Words = Pick<Text, 'key' | 'marks'>;

/** Slack's limit for the text of a field. */
const FIELD_MAX = 3_000;
const NAME_MAX = 128;

/** Asks for a public key, and for a name in case the key's comment makes none. */
export function keyForm(
  { name, publicKey }: Pick<Extract<KeyOrder, { what: 'add' }>, 'name' | 'publicKey'>,
  { key: { form, cancel } }: Words,
  wrong: string | null = null,
): ModalView {
  return {
    type: 'modal',
    callback_id: KEY_FORM,
    title: plain(form.title, LIMITS.viewTitle),
    submit: plain(form.submit, LIMITS.viewTitle),
    close: plain(cancel, LIMITS.viewTitle),
    blocks: [
      ...(wrong === null ? [] : [section(mrkdwn`⚠️ ${wrong}`)]),
      section(form.what),
      {
        type: 'input',
        block_id: KEY_FIELDS.publicKey,
        label: plain(form.publicKey),
        hint: plain(form.publicKeyHint),
        element: {
          type: 'plain_text_input',
          action_id: KEY_FIELDS.publicKey,
          multiline: true,
          max_length: FIELD_MAX,
          placeholder: plain('ssh-rsa AAAA…', LIMITS.placeholder),
          ...(publicKey === '' ? {} : { initial_value: clip(publicKey, FIELD_MAX) }),
        },
      },
      {
        type: 'input',
        block_id: KEY_FIELDS.name,
        optional: true,
        label: plain(form.name),
        hint: plain(form.nameHint),
        element: {
          type: 'plain_text_input',
          action_id: KEY_FIELDS.name,
          max_length: NAME_MAX,
          ...(name === '' ? {} : { initial_value: clip(name, NAME_MAX) }),
        },
      },
      contextBlock(form.make),
    ],
  };
}

/** Asks to confirm the removal, and shows the key's regions. */
export function keyRemoveForm(key: KeyShown, text: Words): ModalView {
  const { removal, cancel } = text.key;
  return {
    type: 'modal',
    callback_id: KEY_REMOVE_FORM,
    private_metadata: JSON.stringify({ name: key.name }),
    title: plain(removal.title, LIMITS.viewTitle),
    submit: plain(removal.submit, LIMITS.viewTitle),
    close: plain(cancel, LIMITS.viewTitle),
    blocks: [section(plain(removal.what(key.name))), section(keyFacts(key, text)), contextBlock(removal.means)],
  };
}

export function keyNameIn(metadata: string): string | null {
  const { name } = dict(parseJson(metadata));
  return typeof name === 'string' ? name : null;
}

/** A window without fields. */
export const keyNote = (what: 'form' | 'removal', blocks: readonly KnownBlock[], { key }: Words): ModalView => ({
  type: 'modal',
  callback_id: what === 'form' ? KEY_FORM : KEY_REMOVE_FORM,
  title: plain(key[what].title, LIMITS.viewTitle),
  close: plain(key.close, LIMITS.viewTitle),
  blocks: [...blocks],
});
