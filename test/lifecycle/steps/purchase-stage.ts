import { expect } from 'vitest';
import type { RenewalEnd } from '../../../src/core/renewal/renewal.ts';
import type { RenewalNote } from '../../../src/core/request/message.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { countOf, expectReplayed, type Stage } from '../stage.ts';
import { systemDisk } from './grow-stage.ts';
import {
  approve,
  ask,
  askForDisk,
  balanceOf,
  bought,
  growthOf,
  growthPriceOf,
  MONTH,
  priceOf,
  renewingIn,
  untilOf,
} from './renew-stage.ts';

const DAY = 24 * 3_600_000;

/** How large the system disk is to be, in GiB. */
export const TO = 100;

type Bought = Awaited<ReturnType<typeof bought>>;
type Before = Awaited<ReturnType<typeof measured>>;

/** What is bought for an instance that exists. */
export interface Purchase {
  readonly name: string;
  readonly action: 'RenewInstance' | 'ResizeDisk';
  readonly priceAction: 'DescribeRenewalPrice' | 'DescribeInstanceModificationPrice';
  readonly ends: 'renewed' | 'grown';
  readonly events: readonly string[];
  ask(from: Bought): Promise<unknown>;
  /** In minor units. */
  price(stage: Stage): Promise<number>;
  /** The port with something around the call that buys it. */
  around(ecs: EcsPort, around: <T>(send: () => Promise<T>) => Promise<T>): EcsPort;
  /** That the cloud shows it as bought once since then; by what end that is known. */
  seen(stage: Stage, before: Before): Promise<RenewalEnd>;
}

export const RENEWAL: Purchase = {
  ...{ name: 'renewal', action: 'RenewInstance', priceAction: 'DescribeRenewalPrice', ends: 'renewed' },
  events: ['instance.renewalAsked', 'instance.renewed'],
  ask: ({ stage, instance }) => ask(stage, instance),
  price: async (stage) => priceOf(stage, await stage.instance('r-1'), MONTH).price.minor,
  around: (ecs, around) => ({ ...ecs, renewInstance: (...args) => around(() => ecs.renewInstance(...args)) }),
  /** The end is a month later than it was. */
  async seen(stage, before) {
    const until = untilOf(stage, await stage.instance('r-1'));
    expect(until - before.until).toBeGreaterThan(27 * DAY);
    expect(until - before.until).toBeLessThan(32 * DAY);
    return { is: 'renewed', until };
  },
};

export const GROWTH: Purchase = {
  ...{ name: 'larger prepaid disk', action: 'ResizeDisk', priceAction: 'DescribeInstanceModificationPrice' },
  ends: 'grown',
  events: ['instance.growthAsked', 'instance.grown'],
  ask: ({ stage, instance }) => askForDisk(stage, instance, TO),
  async price(stage) {
    const instance = await stage.instance('r-1');
    return growthPriceOf(stage, instance, growthOf(stage, instance, TO)).price.minor;
  },
  around: (ecs, around) => ({ ...ecs, growDisk: (...args) => around(() => ecs.growDisk(...args)) }),
  async seen(stage) {
    expect(systemDisk(stage).Size).toBe(TO);
    return { is: 'grown' };
  },
};

/** Asked for and approved, and not begun. */
export async function approvedPurchase(purchase: Purchase, { seed = 1, agoMs = 0 } = {}): Promise<Bought> {
  const from = await bought(seed);
  await purchase.ask(from);
  await approve(from.stage, 'r-2', agoMs);
  return from;
}

export const isOver = (stage: Stage) => () => stage.ended('r-2');
export const endOf = async (stage: Stage): Promise<RenewalEnd | null> => (await renewingIn(stage)).renewal.end;
export const callsOf = ({ action }: Purchase, { calls }: Stage): number => countOf(calls, action);
export const told = (stage: Stage): Promise<RenewalNote['what']['is'][]> =>
  stage.renewalNotes().then((notes) => notes.map(({ what }) => what.is));

/** What counts in this month, in minor units. */
export async function spentOn({ truth, timeline }: Stage) {
  const [all] = (await truth.month(timeline.now())).spending;
  return { debited: (all?.debited ?? 0) / 10_000, waiting: (all?.waiting ?? 0) / 10_000 };
}

export async function measured(purchase: Purchase, stage: Stage) {
  const until = untilOf(stage, await stage.instance('r-1'));
  const { debited } = await spentOn(stage);
  return {
    balance: balanceOf(stage),
    size: systemDisk(stage).Size,
    until,
    price: await purchase.price(stage),
    debited,
  };
}

/** Exactly one debit of exactly the approved price, and what was bought is seen. */
export async function expectBoughtOnce(purchase: Purchase, stage: Stage, before: Before): Promise<void> {
  expect(before.balance - balanceOf(stage)).toBe(before.price);
  // What counts is what the cloud has debited, once.
  expect(await spentOn(stage)).toEqual({ debited: before.debited + before.price, waiting: 0 });
  expect(await endOf(stage)).toEqual(await purchase.seen(stage, before));
  await expectReplayed(stage, 'r-2');
}

export async function expectUntouched(stage: Stage, before: Before): Promise<void> {
  expect([balanceOf(stage), systemDisk(stage).Size]).toEqual([before.balance, before.size]);
  expect(untilOf(stage, await stage.instance('r-1'))).toBe(before.until);
  expect(await spentOn(stage)).toEqual({ debited: before.debited, waiting: 0 });
}
