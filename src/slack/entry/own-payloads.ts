import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { LogCounter } from './log-counter.ts';
import { type Installation, originOf } from './origin.ts';

/** Whether a person of another workspace sent a payload that was let through, see {@link originOf}. */
export const isShared = ({ context }: Pick<AllMiddlewareArgs, 'context'>): boolean => context[SHARED] === true;

const SHARED = 'isShared';

/** Stops payloads of another workspace or app than the token's: they are acknowledged and counted, and do nothing. */
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
