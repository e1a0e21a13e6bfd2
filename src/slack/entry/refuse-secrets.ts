import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { type EnteredSecret, secretIn } from '../../core/base/entered-secrets.ts';
import type { Text } from '../../text/en.ts';
import { ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import type { CommandArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { AppContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { SECRET_NOTE } from '../kit/ids.ts';
import { noticeModal } from '../kit/reply.ts';
import { typedWords } from './typed-words.ts';

// The one place that turns away passwords and keys: before any handler, so that none stores, logs, audits or shows them.

/** Searches a command both as Slack sends it and as it was typed, because Slack's link marks may split a secret. */
export const secretTyped = (text: string): EnteredSecret | null => secretIn(text) ?? secretIn(typedWords(text));

type Values = Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null | undefined }>>>>;

/** The first field of a window that holds a secret. */
export function secretField(
  values: Values | undefined,
): { readonly blockId: string; readonly secret: EnteredSecret } | null {
  for (const [blockId, elements] of Object.entries(values ?? {}))
    for (const { value } of Object.values(elements)) {
      const secret = value ? secretIn(value) : null;
      if (secret !== null) return { blockId, secret };
    }
  return null;
}

export async function refuseSecretCommand(
  { log }: Pick<AppContext, 'log'>,
  { command, respond }: CommandArgs,
  secret: EnteredSecret,
  { options }: Text,
): Promise<void> {
  log.warn({ user: command.user_id, secret }, 'a command with a secret was refused');
  try {
    await respond({ response_type: 'ephemeral', ...ephemeral(options.secret[secret]) });
  } catch (error) {
    log.warn({ ...describeError(error) }, 'somebody could not be told that a secret was refused');
  }
}

type Window = NonNullable<BlockAction['view']>;

/**
 * Tells it in the window, at the first action there; its handlers do nothing while it holds a secret. The answer does not repeat
 * it; Slack keeps it in the field, where the person can remove it.
 */
export async function tellSecretInWindow(
  { log }: Pick<AppContext, 'log'>,
  { client, user, view }: { readonly client: WebClient; readonly user: string; readonly view: Window },
  secret: EnteredSecret,
  { options }: Text,
): Promise<void> {
  log.warn({ user, secret }, 'a field with a secret was left alone');
  if (view.type !== 'modal' || view.blocks.some(({ block_id }) => block_id === SECRET_NOTE)) return;
  const note = { ...section(options.secret[secret]), block_id: SECRET_NOTE };
  const { title, submit, close, callback_id, private_metadata } = view;
  const shown = {
    ...{ type: 'modal' as const, title, callback_id, private_metadata, blocks: [note, ...view.blocks] },
    ...(submit && { submit }),
    ...(close && { close }),
  } as ModalView;
  try {
    await client.views.update({ view_id: view.id, hash: view.hash, view: shown });
  } catch (error) {
    log.warn({ ...describeError(error) }, 'somebody could not be told of a secret in a field: its submission says so');
  }
}

/** At the field, if it has one that can show it. */
export async function refuseSecretSubmission(
  { log }: Pick<AppContext, 'log'>,
  { ack, view, body }: SubmitArgs,
  { blockId, secret }: { readonly blockId: string; readonly secret: EnteredSecret },
  text: Text,
): Promise<void> {
  log.warn({ user: body.user.id, secret }, 'a window with a secret was refused');
  const sentence = text.options.secret[secret];
  const isShown = view.blocks.some(({ type, block_id }) => type === 'input' && block_id === blockId);
  if (isShown) await ack({ response_action: 'errors', errors: { [blockId]: sentence } });
  else await ack({ response_action: 'update', view: noticeModal(text.modal.title, ephemeral(sentence).blocks, text) });
}
