import type { WebClient } from '@slack/web-api';
import { ephemeral } from '../kit/answer.ts';
import type { AppContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { noticeModal, tellInMessages } from '../kit/reply.ts';
import { type Installation, originOf } from './origin.ts';
import { personIn } from './person-in.ts';

/** The acknowledgement of an unreadable payload; null if no person has done anything. */
export type AnswerUnreadable = (payload: unknown, fault: string) => object | null;

type Fields = Readonly<Record<string, unknown>>;

const INTERACTIONS = [
  'block_actions',
  'block_suggestion',
  'view_submission',
  'view_closed',
  'shortcut',
  'message_action',
];

/** At most one direct message per person in this time, because a recorded, signed payload can be sent again and again. */
const TOLD_EVERY_MS = 10_000;
/** How many people are remembered; further ones within seconds are not told. */
const REMEMBERED = 1_000;

/**
 * Tells a person whose action cannot be read that nothing was done, and what to do: in the acknowledgement if Slack shows it,
 * otherwise in a window, otherwise in direct messages. Payloads of another workspace get no answer.
 */
export function makeAnswerUnreadable(
  { log, localizer, clock }: Pick<AppContext, 'log' | 'localizer' | 'clock'>,
  client: WebClient,
  installed: () => Installation | null,
): AnswerUnreadable {
  const toldAt = new Map<string, number>();

  const mayTell = (user: string): boolean => {
    const now = clock.now();
    for (const [one, at] of toldAt) if (now - at >= TOLD_EVERY_MS) toldAt.delete(one);
    if (user === '' || toldAt.has(user) || toldAt.size >= REMEMBERED) return false;
    toldAt.set(user, now);
    return true;
  };

  async function tell(user: string, { trigger_id }: Fields): Promise<void> {
    const text = await localizer.textFor(user);
    const view = noticeModal(text.commands.oldTitle, ephemeral(text.commands.unreadable).blocks, text);
    const opened =
      typeof trigger_id === 'string' && (await client.views.open({ trigger_id, view }).catch(() => null)) !== null;
    if (!opened) await tellInMessages(client, user, ephemeral(text.commands.unreadable));
  }

  return (payload, fault) => {
    const kind = kindOf(payload);
    if (kind === null) return null;
    const body = payload as Fields;
    log.warn({ kind, fault }, 'something that a person did came in a shape that cannot be read, and was not done');
    if (saysWhose(body) && originOf(body, installed()) === 'foreign') return {};
    const user = personIn(body);
    const text = user === '' ? localizer.channelText() : localizer.textOf(user);
    switch (kind) {
      case 'command':
        return { response_type: 'ephemeral', text: text.commands.unreadable };
      case 'block_suggestion':
        return { options: [] };
      case 'view_submission':
        return {
          response_action: 'update',
          view: noticeModal(text.commands.oldTitle, ephemeral(text.commands.unreadable).blocks, text),
        };
      case 'view_closed':
        return {};
      default:
        if (mayTell(user))
          void tell(user, body).catch((error: unknown) =>
            log.warn({ ...describeError(error) }, 'somebody could not be told that nothing was done'),
          );
        return {};
    }
  };
}

/** Looks no deeper: the payload may be anything. */
function kindOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  const { command, type, event } = payload as Fields;
  if (event !== undefined) return null;
  if (command !== undefined) return 'command';
  return typeof type === 'string' && INTERACTIONS.includes(type) ? type : null;
}

const saysWhose = ({ team_id, team, api_app_id }: Fields): boolean =>
  [team_id, api_app_id, (team as Fields | null | undefined)?.id].some((one) => typeof one === 'string');
