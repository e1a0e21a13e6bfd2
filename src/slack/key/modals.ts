import type { KnownBlock, ModalView } from '@slack/types';
import { dict, parseJson } from '../../core/base/json.ts';
import type { KeyOrder } from '../../core/key/key-order.ts';
import type { Text } from '../../text/en.ts';
import type { KeyShown } from '../../usecases/key/list-keys.ts';
import { contextBlock, field, LIMITS, modalView, plain, section, typed } from '../kit/blocks.ts';
import { clip, mrkdwn } from '../kit/mrkdwn.ts';
import { keyFacts } from './blocks.ts';
import { KEY_FIELDS, KEY_FORM, KEY_REMOVE_FORM } from './ids.ts';

/** Slack's limit for the text of a field. */
const FIELD_MAX = 3_000;
const NAME_MAX = 128;

/** Asks for a public key, and for a name in case the key's comment makes none. */
export function keyForm(
  { name, publicKey }: Pick<Extract<KeyOrder, { what: 'add' }>, 'name' | 'publicKey'>,
  { key: { form, cancel } }: Text,
  wrong: string | null = null,
): ModalView {
  const line = { multiline: true, placeholder: plain('ssh-rsa AAAA…', LIMITS.placeholder) };
  return modalView({ callbackId: KEY_FORM, title: form.title, submit: form.submit, close: cancel }, [
    ...(wrong === null ? [] : [section(mrkdwn`⚠️ ${wrong}`)]),
    section(form.what),
    field(typed(KEY_FIELDS.publicKey, FIELD_MAX, clip(publicKey, FIELD_MAX), line), {
      label: form.publicKey,
      hint: form.publicKeyHint,
    }),
    field(typed(KEY_FIELDS.name, NAME_MAX, clip(name, NAME_MAX)), {
      label: form.name,
      hint: form.nameHint,
      optional: true,
    }),
    contextBlock(form.make),
  ]);
}

/** Asks to confirm the removal, and shows the key's regions. */
export function keyRemoveForm(key: KeyShown, text: Text): ModalView {
  const { removal, cancel } = text.key;
  return modalView(
    {
      callbackId: KEY_REMOVE_FORM,
      metadata: JSON.stringify({ name: key.name }),
      ...{ title: removal.title, submit: removal.submit, close: cancel },
    },
    [section(plain(removal.what(key.name))), section(keyFacts(key, text)), contextBlock(removal.means)],
  );
}

export function keyNameIn(metadata: string): string | null {
  const { name } = dict(parseJson(metadata));
  return typeof name === 'string' ? name : null;
}

/** A window without fields. */
export const keyNote = (what: 'form' | 'removal', blocks: readonly KnownBlock[], { key }: Text): ModalView =>
  modalView(
    { callbackId: what === 'form' ? KEY_FORM : KEY_REMOVE_FORM, title: key[what].title, close: key.close },
    blocks,
  );
