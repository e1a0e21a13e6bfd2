import type { WebClient } from '@slack/web-api';
import { ephemeral } from '../kit/answer.ts';
import type { AppContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { noticeModal, tellInMessages } from '../kit/reply.ts';
import { type Installation, originOf } from './origin.ts';
import { personIn } from './person-in.ts';

/** What a payload that nobody can read is acknowledged with; null where nobody has done anything that could be answered. */
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

/** A person gets at most one direct message in this time, because a recorded payload with its signature can be sent again and again. */
const TOLD_EVERY_MS = 10_000;
/** So many people are remembered; more within seconds are not told. */
const REMEMBERED = 1_000;

/**
 * Whoever did something that cannot be read learns that nothing was done, and what to do: in the acknowledgement where Slack shows it,
 * else in a window, else in their direct messages. What is of another workspace is not answered.
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

/** Nothing deeper is looked at: it may be anything. */
function kindOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  const { command, type, event } = payload as Fields;
  if (event !== undefined) return null;
  if (command !== undefined) return 'command';
  return typeof type === 'string' && INTERACTIONS.includes(type) ? type : null;
}

const saysWhose = ({ team_id, team, api_app_id }: Fields): boolean =>
  [team_id, api_app_id, (team as Fields | null | undefined)?.id].some((one) => typeof one === 'string');
