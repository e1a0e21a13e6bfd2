import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { type Clock, pause } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { passesLater, slackError } from './slack-error.ts';

const MAX_TRIES = 4;
const PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

export type ViewRef =
  | {
      readonly viewId: string;
      /** The state from which the update was made; absent to overwrite any state. */
      readonly hash?: string | undefined;
    }
  /** For a view whose opening was not confirmed. */
  | { readonly externalId: string };

/** The view's id and its new hash, or why it was not shown. */
export type Updated = { readonly viewId: string | undefined; readonly hash: string | undefined } | 'conflict' | 'gone';

/**
 * Shows a view in place of an open one. Safe to repeat, so it waits out lost answers and rate limits: otherwise a person would
 * wait for a form that never comes. A closed view is no error.
 */
export async function updateView(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  client: WebClient,
  ref: ViewRef,
  view: ModalView,
): Promise<Updated> {
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await client.views.update(addressed(ref, view));
      return { viewId: answer.view?.id, hash: answer.view?.hash };
    } catch (error) {
      const trouble = slackError(error);
      if (!passesLater(trouble)) {
        if (trouble.code === 'hash_conflict') return 'conflict';
        if (trouble.code !== 'not_found') log.warn({ ...ref, trouble }, 'Slack refused to update a view');
        return 'gone';
      }
      if (tried === MAX_TRIES) {
        log.warn({ ...ref, trouble }, 'a view could not be updated');
        return 'gone';
      }
      await pause(clock, Math.min(trouble.kind === 'slowDown' ? trouble.retryAfterMs : PAUSE_MS * tried, MAX_PAUSE_MS));
    }
  }
}

/** A view keeps its external id only if the new view has it too. */
export const addressed = (ref: ViewRef, view: ModalView) =>
  'externalId' in ref
    ? { external_id: ref.externalId, view: { ...view, external_id: ref.externalId } }
    : { view_id: ref.viewId, view, ...(ref.hash === undefined ? {} : { hash: ref.hash }) };
