import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { LogCounter } from './log-counter.ts';
import { type Installation, originOf } from './origin.ts';

/** Whether a payload that was let through came from somebody of another workspace, see {@link originOf}. */
export const isShared = ({ context }: Pick<AllMiddlewareArgs, 'context'>): boolean => context[SHARED] === true;

const SHARED = 'isShared';

/** Lets nothing through that is of another workspace or app than the bot's token: it is acknowledged and counted, and does nothing. */
export const onlyOwnPayloads =
  (installed: () => Installation | null, foreign: LogCounter): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const origin = originOf(args.body, installed());
    if (origin === 'foreign') {
      foreign.count();
      if ('ack' in args && typeof args.ack === 'function') await args.ack();
      return;
    }
    args.context[SHARED] = origin === 'shared';
    await args.next();
  };
