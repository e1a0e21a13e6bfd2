import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { NOW } from '../support/instances.ts';
import { ordersForAim, renewalsForAim, withAim } from './aimed.ts';
import type { PlannedClick } from './crowd.ts';
import { type Foreign, foreignIn } from './foreign.ts';
import { type Asking, askingsOf } from './invited.ts';
import { withLeases } from './leases.ts';
import { type LostAnswers, lostAnswersOf } from './lost-answers.ts';
import { type Swap, swapsOf } from './other-account.ts';
import { nameThem, type Outside, outsideOf } from './outsiders.ts';
import { bulksOf, ordersOf, type Plan, type PlannedPower, planOf } from './plan.ts';
import { type PlannedRenewal, renewalsOf } from './renewals.ts';
import { aroundBackup, type PlannedRestore, restoreOf } from './restored.ts';
import { isKept, kept, type Recording } from './search/recording.ts';

/** Everything that a seed has in store for its world. */
export interface Script {
  readonly plan: Plan;
  readonly restore: PlannedRestore | null;
  readonly outside: Outside;
  readonly orders: readonly PlannedPower[];
  readonly foreign: Foreign | null;
  readonly renewals: readonly PlannedRenewal[];
  readonly askings: readonly Asking[];
  readonly swaps: readonly Swap[];
  readonly lostAnswers: readonly LostAnswers[];
}

/**
 * Draws it, less the parts that the recording leaves out. Everything is drawn by a chance of its own, so that what is left is what it was.
 *
 * @param random of the run, which goes on with it
 */
export function scriptOf(seed: number, random: () => number, cloud: Cloud, recording: Recording): Script {
  const drawn = nameThem(withAim(withLeases(planOf(random, cloud, NOW), seed), seed, cloud));
  const planned = restoreOf(seed, drawn);
  const restore = planned !== null && isKept(recording, 'restore') ? planned : null;
  const plan = restore === null ? drawn : aroundBackup(drawn, restore);
  const outside = outsideOf(seededRandom(seed + 3_000_003), plan, NOW);
  // Every other world has people who order things of their instances.
  const orders = seed % 2 === 0 ? ordersOf(seededRandom(seed + 1_000_003), plan, NOW) : [];
  // Every third has an instance besides that the bot did not create.
  const foreign = seed % 3 === 0 && isKept(recording, 'foreign') ? foreignIn(cloud, plan, seed) : null;
  // As do those who have what is prepaid renewed, in another third.
  const renewals = seed % 3 === 1 ? renewalsOf(seededRandom(seed + 2_000_003), plan, NOW) : [];
  const askings = askingsOf({ cloud, plan }, seed);
  return {
    restore,
    plan: planLeft(recording, plan),
    outside: outsideLeft(recording, outside),
    orders: [
      ...kept(recording, 'order', orders),
      ...kept(recording, 'bulk', [...bulksOf(seed, plan, NOW), ...ordersForAim(seed, plan)]),
    ],
    foreign: foreign && { ...foreign, orders: kept(recording, 'foreign-order', foreign.orders) },
    renewals: kept(recording, 'renewal', [...renewals, ...renewalsForAim(seed, plan)]),
    askings: kept(recording, 'asking', askings),
    swaps: kept(recording, 'swap', swapsOf(seed, plan)),
    lostAnswers: kept(recording, 'lost', lostAnswersOf(seed, plan, NOW)),
  };
}

function planLeft(recording: Recording, plan: Plan): Plan {
  const submissions = kept(recording, 'submission', plan.submissions);
  // Nobody presses a button on a card that is not there.
  const pressed = (click: PlannedClick): readonly PlannedClick[] => {
    const card = plan.submissions[click.order];
    const order = card === undefined ? -1 : submissions.indexOf(card);
    return order === -1 ? [] : [{ ...click, order }];
  };
  const [first, ...later] = plan.policies;
  return {
    ...plan,
    submissions,
    clicks: kept(recording, 'click', plan.clicks).flatMap(pressed),
    replicas: plan.replicas > 1 && isKept(recording, 'replica') ? plan.replicas : 1,
    // By the first of them everything was asked for.
    policies: first === undefined ? [] : [first, ...kept(recording, 'policy', later)],
    faults: kept(recording, 'fault', plan.faults),
    priceMoves: kept(recording, 'price', plan.priceMoves),
    outages: kept(recording, 'outage', plan.outages),
    crashes: plan.crashes.map((all, replica) => kept(recording, `crash${replica}`, all)),
    slackTrouble: plan.slackTrouble > 0 && isKept(recording, 'slack') ? plan.slackTrouble : 0,
    freezes: kept(recording, 'freeze', plan.freezes),
  };
}

const outsideLeft = (recording: Recording, { clicks, orders, renewals }: Outside): Outside => ({
  clicks: kept(recording, 'outside-click', clicks),
  orders: kept(recording, 'outside-order', orders),
  renewals: kept(recording, 'outside-renewal', renewals),
});
