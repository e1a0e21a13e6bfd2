import { createHash } from 'node:crypto';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { commandIn } from '../../commands/index.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import { AlreadyTaken, StoreUnavailable } from '../../store/store.ts';
import { inPayload } from '../../store/writes/payloads.ts';
import { ephemeral } from '../kit/answer.ts';
import type { AppContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { threadOfButton } from '../kit/reply.ts';
import { personIn } from './person-in.ts';

type Body = Readonly<Record<string, unknown>>;

/** Slack expects an acknowledgement within three seconds. */
const ASK_MS = 800;

/**
 * Acts on a person's action once, however often its payload arrives: Slack retries, and an attacker who has read a signed
 * request can send it again for five minutes. Actions that were refused or changed nothing count too, because by then they might
 * mean something else.
 */
export const onlyOnce =
  (appContext: Pick<AppContext, 'commands' | 'store' | 'clock' | 'log' | 'localizer'>): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { next, body, ack, respond } = args as unknown as Received;
    const origin = mayAct(appContext, body) ? originOf(body) : null;
    if (origin === null) return next();
    if (await isKnown(appContext, origin)) {
      appContext.log.warn({ user: personIn(body) }, 'a payload arrived again and is not acted on again');
      await ack?.();
      const { commands } = await appContext.localizer.textFor(personIn(body));
      const { text, blocks } = ephemeral(commands.takenBefore);
      const place = threadOfButton(body.container as Readonly<Record<string, unknown>> | undefined);
      const answer = { response_type: 'ephemeral', replace_original: false, ...place, text, blocks } as const;
      await respond?.(answer).catch((error: unknown) => appContext.log.warn({ ...describeError(error) }, 'no answer'));
      return;
    }
    await inPayload(origin, async () => {
      await next();
      await remember(appContext);
    });
  };

interface Received {
  readonly next: () => Promise<void>;
  readonly body: Body;
  readonly ack?: () => Promise<void>;
  readonly respond?: (answer: object) => Promise<unknown>;
}

/** Whether it may change something. Mere reads, and changes of a form before its submission, may repeat. */
function mayAct({ commands }: Pick<AppContext, 'commands'>, { command, text, type, actions }: Body): boolean {
  if (typeof command === 'string') return commandIn(commands, String(text))?.reads !== true;
  if (type === 'view_submission' || type === 'shortcut') return true;
  if (type !== 'block_actions') return false;
  const [action] = actions as readonly { readonly type?: unknown; readonly value?: unknown }[];
  return action?.type === 'button' || action?.type === 'overflow' || action?.type === 'static_select';
}

/** Slack gives each action its own trigger. Without one, the whole body identifies it. */
const originOf = (body: Body): string =>
  createHash('sha256')
    .update(typeof body.trigger_id === 'string' ? `trigger ${body.trigger_id}` : JSON.stringify(body))
    .digest('base64url');

/** If the store does not answer, it counts as new: the commit itself decides. */
async function isKnown({ store, clock }: Pick<AppContext, 'store' | 'clock'>, origin: string): Promise<boolean> {
  const known = await withDeadline(
    clock,
    ASK_MS,
    store.wasTaken(origin).catch(() => false),
  );
  return known === true;
}

/** For an action that has written nothing. */
async function remember({ store, clock }: Pick<AppContext, 'store' | 'clock'>): Promise<void> {
  try {
    await store.take(clock.now());
  } catch (error) {
    if (!(error instanceof AlreadyTaken) && !(error instanceof StoreUnavailable)) throw error;
  }
}
