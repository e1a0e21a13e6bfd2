import { SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../../config.ts';
import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { AnswerUnreadable } from '../entry/answer-unreadable.ts';
import type { RefusalCounter } from '../entry/refusals.ts';
import { platformError, type SlackError, slackError } from '../kit/slack-error.ts';
import { boltLog } from './bolt-logger.ts';
import { type Loss, lossIn, refusalIn, refusedLoss } from './lost-connection.ts';
import { type SlackNetwork, slackNetwork } from './slack-network.ts';
import { callSlack, START_TIMEOUT_MS, startClient } from './start-client.ts';
import { appTokenTrouble, noHelloTrouble, type StartupError } from './startup-errors.ts';
import { dropUnreadable, type SlackTransport } from './transport.ts';

const HELLO_MS = 30_000;
const CLOSE_MS = 2_000;
/**
 * This is also how long the Socket Mode client waits before it reconnects, deaf to commands meanwhile; and the deadline for the
 * answer to a ping, which must not be much shorter over the internet.
 */
const CLIENT_PING_TIMEOUT_MS = 1_800;
/** However long an outage of Slack was, the bot is back this soon after it. */
const RECONNECT = { forever: true, factor: 1.3, maxTimeout: 10_000 };
type Fetch = NonNullable<SlackNetwork['fetch']>;

/** The wait after a refusal that may pass. */
const AGAIN_MS = 10_000;

export function socketTransport(
  config: SlackConfig & { readonly mode: 'socket' },
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  refusals: RefusalCounter,
  answerUnreadable: AnswerUnreadable,
): SlackTransport {
  const logger = boltLog(log);
  const { dispatcher, fetch: throughProxy } = slackNetwork(config.proxy);
  const receiver = new SocketModeReceiver({
    appToken: config.appToken,
    logger,
    clientPingTimeout: CLIENT_PING_TIMEOUT_MS,
    ...(dispatcher === undefined ? {} : { dispatcher }),
    // Its own client: a reconnect must be retried for long, unlike calls that a person waits for.
    installerOptions: {
      clientOptions: { slackApiUrl: config.apiUrl, timeout: START_TIMEOUT_MS, retryConfig: RECONNECT, fetch: watched },
    },
  });
  const { client } = receiver;
  let greetedAt: number | null = null;
  let greetings = 0;
  let loss: Loss | null = null;
  let stopped = false;
  let cancelAgain = () => {};
  let refuse: (sentence: string) => void = () => {};
  const refused = new Promise<string>((resolve) => {
    refuse = resolve;
  });
  // A start under way retries by itself, so a new one begins only after it has ended.
  let starting: Promise<Result<unknown, SlackError>> | null = null;
  client.on('connected', () => {
    if (loss !== null && loss.sentence !== null) log.info({ reason: loss.reason }, 'Slack is connected again');
    loss = null;
    greetedAt = clock.now();
    greetings += 1;
  });
  for (const end of ['close', 'reconnecting', 'disconnecting', 'disconnected']) {
    client.on(end, () => {
      greetedAt = null;
    });
  }
  client.on('ws_message', (message: unknown) => lost(lossIn(message)));
  dropUnreadable(receiver, refusals, answerUnreadable);

  function lost(found: Loss | null): void {
    if (found === null) return;
    if (found.sentence !== null && found.reason !== loss?.reason) log.warn({ reason: found.reason }, found.sentence);
    loss = found;
  }

  function refusedBy(trouble: SlackError): StartupError {
    const told = appTokenTrouble(trouble, config.apiUrl);
    lost(refusedLoss(trouble, config.apiUrl));
    // Before the first connection, the start itself reports it.
    if (!told.passing && greetings > 0 && !stopped) refuse(told.sentence);
    return told;
  }

  /** The client only logs some refusals, such as a revoked token, and tries for ever. */
  async function watched(...request: Parameters<Fetch>): Promise<Awaited<ReturnType<Fetch>>> {
    const answer = await (throughProxy ?? fetch)(...request);
    const text = await answer.text();
    const code = refusalIn(text);
    if (code !== null) refusedBy(platformError(code));
    const wait = answer.headers.get('retry-after');
    return new Response(text, { status: answer.status, headers: wait === null ? {} : { 'retry-after': wait } });
  }

  // Nobody awaits the client's reconnects: a rejection would end the process without an explanation.
  const connect = client.start.bind(client);
  client.start = async () => {
    try {
      return await connect();
    } catch (error) {
      if (greetings === 0 || stopped) throw error;
      const { passing, retryAfterMs } = refusedBy(slackError(error));
      if (passing)
        cancelAgain = clock.after(Math.max(AGAIN_MS, retryAfterMs), () => {
          if (!stopped) void client.start().catch(() => undefined);
        });
      return { ok: false };
    }
  };

  return {
    receiver,
    refused,
    async start() {
      // Asked once before, because the receiver would retry for ever even where no retry helps.
      const allowed = await callSlack(() => startClient(config.appToken, config, logger).apps.connections.open());
      if (!allowed.ok) {
        lost(refusedLoss(allowed.error, config.apiUrl));
        return fail(appTokenTrouble(allowed.error, config.apiUrl));
      }
      starting ??= callSlack(() => receiver.start());
      const started = await withDeadline(clock, HELLO_MS, starting);
      if (started === 'late') return fail(noHelloTrouble(HELLO_MS / 1000));
      starting = null;
      return started.ok ? ok(null) : fail(appTokenTrouble(started.error, config.apiUrl));
    },
    async stop() {
      stopped = true;
      cancelAgain();
      // A connection attempt that waits for its hello would reject with nobody listening, and end the process with an error.
      client.removeAllListeners('disconnected');
      // Between two attempts, without a connection, the client never reports that it is disconnected.
      await withDeadline(clock, CLOSE_MS, client.disconnect());
    },
    connection() {
      const connected = greetedAt !== null && client.websocket?.isActive() === true;
      const renewed = Math.max(0, greetings - 1);
      return { mode: 'socket', connected, since: connected ? greetedAt : null, renewed, loss: connected ? null : loss };
    },
    port: () => null,
  };
}
