import { resolve } from 'node:path';
import { COMMANDS } from './commands/index.ts';
import type { Config } from './config.ts';
import { accountSentence } from './core/account/account.ts';
import type { Clock, Random } from './core/base/clock.ts';
import type { Log } from './core/base/log.ts';
import { fail, ok, type Result } from './core/base/result.ts';
import { type LoopWatch, makeLoopWatch } from './core/loop/loop-watch.ts';
import { onlyThese } from './core/policy/authority.ts';
import { withPolicyAdmins } from './core/policy/policy-admins.ts';
import { PAY_AS_YOU_GO } from './core/spec/charge.ts';
import type { Tracer } from './core/tracing/tracer.ts';
import { type Ecs, makeEcs } from './ecs/adapter.ts';
import type { Catalogue } from './ecs/catalogue/catalogue.ts';
import { makeCatalogue } from './ecs/catalogue/catalogue-cache.ts';
import { makeInventory } from './ecs/catalogue/inventory.ts';
import { makeStockNote, withStockNote } from './ecs/catalogue/stock-note.ts';
import { makeQuotes } from './ecs/money/quotes.ts';
import { withTypePrices } from './ecs/money/type-prices.ts';
import { makeAccountKeeper } from './lifecycle/account/account-keeper.ts';
import { accountStatusOf, onlyOwnAccount } from './lifecycle/account/only-own-account.ts';
import { BEHIND_SENTENCE } from './lifecycle/purchase/purchase-guard.ts';
import { ENV_FILE } from './ops/env-file.ts';
import { type Health, type Starting, sharedHealth, startHealth } from './ops/health.ts';
import { type Metrics, makeMetrics } from './ops/metrics/metrics.ts';
import { lostPolicy } from './ops/policy-trail.ts';
import { readHealth } from './ops/read-health.ts';
import { openTracing } from './ops/tracing.ts';
import { openPolicy } from './policy/policy-file.ts';
import { makeSlackApp } from './slack/app.ts';
import { keepConnecting } from './slack/connect.ts';
import { makeLocalizer } from './slack/kit/localizer.ts';
import { keepDirectory } from './slack/people/directory.ts';
import { makeDirectoryClient } from './slack/people/directory-client.ts';
import { slackFetch } from './slack/transport/slack-network.ts';
import type { OpeningStep } from './store/create-store.ts';
import { meterStore } from './store/meter-store.ts';
import { openStore } from './store/opening/open.ts';
import { filesOf } from './store/opening/open-embedded.ts';
import { isOpenToOthers } from './store/opening/private-files.ts';
import type { Store } from './store/store.ts';
import { textsOf } from './text/texts.ts';
import { logWithCommand, sayCommand } from './text/with-command.ts';
import { makeAutoRenewalService } from './usecases/auto-renewal/auto-renewal-service.ts';
import { makeInstanceService } from './usecases/instance/instance-service.ts';
import { makeKeyService } from './usecases/key/key-service.ts';
import { startLoops } from './wire-loops.ts';

/** The ports that differ between a real run and a simulated one, beside the configuration. */
interface BotPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface Bot {
  /** Resolves if Slack refuses the bot for good, with a sentence for the operator; otherwise never. */
  readonly refused: Promise<{
    readonly sentence: string;
    /** Whether it had been connected before. */
    readonly connected: boolean;
  }>;
  /** Takes nothing new, finishes the work under way, and closes everything. The rest waits in the store. */
  stop(): Promise<void>;
}

/**
 * Makes every part and connects them. Fails with a sentence for the operator; then nothing is left running.
 * Work under way goes on before Slack is connected, and while it cannot be: building an instance needs no Slack.
 */
export async function startBot(config: Config, given: BotPorts): Promise<Result<Bot, string>> {
  const tracing = await openTracing(config.tracing);
  const { command } = config.slack;
  const ports = { ...given, log: logWithCommand(given.log, command), tracer: tracing.tracer };
  let report: () => Promise<Health | Starting> = async () => starting('the parts are being put together');
  const metrics = makeMetrics(ports.clock);
  const loops = makeLoopWatch(ports.clock);
  const health = await openHealth(config, () => report(), { metrics, loops });
  if (!health.ok) return health;
  const stopHealth = async (): Promise<void> => {
    loops.stop();
    await health.value.stop();
    await tracing.stop();
  };
  const onStep = (step: OpeningStep): void => {
    ports.log.info({ step }, 'opening the store');
    report = async () => starting(STEPS[step]);
  };
  const opened = await openStore(config.store, { ...ports, onStep });
  if (!opened.ok) {
    await stopHealth();
    return opened;
  }
  const store = meterStore(opened.value, ports.clock, metrics.store);
  const cloud = await makeEcs({ config: config.cloud, onlyTrusted: true, ...ports, meter: metrics.calls });
  if (!cloud.ok) {
    await stopHealth();
    await store.close();
    return cloud;
  }
  const reportFrom = (read: () => Promise<Health>): void => {
    report = sharedHealth(read);
  };
  const bot = await run(config, { ...ports, reportFrom, stopHealth, metrics, loops }, store, cloud.value);
  if (!bot.ok) {
    await stopHealth();
    await cloud.value.stop();
    await store.close();
  }
  return bot;
}

const starting = (what: string): Starting => ({ ready: false, starting: `The bot is starting: ${what}.` });

const STEPS: Readonly<Record<OpeningStep, string>> = {
  checking: 'the whole database is checked for damage',
  migrating: 'the schema of the database is brought up to date',
};

interface Served extends BotPorts {
  readonly tracer: Tracer;
  reportFrom(read: () => Promise<Health>): void;
  stopHealth(): Promise<void>;
  readonly metrics: Metrics;
  readonly loops: LoopWatch;
}

async function run(config: Config, served: Served, store: Store, cloud: Ecs): Promise<Result<Bot, string>> {
  const { reportFrom, stopHealth, metrics, loops, ...ports } = served;
  const { clock, log } = ports;
  const { memory } = cloud;
  const stock = makeStockNote({ clock, memory });
  const lists = makeCatalogue(cloud.port, { keepMs: config.cloud.catalogueKeepMs, memory, clock, log });
  const catalogue = withTypePrices(withStockNote(lists, stock), cloud.typePrices);
  const opened = await openPolicy(config.policy, ports);
  if (!opened.ok) return fail(opened.error.join('\n- '));
  const policy = opened.value;
  const lost = await lostPolicy(store, policy.current(), config.policy).catch((error: Error) => error.message);
  if (lost !== null) {
    policy.stop();
    return fail(lost);
  }
  const directory = keepDirectory({ ...ports, client: makeDirectoryClient(config.slack), policy });
  const localizer = makeLocalizer(textsOf(config.slack.command), policy, directory);
  policy.onChange(directory.refresh);
  let policySince = clock.now();
  policy.onChange(() => {
    policySince = clock.now();
  });
  const authority = withPolicyAdmins(onlyThese(config.admins), policy, directory);
  const account = makeAccountKeeper({ ...ports, store, identity: cloud.identity, authority, directory });
  const ecs = onlyOwnAccount(cloud.port, account);
  const quotes = makeQuotes(ecs, { memory, clock, log });
  const inventory = makeInventory(ecs, { memory, clock, log });
  const { defaultRegion } = config.cloud;
  const context = {
    ...ports,
    commands: COMMANDS,
    authority,
    policy,
    directory,
    store,
    catalogue,
    quotes,
    inventory,
    cloud: ecs,
    diagnostics: {
      probe: cloud.probe,
      limits: cloud.limits,
      outboxTrouble: () => outbox.trouble(),
      openFiles: () => openFilesOf(config),
      directoryTrouble: () => directory.trouble(),
      policySince: () => policySince,
      ...slackFetch(config.slack.proxy),
    },
    power: makeInstanceService({ ...ports, store, ecs, timing: config.lifecycle }),
    account,
    autoRenew: makeAutoRenewalService({ ...ports, store, ecs, policy, authority, directory }),
    keys: makeKeyService({ ...ports, store, ecs, catalogue, inventory, policy, memory, defaultRegion }),
    defaultRegion,
    localizer,
  };
  const slack = makeSlackApp({ ...context, config: config.slack, meter: metrics.slack });
  const loopsRunning = startLoops(config, { ...context, ecs, memory, stock, metrics, loops });
  const { outbox } = loopsRunning;
  metrics.readFrom({ store, loops, limits: cloud.limits, connected: slack.connected });
  const accountTrouble = async (): Promise<string | null> => accountSentence(await accountStatusOf(account));
  const purchaseTrouble = async (behind: boolean) => {
    const trouble = (await accountTrouble()) ?? (behind ? BEHIND_SENTENCE : null);
    return trouble && sayCommand(trouble, config.slack.command);
  };
  reportFrom(() => readHealth({ slack, outbox, store, purchaseTrouble, clock, policy, directory }));
  const connecting = keepConnecting(slack, ports);
  const refused: Bot['refused'] = new Promise((resolve, reject) => {
    slack.refused.then((sentence) => resolve({ sentence, connected: true }), reject);
    connecting.outcome.then((sentence) => {
      if (sentence !== null) return resolve({ sentence, connected: false });
      warmUp(catalogue, config.cloud.defaultRegion);
      log.info({ slack: config.slack.mode, store: config.store.kind, ...placeOf(config) }, 'the bot is ready');
      if (authority.admins().length === 0) log.warn({}, NOBODY_IS_ADMIN);
    }, reject);
  });
  return ok({
    refused,
    async stop() {
      connecting.stop();
      policy.stop();
      await slack.stop();
      directory.stop();
      await loopsRunning.stop();
      await stopHealth();
      await cloud.stop();
      await store.close();
    },
  });
}

const NOBODY_IS_ADMIN =
  'nobody is an admin, so nobody can freeze, unfreeze or ask for what is prepaid: name admins in ADMIN_USERS, by npm run setup or as docs/install.md says';

/** A relative DATA_DIR depends on where the bot was started: in another place it begins with an empty database. */
const placeOf = ({ store }: Config): { readonly directory?: string } =>
  store.kind === 'embedded' ? { directory: resolve(store.directory) } : {};

/** The bot's own files that other users of this machine can reach. */
const openFilesOf = ({ store }: Config): readonly string[] =>
  [ENV_FILE, ...(store.kind === 'embedded' ? filesOf(store.directory) : [])].filter(isOpenToOthers);

/** Loads lists in advance, so that the first form need not wait for them. */
function warmUp(catalogue: Catalogue, region: string): void {
  catalogue.regions.peek();
  catalogue.zones.peek(region, PAY_AS_YOU_GO.kind);
  for (const list of [catalogue.images, catalogue.vSwitches, catalogue.securityGroups, catalogue.keyPairs])
    list.peek(region);
}

async function openHealth(
  { health, metrics: shown }: Config,
  read: () => Promise<Health | Starting>,
  { metrics, loops }: { readonly metrics: Metrics; readonly loops: LoopWatch },
): Promise<Result<{ stop(): Promise<void> }, string>> {
  if (health.port === null) return ok({ stop: async () => {} });
  const { contentType, text } = metrics;
  const measured = shown === 'off' ? {} : { metrics: { isOpen: shown === 'network', contentType, text } };
  try {
    return ok(await startHealth(health.host, health.port, read, { ...measured, stalled: loops.stalled }));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return fail(
      `The health endpoint cannot listen on ${health.host}, port ${health.port} (${code}). Set another HEALTH_PORT or HEALTH_HOST, or HEALTH_PORT=off.`,
    );
  }
}
