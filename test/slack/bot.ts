import { onTestFinished } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { AccountStatus } from '../../src/core/account/account.ts';
import { NO_PROXIES } from '../../src/core/base/proxy.ts';
import { fail, ok, type Result } from '../../src/core/base/result.ts';
import type { AgentSeen } from '../../src/core/connect/live-checks.ts';
import type { Failure, FailureKind } from '../../src/core/failure/failure.ts';
import type { Observed } from '../../src/core/instance/instance.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import type { Directory } from '../../src/core/policy/people.ts';
import { NO_POLICY, type Policy, type PolicyInForce, type PolicySource } from '../../src/core/policy/policy.ts';
import { withPolicyAdmins } from '../../src/core/policy/policy-admins.ts';
import { verbatim } from '../../src/core/saying.ts';
import type { InboundRule } from '../../src/core/security-group/inbound-rule.ts';
import { type ChargeKind, formatTerm, type Site, type Term, termsOf } from '../../src/core/spec/charge.ts';
import type { LaunchTemplateSeen, TemplateRef } from '../../src/core/spec/launch-template.ts';
import type { HourlyQuote, PriceOrder, TermQuote } from '../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { Catalogue, List } from '../../src/ecs/catalogue/catalogue.ts';
import { makeInventory } from '../../src/ecs/catalogue/inventory.ts';
import type { LimitState } from '../../src/ecs/limiter/adaptive-rate.ts';
import { makeQuotes } from '../../src/ecs/money/quotes.ts';
import type { CreateInput, EcsPort } from '../../src/ecs/port.ts';
import type { Right } from '../../src/ecs/rights/rights.ts';
import { systemClock, systemRandom } from '../../src/ops/system.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import type { PersonSees, SlackView, StateValues } from '../../src/sandbox/ports.ts';
import type { SlackSimulatorOptions } from '../../src/sandbox/slack/simulator.ts';
import { makeSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { makeLocalizer } from '../../src/slack/kit/localizer.ts';
import type { SlackMeter } from '../../src/slack/kit/slack-meter.ts';
import { keepDirectory, type SlackDirectory } from '../../src/slack/people/directory.ts';
import { makeDirectoryClient } from '../../src/slack/people/directory-client.ts';
import type { StoreDeps } from '../../src/store/create-store.ts';
import type { Store } from '../../src/store/store.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { makeAutoRenewalService } from '../../src/usecases/auto-renewal/auto-renewal-service.ts';
import { makeInstanceService } from '../../src/usecases/instance/instance-service.ts';
import { makeKeyService } from '../../src/usecases/key/key-service.ts';
import { LENA, PLATFORM, type Served, serveSlack, until } from '../sandbox/slack/serve.ts';
import { disksOf, GOOD, HANGZHOU } from '../support/choices.ts';
import { timing } from '../support/instances.ts';
import { type FakeKeyPairs, fakeKeyPairs } from '../support/key-pairs.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { recordingLog } from '../support/recording-log.ts';
import { type FakeAccount, fakeAccount } from './commands/fake-account.ts';
import { type FakeRenewals, fakeRenewals } from './commands/fake-renewals.ts';

export type Transport = 'socket' | 'http';

/** What the fake cloud's lists do when they are asked for. */
export interface FakeCloud {
  /**
   * These lists (all with `true`; by name, or name and scope) are not cached, and their answers wait until
   * {@link FakeCloud.answer} is called.
   */
  slow: boolean | readonly string[];
  failure: Failure | null;
  /** These lists cannot be read, and no others. */
  broken: readonly string[];
  /** What every security group lets in. */
  inbound: readonly InboundRule[];
  /** What every instance's agent is like. */
  agent: AgentSeen | null;
  /** Lets every waiting list come, and those asked for from now on. */
  answer(): void;
  /** Which lists were waited for, e.g. `images cn-beijing`. */
  readonly loads: string[];
  /** What the price is answered with, when not by {@link priceOf}. */
  price: Awaited<ReturnType<EcsPort['price']>> | null;
  balance: Awaited<ReturnType<EcsPort['balance']>>;
  site: Site;
  /** What was asked of the price, in order. */
  readonly priced: PriceOrder[];
  /** The same of renewals: `<cloud id> 1m`. */
  readonly renewals: string[];
  /** What is in the cloud, by the value of its tag. */
  readonly tagged: Map<string, readonly Observed[]>;
  /** What the bot may do there. */
  rights: readonly Right[];
  limits: readonly LimitState[];
  /** What other users of the machine can reach. */
  openFiles: readonly string[];
  /** Why no message can be sent. */
  outboxTrouble: string | null;
  account: AccountStatus;
  /** Which types are sold out for which way of paying. */
  soldOutFor: Readonly<Partial<Record<ChargeKind, readonly string[]>>>;
  /** With which order it was asked what the bot may do. */
  readonly dryRuns: (CreateInput | null)[];
  /** What was asked to be tried, and why the cloud would not take it; null: it would. */
  readonly tried: Parameters<EcsPort['dryRun']>[0][];
  refusal: Failure | null;
  /** What a look at an instance shows, by its cloud id; what is not here is not there. */
  readonly instances: Map<string, Observed>;
  /** `cn-hangzhou web default`: what is there of a launch template. */
  readonly templates: Map<string, LaunchTemplateSeen>;
}

export interface Bot extends Served {
  readonly app: SlackApp;
  readonly store: Store;
  readonly directory: SlackDirectory;
  readonly cloud: FakeCloud;
  /** The account's instances. */
  readonly account: FakeAccount;
  /** Its key pairs. */
  readonly keyPairs: FakeKeyPairs;
  /** What renews itself there. */
  readonly renewals: FakeRenewals;
  readonly lines: Record<string, unknown>[];
  type(text: string, user?: string): Promise<PersonSees>;
  /** The view on top for a user, once it satisfies `is`. */
  view(is?: (view: SlackView) => boolean, user?: string, atMostMs?: number): Promise<SlackView>;
  /** What the person was told privately, in order. */
  told(): readonly string[];
  requestOf(view: SlackView): ReturnType<Store['requestByOrigin']>;
  /** Puts another policy file in force. */
  rule(yaml: string): void;
  /** Puts another policy in force, however its file would be written. */
  ruleBy(policy: Policy): void;
  /** So much older becomes what is known of people. */
  pass(ms: number): void;
  /** Resolves when no listener is at work any more. */
  idle(): Promise<void>;
}

export type View = SlackView;

function policyOf(yaml: string | null): PolicyInForce {
  if (yaml === null) return { policy: NO_POLICY, hash: null };
  const read = readPolicy(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { policy: read.value, hash: 'hash' };
}

export interface BotOptions {
  readonly slack?: Partial<SlackSimulatorOptions>;
  /** The text of the policy file; none when left out. */
  readonly policy?: string;
  readonly policyTrouble?: string;
  /** Who is who; what the simulated Slack says when left out. */
  readonly directory?: Directory;
  /** Changes the configuration before the start. */
  readonly config?: (config: SlackConfig) => SlackConfig;
  readonly wrapStore?: (store: Store) => Store;
  /** Told of acknowledgements. */
  readonly meter?: SlackMeter;
  /** On the same workspace and store as this one, as another replica or after a restart. */
  readonly beside?: Bot;
  /** Slack user ids of the admins; nobody when not told. */
  readonly admins?: readonly string[];
  /** How many times sooner every wait of the bot is over; for tests in which it waits in vain, or (below 1) in which nothing may be late. */
  readonly haste?: number;
  /** How many times faster its whole clock runs, its dates as well as its waits. */
  readonly pace?: number;
  /** Takes what stops it; the end of the test does when left out. */
  readonly ending?: (stop: () => Promise<void>) => void;
}

/** That of the bot it runs beside, or one on a database of its own: in memory, because to sync a file takes longer than most tests. */
async function storeFor({ beside, wrapStore }: BotOptions, deps: StoreDeps) {
  if (beside !== undefined) return { store: beside.store, close: async () => {} };
  const database = await openMemoryDatabase(deps);
  const own = database.open();
  const close = async (): Promise<void> => {
    await own.close();
    await database.destroy();
  };
  return { store: wrapStore?.(own) ?? own, close };
}

/** The real Slack side on a simulated Slack, with a real store and a fake cloud, not yet started. */
export async function makeBot(transport: Transport, options: BotOptions = {}): Promise<Bot> {
  const served = options.beside ?? (await serveSlack({ transport, ...options.slack }));
  const lines: Record<string, unknown>[] = [];
  const log = recordingLog(lines);
  const { store, close } = await storeFor(options, { log, clock: systemClock });
  const { cloud, catalogue, keyPairs, money, describeInstances, agent } = fakeCloud();
  const renewals = fakeRenewals();
  const account = fakeAccount();
  const began = systemClock.now();
  const pace = options.pace ?? 1;
  const clock = {
    now: () => began + Math.round((systemClock.now() - began) * pace),
    after: (ms: number, run: () => void) => systemClock.after(ms / pace / (options.haste ?? 1), run),
  };
  let inForce = policyOf(options.policy ?? null);
  const policy: PolicySource = {
    current: () => inForce,
    trouble: () => (options.policyTrouble === undefined ? null : [verbatim(options.policyTrouble)]),
  };
  const shared = { botToken: served.slack.botToken, apiUrl: `${served.base}/api/`, command: '/ecs', proxy: NO_PROXIES };
  const config: SlackConfig =
    transport === 'socket'
      ? { ...shared, mode: 'socket', appToken: served.slack.appToken }
      : { ...shared, mode: 'http', signingSecret: served.slack.signingSecret, host: '127.0.0.1', port: 0 };
  let passedMs = 0;
  // Nobody is unknown for haste.
  const waitMore = (ms: number, run: () => void) => systemClock.after(ms / Math.min(1, options.haste ?? 1), run);
  const memory = makeAccountMemory();
  const aged = { now: () => systemClock.now() + passedMs, after: waitMore };
  const directory = keepDirectory({ client: makeDirectoryClient(shared), policy, clock: aged, log });
  const inventory = makeInventory(account.port, { memory, clock: systemClock, log });
  const app = makeSlackApp({
    ...(options.meter === undefined ? {} : { meter: options.meter }),
    config: options.config?.(config) ?? config,
    commands: COMMANDS,
    authority: withPolicyAdmins(onlyThese(options.admins ?? []), policy, options.directory ?? directory),
    policy,
    directory: options.directory ?? directory,
    store,
    catalogue,
    quotes: makeQuotes(money, { memory, clock: systemClock, log }),
    inventory,
    cloud: {
      describeInstances,
      site: async () => ok(cloud.site),
      agent,
      inboundRules: async () => ok(cloud.inbound),
      async dryRun(order) {
        cloud.tried.push(order);
        return cloud.refusal === null ? ok(null) : fail(cloud.refusal);
      },
      async findByTag(_region, _key, value) {
        return cloud.failure === null ? ok(cloud.tagged.get(value) ?? []) : fail(cloud.failure);
      },
    },
    diagnostics: {
      probe: {
        async rights(_region, order) {
          cloud.dryRuns.push(order);
          if (cloud.slow === true) await new Promise(() => {});
          return cloud.rights;
        },
        answers: async () => cloud.rights[0] as Right,
      },
      limits: () => cloud.limits,
      outboxTrouble: () => cloud.outboxTrouble,
      openFiles: () => cloud.openFiles,
      directoryTrouble: () => null,
      policySince: () => Date.UTC(2026, 10, 23),
    },
    account: { status: async () => cloud.account },
    autoRenew: makeAutoRenewalService({
      store,
      ecs: { describeInstances, balance: money.balance, ...renewals },
      policy,
      authority: withPolicyAdmins(onlyThese(options.admins ?? []), policy, options.directory ?? directory),
      directory: options.directory ?? directory,
      clock,
      log,
    }),
    keys: makeKeyService({
      store,
      ecs: keyPairs,
      catalogue,
      inventory,
      policy,
      defaultRegion: 'cn-hangzhou',
      memory,
      clock,
      log,
    }),
    power: makeInstanceService({ store, ecs: { describeInstances }, clock, random: systemRandom, log, timing }),
    clock,
    random: systemRandom,
    log,
    defaultRegion: 'cn-hangzhou',
    localizer: makeLocalizer(TEXTS, policy, directory),
  });
  (options.ending ?? onTestFinished)(async () => {
    cloud.answer();
    directory.stop();
    account.release();
    await app.stop();
    if (options.beside === undefined) await served.stop();
    await close();
  });
  const top = (user: string) => served.slack.state().views[user]?.at(-1);
  return {
    ...served,
    app,
    store,
    directory,
    cloud,
    account,
    keyPairs,
    renewals,
    lines,
    type: (text, user = LENA) => served.slack.slash({ user, channel: PLATFORM, command: '/ecs', text }),
    view: (is = () => true, user = LENA, atMostMs = 5000) =>
      until(() => {
        const view = top(user);
        return view !== undefined && is(view) && view;
      }, atMostMs),
    idle: () => app.idle(),
    pass(ms) {
      passedMs += ms;
    },
    rule(yaml) {
      inForce = policyOf(yaml);
      directory.refresh();
    },
    ruleBy(next) {
      inForce = { policy: next, hash: 'hash' };
    },
    told: () => served.slack.state().ephemeral.map(({ text }) => text),
    requestOf: (view) => store.requestByOrigin(`view:${view.id}`),
  };
}

/** The same, started. */
export async function startBot(transport: Transport, options: BotOptions = {}): Promise<Bot> {
  const bot = await makeBot(transport, options);
  const started = await bot.app.start();
  if (!started.ok) throw new Error(started.error.sentence);
  if (transport === 'http') bot.slack.listenAt(bot.base, `http://127.0.0.1:${bot.app.port()}/slack/events`);
  return bot;
}

/** The block of a field in a view, as a person finds it. */
export function blockOf(view: SlackView, field: string): Readonly<Record<string, unknown>> | undefined {
  return view.blocks.find(({ block_id }) => typeof block_id === 'string' && block_id.split('|')[0] === field);
}

export const blockIdOf = (view: SlackView, field: string): string => String(blockOf(view, field)?.block_id);

/** What a field of the view holds, by the view's own state. */
export function held(view: SlackView, field: string): string | null {
  const value = view.state.values[blockIdOf(view, field)]?.[field] as
    | { value?: string | null; selected_option?: { value: string } | null }
    | undefined;
  return value?.selected_option?.value ?? value?.value ?? null;
}

const TYPES: Readonly<Record<string, string>> = {
  size: 'number_input',
  bandwidth: 'number_input',
  amount: 'number_input',
  name: 'plain_text_input',
  region: 'static_select',
  zone: 'static_select',
  disk: 'static_select',
  network: 'static_select',
  charge: 'static_select',
  period: 'static_select',
  renew: 'static_select',
  maxprice: 'number_input',
  purpose: 'plain_text_input',
  lease: 'plain_text_input',
  role: 'plain_text_input',
  script: 'static_select',
  tags: 'static_select',
  disks: 'static_select',
};

/** Values for a view's fields as Slack's `state.values`. */
export function valuesFor(view: SlackView, fields: Readonly<Record<string, string>>): StateValues {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const type = TYPES[field] ?? 'external_select';
      const element = type.endsWith('select')
        ? { type, selected_option: { text: { type: 'plain_text', text: value }, value } }
        : { type, value };
      return [blockIdOf(view, field), { [field]: element }];
    }),
  );
}

/** What a newcomer has to pick: the rest stands as it is. */
export const PICKED = {
  type: GOOD.type ?? '',
  image: GOOD.image ?? '',
  vswitch: 'vsw-h1',
  group: 'sg-web',
  zone: 'cn-hangzhou-h',
};

export const makeFailure = (kind: FailureKind): Failure => ({
  kind,
  code: 'Some.Code',
  detail: '',
  requestId: null,
  retryAfterMs: null,
  api: 'DescribeRegions',
  missing: null,
});

/** All text of a view. */
export const textOf = (view: SlackView): string => JSON.stringify(view.blocks);

/** What the fake cloud asks for: half a yuan an hour for each instance, and a thousandth for each GiB of its disk. */
export const priceOf = (order: PriceOrder, at = 0): HourlyQuote => {
  const price = { micros: order.amount * (500_000 + order.systemDisk.sizeGiB * 1000), currency: 'CNY' };
  return { kind: 'hourly', price, listPrice: price, amount: order.amount, at };
};

/** What is prepaid costs a hundred yuan for each instance and month, a week thirty. */
export const termPriceOf = (order: PriceOrder, { unit, period }: Term, at = 0): TermQuote => {
  const price = { minor: order.amount * period * (unit === 'Week' ? 3000 : 10_000), currency: 'CNY' };
  return { kind: 'term', price, listPrice: price, amount: order.amount, at };
};

type MoneyPort = Pick<EcsPort, 'price' | 'renewalPrice' | 'growthPrice' | 'balance'>;

interface Faked extends Pick<EcsPort, 'describeInstances' | 'agent'> {
  readonly cloud: FakeCloud;
  readonly catalogue: Catalogue;
  readonly keyPairs: FakeKeyPairs;
  readonly money: MoneyPort;
}

function fakeCloud(): Faked {
  const waiting: (() => void)[] = [];
  const cloud: FakeCloud = {
    slow: false,
    failure: null,
    broken: [],
    agent: { answers: true, version: '2.2.3.857', takesSessions: true },
    inbound: [],
    loads: [],
    price: null,
    balance: ok({ minor: 1_000_000, currency: 'CNY' }),
    site: 'china',
    priced: [],
    renewals: [],
    tagged: new Map(),
    rights: [{ api: 'DescribeRegions', action: 'ecs:DescribeRegions', is: 'granted' }],
    limits: [],
    openFiles: [],
    outboxTrouble: null,
    account: { is: 'ours', account: { id: '111', first: '111' } },
    soldOutFor: {},
    dryRuns: [],
    tried: [],
    refusal: null,
    instances: new Map(),
    templates: new Map(),
    answer() {
      cloud.slow = false;
      for (const release of waiting.splice(0)) release();
    },
  };
  /** Pay-as-you-go goes without saying. */
  const keyOf = (name: string, scope: readonly string[]): string =>
    [name, ...scope.filter((part) => part !== 'payAsYouGo')].join(' ');
  const isSlow = (name: string, key: string): boolean =>
    typeof cloud.slow === 'boolean' ? cloud.slow : cloud.slow.includes(name) || cloud.slow.includes(key);
  const failureOf = (name: string): Failure | null =>
    cloud.failure ?? (cloud.broken.includes(name) ? makeFailure('transient') : null);
  const list = <Scope extends readonly string[], T>(name: string, find: (...scope: Scope) => readonly T[]) => {
    const load = async (...scope: Scope): Promise<Result<readonly T[], Failure>> => {
      const key = keyOf(name, scope);
      if (isSlow(name, key) || failureOf(name) !== null) cloud.loads.push(key);
      if (isSlow(name, key)) await new Promise<void>((resolve) => waiting.push(resolve));
      const failure = failureOf(name);
      return failure === null ? ok(find(...scope)) : fail(failure);
    };
    return {
      peek: (...scope: Scope) => (isSlow(name, keyOf(name, scope)) || failureOf(name) !== null ? null : find(...scope)),
      load,
      reload: load,
    };
  };
  const of = <T>(region: string, items: readonly T[]): readonly T[] =>
    region === 'cn-hangzhou' ? items : JSON.parse(JSON.stringify(items).replaceAll('hangzhou', region.slice(3)));
  const keyPairs = fakeKeyPairs({
    'cn-hangzhou': (HANGZHOU.keys ?? []).map((one) => ({ ...one, fingerprint: '' })),
  });
  const catalogue: Catalogue = {
    regions: list<[], (typeof HANGZHOU.regions)[number]>('regions', () => HANGZHOU.regions),
    zones: list('zones', (region: string, _paid: ChargeKind) => of(region, HANGZHOU.zones)),
    instanceTypes: list('instanceTypes', (region: string, zone: string, chargeKind: ChargeKind) => {
      const types = region === 'cn-hangzhou' && zone.endsWith('g') ? HANGZHOU.types.slice(0, 2) : HANGZHOU.types;
      const gone = cloud.soldOutFor[chargeKind] ?? [];
      return types.map((type) => (gone.includes(type.id) ? { ...type, inStock: false } : type));
    }),
    systemDisks: list('systemDisks', (_region: string, _zone: string, type: string, _paid: ChargeKind) =>
      disksOf(type),
    ),
    images: list('images', () => HANGZHOU.images.map((image) => ({ ...image, os: 'linux' as const }))),
    vSwitches: list('vSwitches', (region: string) =>
      region === 'cn-shanghai' ? [] : of(region, prefixed(region, HANGZHOU.vSwitches)),
    ),
    securityGroups: list('securityGroups', (region: string) => prefixed(region, HANGZHOU.groups)),
    keyPairs: list('keyPairs', (region: string) => keyPairs.pairs.get(region) ?? []),
    launchTemplates: list(
      'launchTemplates',
      (region: string, _by: TemplateRef['by'], word: string, version: string) => [
        cloud.templates.get(`${region} ${word} ${version}`) ?? { is: 'noTemplate' as const },
      ],
    ),
    terms: list<[], Term>('terms', () => termsOf(cloud.site, 'create')),
  } satisfies Record<keyof Catalogue, List<[], unknown> | unknown>;
  const unheld = async (name: string, key: string): Promise<void> => {
    if (isSlow(name, key)) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const money: MoneyPort = {
    async price(order) {
      cloud.priced.push(order);
      await unheld('price', `price ${order.amount} ${order.instanceType}`);
      const { charge } = order;
      const quote =
        charge.kind === 'prepaid' ? termPriceOf(order, charge.term, Date.now()) : priceOf(order, Date.now());
      return cloud.price ?? ok(quote);
    },
    async renewalPrice(_region, cloudId, term) {
      cloud.renewals.push(`${cloudId} ${formatTerm(term)}`);
      await unheld('price', `renewal ${cloudId}`);
      const price = { minor: 66_200 * term.period, currency: 'CNY' };
      return cloud.price ?? ok({ kind: 'term', price, listPrice: price, amount: 1, at: Date.now() });
    },
    async growthPrice(_region, _cloudId, { from, to }) {
      const price = { minor: 50 * (to - from), currency: 'CNY' };
      return cloud.price ?? ok({ kind: 'term', price, listPrice: price, amount: 1, at: Date.now() });
    },
    async balance() {
      await unheld('balance', 'balance');
      return cloud.balance;
    },
  };
  const agent: EcsPort['agent'] = async () => {
    await unheld('agent', 'agent');
    return ok(cloud.agent);
  };
  const describeInstances: EcsPort['describeInstances'] = async (_region, cloudIds) => {
    await unheld('look', `look ${cloudIds.join()}`);
    const failure = failureOf('look');
    if (failure !== null) return fail(failure);
    return ok(
      new Map(cloudIds.flatMap((id) => (cloud.instances.has(id) ? [[id, cloud.instances.get(id) as Observed]] : []))),
    );
  };
  return { cloud, catalogue, keyPairs, money, describeInstances, agent };
}

/** Ids are unique over regions, as in the cloud. */
function prefixed<T extends { readonly id: string }>(region: string, items: readonly T[]): readonly T[] {
  return region === 'cn-hangzhou' ? items : items.map((item) => ({ ...item, id: `${item.id}-${region.slice(3)}` }));
}
