import type { Server } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { SlackConfig } from '../../config.ts';
import { fail, ok } from '../../core/base/result.ts';
import { SERVER_LIMITS, SERVER_TIMEOUTS } from '../../core/base/server-bounds.ts';
import type { AnswerUnreadable } from '../entry/answer-unreadable.ts';
import type { RefusalCounter } from '../entry/refusals.ts';
import type { RequestContext } from '../kit/context.ts';
import { boltLog } from './bolt-logger.ts';
import { guardRequests } from './http-guard.ts';
import { listenSentence, permanentError } from './startup-errors.ts';
import type { SlackTransport } from './transport.ts';

const PATH = '/slack/events';

/** Receives signed requests from Slack, behind the bot's own guard. */
export function httpTransport(
  config: SlackConfig & { readonly mode: 'http' },
  { log, clock }: Pick<RequestContext, 'log' | 'clock'>,
  refusals: RefusalCounter,
  answerUnreadable: AnswerUnreadable,
): SlackTransport {
  const { signingSecret } = config;
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [PATH], logger: boltLog(log) });
  const guard = { signingSecret, path: PATH, clock, refusals, answerUnreadable };
  receiver.requestListener = guardRequests(receiver.requestListener, guard);
  let server: Server | null = null;
  return {
    receiver,
    refused: new Promise<string>(() => {}),
    async start() {
      try {
        server = await receiver.start({ port: config.port, host: config.host }, SERVER_TIMEOUTS);
        Object.assign(server, SERVER_LIMITS);
        return ok(null);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        return fail(permanentError(listenSentence(code, config.host, config.port)));
      }
    },
    async stop() {
      if (server === null) return;
      server = null;
      await receiver.stop();
    },
    connection: () => ({ mode: 'http', connected: server?.listening === true, since: null, renewed: 0 }),
    port() {
      const address = server?.address();
      return typeof address === 'object' && address !== null ? address.port : null;
    },
  };
}
