import { afterAll, expect, onTestFailed } from 'vitest';
import type { Freeze } from '../../../src/core/freeze.ts';
import { type Instance, STATUSES, type Status } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { aSpec } from '../../store/samples.ts';
import { seen } from '../../support/instances.ts';
import { type Bot, type BotOptions, startBot, type Transport } from '../bot.ts';

export const INES = 'U07INESCAR5';
/** A full member whom the policy names nowhere. */
export const PRIYA = 'U07PRIYARA4';
export const REQUEST = 'r-7k3mz9q2xa';
export const ID = `${REQUEST}-1`;
export const CLOUD_ID = 'i-2ze4f8h1k5';
/** Of which the bot knows nothing. */
export const FOREIGN = 'i-2zforeign1';
const HOUR = 3_600_000;

/** How an instance may stand when something is asked of it. */
export const STATES = [...STATUSES, 'being created', 'never created', 'released'] as const;
export type State = (typeof STATES)[number];

/** Everybody but Priya may create; what is created lives a week; more than one may approve. */
export const POLICY = `
lease: 7d
maxLease: 30d
approvers: [U07MARCOKA3, U07INESCAR5]
create:
  - who: [U07LENAHOF1, U07MARCOKA3, U07INESCAR5]
    channels: any
`;

interface StageOptions {
  readonly state?: State;
  readonly charge?: 'payAsYouGo' | 'prepaid';
}

/** The real Slack side with one instance of Lena's, called web-1, in a state; one admin, Inês; and foreign-1, made in the console. */
export async function commandStage(
  transport: Transport,
  { state = 'Running', charge = 'payAsYouGo' }: StageOptions = {},
  options: BotOptions = {},
): Promise<Bot> {
  const bot = await startBot(transport, { admins: [INES], policy: POLICY, ...options });
  const at = Date.now() - 10 * HOUR;
  const spec = aSpec({
    ...{ name: 'web-1', region: 'cn-hangzhou', zone: 'cn-hangzhou-h' },
    charge: charge === 'prepaid' ? PREPAID : PAY_AS_YOU_GO,
  });
  const { request, instances, events } = newRequest({
    ...{ requestId: REQUEST, clientTokens: ['token'], spec, amount: 1, approval: null },
    ...{ origin: 'view:1', requester: LENA, team: 'T1', channel: PLATFORM, at },
  });
  const rows = instances.map((one) => ({ next: { ...one, ...inState(state, at, charge === 'prepaid') } }));
  const finished = { ...request, state: 'finished' as const, finishedAt: at };
  const written = await bot.store.commit({ requests: [{ next: finished }], instances: rows, events, at });
  expect(written.ok).toBe(true);
  const place = { region: spec.region, zone: spec.zone };
  bot.account.instances = [sampleCloud({ ...place, cloudId: FOREIGN, name: 'foreign-1' })];
  bot.cloud.instances.set(FOREIGN, seen('Running', { cloudId: FOREIGN }));
  if (isStatus(state)) {
    const paid = { chargeKind: charge, expiresAt: charge === 'prepaid' ? at + 700 * HOUR : null };
    const over = { ...place, ...paid, cloudId: CLOUD_ID, name: spec.name, status: state };
    bot.account.instances.unshift(sampleCloud({ ...over, publicIp: null }));
    bot.cloud.instances.set(CLOUD_ID, seen(state, { cloudId: CLOUD_ID, ...paid }));
  }
  return bot;
}

/**
 * Stages as {@link commandStage} makes them, each used by one test after the other for as long as nothing is written to its store.
 * Closed at the end of the file.
 */
export function sharedStages(): typeof commandStage {
  const unwritten = new Map<string, Bot>();
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const stop of stops) await stop();
  });
  return async (transport, options = {}) => {
    const key = JSON.stringify([transport, options]);
    const bot = unwritten.get(key) ?? (await commandStage(transport, options, { ending: (stop) => stops.push(stop) }));
    const drop = () => void unwritten.delete(key);
    if (!unwritten.has(key)) bot.store.onCommit(drop);
    unwritten.set(key, bot);
    onTestFailed(drop);
    for (const [user, views] of Object.entries(bot.slack.state().views))
      for (const { id } of views) await bot.slack.closeView({ user, view_id: id });
    return bot;
  };
}

const isStatus = (state: State): state is Status => STATUSES.some((status) => status === state);

export const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

function inState(state: State, at: number, prepaid: boolean): Partial<Instance> {
  if (state === 'being created') return { createTriedAt: at, dueAt: Date.now() + HOUR };
  if (state === 'never created') return { createTriedAt: at, outcome: 'failed', dueAt: null };
  const endsAt = Math.ceil((Date.now() + 100 * HOUR) / 60_000) * 60_000;
  const lease = { ...withEnd(leaseFor(168 * HOUR), endsAt, Date.now()), inCloud: endsAt, tryAt: null };
  const there = {
    createTriedAt: at,
    cloudId: CLOUD_ID,
    acceptedAt: at,
    addressedAt: at,
    dueAt: null,
    lease: prepaid ? null : lease,
  };
  if (!isStatus(state))
    return {
      ...there,
      ...{ wanted: 'released', outcome: 'reached' },
      order: { what: 'release', stoppedMode: null, by: LENA, at, down: false, acted: null },
    };
  return { ...there, observed: { status: state, at }, outcome: 'reached' };
}

/** Everything that a command can change. */
export interface Facts {
  readonly instance: Instance | null;
  readonly freeze: Freeze | null;
  readonly events: number;
  /** What the bot knows of {@link FOREIGN}. */
  readonly foreign: Instance | null;
}

export async function factsOf({ store }: Bot): Promise<Facts> {
  const [instance, freeze, events, foreign] = await Promise.all([
    store.instance(ID),
    store.freeze(),
    store.eventsOf(REQUEST),
    store.instancesCalled(FOREIGN, 1),
  ]);
  return { instance, freeze, events: events.length, foreign: foreign[0] ?? null };
}

/** Puts back what a command has changed, as if somebody had since; what was taken over stays so. */
export async function undo({ store }: Bot, { before }: Outcome): Promise<void> {
  const [now, freeze] = await Promise.all([store.instance(ID), store.freeze()]);
  const at = Date.now();
  if (now !== null && before.instance !== null) {
    const next = { ...before.instance, version: now.version + 1 };
    expect((await store.commit({ instances: [{ next }], at })).ok).toBe(true);
  }
  if (JSON.stringify(freeze) !== JSON.stringify(before.freeze))
    expect((await store.commit({ freeze: { was: freeze, next: before.freeze }, at })).ok).toBe(true);
}

/** What came of a command: all that was said and opened since, and what it changed. */
export interface Outcome {
  /** Privately, to the person who typed it. */
  readonly told: string;
  /** To the channel. */
  readonly announced: string;
  /** Text of the window on top, and what it does not take; empty when none is open. */
  readonly window: string;
  readonly before: Facts;
  readonly after: Facts;
}

/**
 * Types a command, sends the window that it opens where values for that are given, and waits until nobody is at work any more.
 */
export async function give(bot: Bot, typed: string, user: string, sends?: object): Promise<Outcome> {
  const before = await factsOf(bot);
  const alone = bot.slack.state().ephemeral.length;
  const posted = messagesIn(bot).length;
  expect(await bot.type(typed, user)).toEqual({ ok: true });
  await bot.idle();
  const top = () => bot.slack.state().views[user]?.at(-1);
  const form = top();
  let refused = '';
  if (sends !== undefined && form !== undefined) {
    const sent = await bot.slack.submit({ user, view_id: form.id, values: sends as never });
    refused = 'errors' in sent ? JSON.stringify(sent.errors) : '';
    await bot.idle();
  }
  const answers = bot.slack.state().ephemeral.slice(alone);
  expect(
    answers.filter((one) => one.user !== user),
    'nobody else reads the answer',
  ).toEqual([]);
  const view = top();
  return {
    told: answers.map(({ blocks }) => JSON.stringify(blocks)).join('\n'),
    announced: messagesIn(bot)
      .slice(posted)
      .map(({ blocks }) => JSON.stringify(blocks))
      .join('\n'),
    window: view === undefined ? '' : `${JSON.stringify([view.title, view.blocks, view.state])}${refused}`,
    before,
    after: await factsOf(bot),
  };
}

const messagesIn = (bot: Bot) => bot.slack.state().channels.find(({ id }) => id === PLATFORM)?.messages ?? [];
