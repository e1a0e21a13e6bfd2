import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { RATE_VARIABLES } from '../config-rates.ts';
import { type BotProcess, freePort, makeBotProcess } from './bot.ts';
import { portOf } from './bot-env.ts';
import { type Controlled, handleControl } from './control.ts';
import type { Quotas } from './ecs/quotas.ts';
import { startEcsSimulator } from './ecs/wire/server.ts';
import { makeChangeFeed } from './feed.ts';
import { keepSandboxPolicy } from './policy.ts';
import type { EcsSimulator, SlackSimulator } from './ports.ts';
import { makeSlackSimulator } from './slack/simulator.ts';
import { servePage } from './static.ts';
import { makeTourTurn } from './tour-turn.ts';

export interface SandboxOptions {
  /** 0 = any free port, also for `ecsPort`. */
  readonly port: number;
  readonly ecsPort: number;
  /** 10 = ten cloud seconds per second. */
  readonly timeScale: number;
  readonly transport: 'socket' | 'http';
  readonly dataDir: string;
  readonly seed: number;
  /** How many instances of others are in the bot's default region from the beginning; none by default. */
  readonly instances?: number;
  /** The account's quotas that differ from the simulator's own. */
  readonly quotas?: Partial<Quotas>;
  /** Further variables of the bot, which win over the sandbox's own: shorter deadlines in a test, another address of a cloud. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onBotLine?: (line: string) => void;
  /** The bot's program; by default the production entry beside this file. */
  readonly botEntry?: string;
}

const BOT = fileURLToPath(new URL('../bot/main.js', import.meta.url));

/** All running parts, and how to stop them. */
export interface Sandbox {
  readonly page: string;
  readonly ecs: EcsSimulator;
  readonly slack: SlackSimulator;
  readonly bot: BotProcess;
  /** The file of the bot's policy; `off` if it has none. */
  readonly policyFile: string;
  /** The text after `SANDBOX READY`. */
  readonly ready: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts both simulators, the page and the real bot; resolves when the bot is ready. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { timeScale, seed, transport, environment = {} } = options;
  const healthPort = portOf(environment, 'HEALTH_PORT') ?? (await freePort());
  const eventsPort = portOf(environment, 'PORT') ?? (await freePort());
  const population = [{ region: 'cn-hangzhou', count: options.instances ?? 0 }];
  const quotas = options.quotas ?? {};
  const ecs = await startEcsSimulator({ port: options.ecsPort, timeScale, seed, population, quotas });
  const slack = makeSlackSimulator({ transport, timeScale, seed });
  const feed = makeChangeFeed();
  ecs.onChange(feed.changed);
  slack.onChange(feed.changed);

  const server = createServer((request, response) => serve(box, request, response));
  server.on('upgrade', (request, socket, head) => void (slack.upgrade(request, socket, head) || socket.destroy()));
  await listen(server, options.port);
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.listenAt(page, transport === 'http' ? `http://127.0.0.1:${eventsPort}/slack/events` : null);

  const policyFile =
    environment.POLICY_FILE ?? process.env.POLICY_FILE ?? keepSandboxPolicy(options.dataDir, slack.users);
  const bot = makeBotProcess({
    entry: options.botEntry ?? BOT,
    environment: { ...botEnvironment(options, { ecs, slack, page, eventsPort, policyFile }), ...environment },
    healthPort,
    onLine: options.onBotLine ?? (() => {}),
    onChange: feed.changed,
  });
  const box: Controlled = { ecs, slack, bot, feed, tour: makeTourTurn(), scale: timeScale };
  const close = async () => {
    await bot.stop();
    server.closeAllConnections();
    await Promise.all([slack.close(), ecs.close(), new Promise((resolve) => server.close(resolve))]);
  };
  try {
    await bot.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { page, ecs, slack, bot, close, policyFile, ready: readyLine({ page, ecs, slack, bot }) };
}

function serve(box: Controlled, request: IncomingMessage, response: ServerResponse): void {
  // Answers only requests to this machine's own names, so that no web page elsewhere can get in by DNS rebinding.
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return void response.writeHead(421).end();
  if (box.slack.handle(request, response) || handleControl(box, request, response)) return;
  servePage(request, response);
}

interface Clouds {
  readonly ecs: EcsSimulator;
  readonly slack: SlackSimulator;
  readonly page: string;
  readonly eventsPort: number;
  /** Or `off`. */
  readonly policyFile: string;
}

/** The production bot's own variables: only URLs tell it to use simulators. */
function botEnvironment(
  options: SandboxOptions,
  { ecs, slack, page, eventsPort, policyFile }: Clouds,
): Record<string, string> {
  return {
    SLACK_MODE: options.transport,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: `${page}/api/`,
    HOST: '127.0.0.1',
    PORT: String(eventsPort),
    ALIBABA_CLOUD_CREDENTIALS: 'static',
    ALIBABA_CLOUD_ACCESS_KEY_ID: ecs.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: ecs.accessKeySecret,
    ECS_ENDPOINT: ecs.url,
    BSS_ENDPOINT: ecs.url,
    ADMIN_USERS: slack.users.flatMap(({ id, role }) => (role === 'admin' ? [id] : [])).join(','),
    DATA_DIR: options.dataDir,
    // The checkout's policy is for other people than the sandbox's.
    POLICY_FILE: policyFile,
    ...scaledIntervals(options.timeScale),
  };
}

/** The bot's intervals that follow the cloud's clock, and the least of each in milliseconds. */
const SCALED = {
  LOOK_EVERY_MS: 100,
  FIRST_LOOK_MS: 50,
  GRACE_MS: 2_000,
  SLOW_AFTER_MS: 3_000,
  DEADLINE_MS: 10_000,
  DOUBT_AFTER_MS: 20_000,
};

/** The defaults, in the time of a faster cloud. */
function scaledIntervals(timeScale: number): Record<string, string> {
  const scaled = Object.entries(SCALED).map(([name, least]) => {
    const usual = Number(RATE_VARIABLES.find((variable) => variable.name === name)?.default);
    return [name, String(Math.max(least, Math.round(usual / timeScale)))] as const;
  });
  return Object.fromEntries(scaled);
}

function readyLine({
  page,
  ecs,
  slack,
  bot,
}: Pick<Sandbox, 'page' | 'ecs' | 'slack' | 'bot'>): Record<string, unknown> {
  return {
    page,
    ecs: ecs.url,
    slack: `${page}/api/`,
    health: bot.healthUrl,
    accessKeyId: ecs.accessKeyId,
    accessKeySecret: ecs.accessKeySecret,
    otherAccessKeyId: ecs.otherAccessKeyId,
    otherAccessKeySecret: ecs.otherAccessKeySecret,
    regions: ecs.regions,
    users: slack.users,
    channels: slack.channels,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
}
