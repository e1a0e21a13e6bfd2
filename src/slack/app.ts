import { setMaxListeners } from 'node:events';
import { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackConfig } from '../config.ts';
import { ok, type Result } from '../core/base/result.ts';
import { NO_TRACER, type Tracer } from '../core/tracing/tracer.ts';
import { runAsOwner } from '../ecs/call-owner.ts';
import { makeApprovals } from '../usecases/approval/approvals.ts';
import { makeChannels } from './channels/channel-access.ts';
import { makeViewRevisions } from './create-form/view-revisions.ts';
import { acknowledgeFirst } from './entry/ack-first.ts';
import { makeAnswerUnreadable } from './entry/answer-unreadable.ts';
import { makeInFlight } from './entry/in-flight.ts';
import { makeLogCounter } from './entry/log-counter.ts';
import { onlyOwnPayloads } from './entry/own-payloads.ts';
import { onlyOnce } from './entry/payload-once.ts';
import { personIn } from './entry/person-in.ts';
import { countRefusals } from './entry/refusals.ts';
import { holdPayloads, meterAcknowledgements, tracePayloads } from './entry/watch-payloads.ts';
import { homesOf } from './home/homes-of.ts';
import type { AppContext } from './kit/context.ts';
import { describeError } from './kit/describe-error.ts';
import { makeNewestReads } from './kit/newest-reads.ts';
import { NO_SLACK_METER, type SlackMeter } from './kit/slack-meter.ts';
import { listen } from './routes.ts';
import { boltLog } from './transport/bolt-logger.ts';
import { type CheckedBot, checkBotToken } from './transport/check-tokens.ts';
import { httpTransport } from './transport/http-transport.ts';
import type { Loss } from './transport/lost-connection.ts';
import { slackFetch } from './transport/slack-network.ts';
import { socketTransport } from './transport/socket-transport.ts';
import type { StartupError } from './transport/startup-errors.ts';

/** From Slack's own limits: a trigger lives three seconds, so a call that takes longer is useless. */
const INTERACTIVE_TIMEOUT_MS = 2_500;
/** At a stop, listeners at work get this long to answer. */
const IN_HAND_MS = 5_000;

export interface SlackApp {
  /** Checks the tokens and connects. May be called again after a passing failure. */
  start(): Promise<Result<null, StartupError>>;
  /** Lets listeners at work answer, then stops listening. */
  stop(): Promise<void>;
  /** Resolves when no listener is at work, at the latest after a few seconds. */
  idle(): Promise<void>;
  /** Whether Slack can reach the bot at this moment. */
  connected(): boolean;
  /** Why Slack is not connected, in Slack's words; null while it is, or if Slack did not say. */
  loss(): Loss | null;
  /** See {@link Transport.refused}. */
  readonly refused: Promise<string>;
  /** The port it listens on in HTTP mode, after the start. */
  port(): number | null;
}

type SlackAppOptions = Omit<
  AppContext,
  'viewRevisions' | 'approvals' | 'connection' | 'homes' | 'reads' | 'channels' | 'stopping'
> & {
  readonly config: SlackConfig;
  readonly meter?: SlackMeter;
  readonly tracer?: Tracer;
};

/**
 * The Bolt app with every listener, in Socket Mode or HTTP mode. Listeners' errors are logged by their codes. A rejection that
 * nobody awaits (a reconnect that Slack refuses for good) is left to the process, which must not stay up and deaf.
 */
export function makeSlackApp({
  config,
  meter = NO_SLACK_METER,
  tracer = NO_TRACER,
  ...given
}: SlackAppOptions): SlackApp {
  const logger = boltLog(given.log);
  const clientOptions: WebClientOptions = {
    slackApiUrl: config.apiUrl,
    // A queue that waits for a rate limit would let every trigger in it expire.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: INTERACTIVE_TIMEOUT_MS,
    logger,
    ...slackFetch(config.proxy),
  };
  const refusals = countRefusals(given);
  // Set by start(): Bolt itself would ask for it at each event while Slack does not answer.
  let bot: CheckedBot = {};
  const client = new WebClient(config.botToken, clientOptions);
  const answerUnreadable = makeAnswerUnreadable(given, client, () => bot.installation ?? null);
  const transport =
    config.mode === 'socket'
      ? socketTransport(config, given, refusals, answerUnreadable)
      : httpTransport(config, given, refusals, answerUnreadable);
  const homes = homesOf(given, client, () => bot.url ?? null);
  const stopping = new AbortController();
  // Any number of windows may be followed at once.
  setMaxListeners(0, stopping.signal);
  const appContext: AppContext = {
    ...given,
    homes,
    channels: makeChannels(given, client),
    approvals: makeApprovals(given),
    viewRevisions: makeViewRevisions(),
    reads: makeNewestReads(),
    connection: transport.connection,
    stopping: stopping.signal,
  };
  const inFlight = makeInFlight(appContext.clock);
  const app = new App({
    receiver: transport.receiver,
    authorize: async () => ({ botToken: config.botToken, ...bot.ids }),
    clientOptions,
    logger,
    convoStore: false,
  });
  acknowledgeFirst(app, given.log);
  meterAcknowledgements(app, given.clock, meter);
  tracePayloads(app, tracer);
  holdPayloads(app, inFlight);
  const foreign = makeLogCounter(appContext, 'payloads of another workspace or app were left alone');
  app.use(({ body, next }) => runAsOwner(personIn(body), next));
  app.use(onlyOwnPayloads(() => bot.installation ?? null, foreign));
  app.use(onlyOnce(appContext));
  app.error(async (error) => appContext.log.error({ ...describeError(error) }, 'a Slack listener failed'));
  listen(app, appContext);

  return {
    async start() {
      const checked = await checkBotToken(config, logger);
      if (!checked.ok) return checked;
      bot = checked.value;
      // A stop does not wait for Slack's answer, so a late answer must not connect.
      return stopping.signal.aborted ? ok(null) : transport.start();
    },
    async stop() {
      stopping.abort();
      homes.stop();
      foreign.stop();
      await inFlight.finished(IN_HAND_MS);
      await transport.stop();
      await inFlight.finished(IN_HAND_MS);
    },
    idle: () => inFlight.finished(IN_HAND_MS),
    connected: () => transport.connection().connected,
    loss: () => transport.connection().loss ?? null,
    refused: transport.refused,
    port: transport.port,
  };
}
