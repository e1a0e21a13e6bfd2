import { expect, test } from 'vitest';
import type { Approval } from '../../../src/core/approval/approval.ts';
import { approvalDue } from '../../../src/core/approval/approval-clock.ts';
import type { ApprovalPolicy, ApprovalRule } from '../../../src/core/approval/approval-policy.ts';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import { type Click, type ClickDecision, decide } from '../../../src/core/approval/decide.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Membership } from '../../../src/core/policy/people.ts';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import {
  AMOUNT,
  cny,
  FAILED,
  HOUR_MS,
  MONTHLY,
  NOW,
  peopleWith,
  policyWith,
  termQuote,
  waitingRequest,
} from '../../support/approvals.ts';

/** Random people press random buttons while the policy, the price, people's membership and the time move under them. */

const SEEDS = 1_000;
const STEPS = 40;
const SHOWN = 10_000;
const REQUESTER = 'UREQUESTER';
const PEOPLE = [REQUESTER, 'UONE', 'UTWO', 'UTHREE', 'UFOUR', 'UFINANCE', 'UADMIN', 'UOUTSIDER'];
const MEMBERSHIPS: readonly Membership[] = [
  'member',
  'member',
  'member',
  'member',
  'member',
  'guest',
  'deactivated',
  'unknown',
];

const anyOne: ApprovalRule = { line: 1, charge: null, above: null, needed: 1, from: null };
const RULES: readonly (readonly ApprovalRule[] | null)[] = [
  null,
  [anyOne],
  [{ ...anyOne, needed: 2 }],
  [{ ...anyOne, needed: 3 }],
  [
    { ...anyOne, needed: 2 },
    { line: 2, charge: 'prepaid', above: cny(10_050), needed: 1, from: ['finance'] },
  ],
];
const APPROVERS: readonly (readonly string[])[] = [
  ['UONE', 'UTWO', 'SGROUP', REQUESTER],
  ['UONE', 'SGROUP', REQUESTER],
  ['UTWO', 'UTHREE', 'UFOUR'],
  [],
];

interface World {
  at: number;
  policy: ApprovalPolicy;
  price: number | null;
  membership: Record<string, Membership>;
  /** Null: it cannot be read. */
  group: readonly string[] | null;
  request: Request;
}

test('however people, prices, policies and time go through each other, the promises hold', () => {
  const ends = new Map<string, number>();
  const wrong = Array.from({ length: SEEDS }, (_, seed) => run(seed + 1, ends)).flat();
  expect(wrong.slice(0, 10)).toEqual([]);
  const seen = [
    'approved',
    'denied',
    'withdrawn',
    'expired',
    'voted',
    'askedAgain',
    'reminded',
    'escalated',
    'refused',
  ];
  expect(seen.filter((what) => (ends.get(what) ?? 0) < 25)).toEqual([]);
});

/** What did not hold. */
function run(seed: number, ends: Map<string, number>): string[] {
  const random = seededRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const world: World = {
    at: NOW,
    policy: policyWith({ approvers: ['UONE', 'UTWO', 'SGROUP'], priceTolerancePercent: 1 }).approval,
    price: SHOWN,
    membership: {},
    group: ['UTHREE', 'UFOUR'],
    request: waitingRequest(REQUESTER, MONTHLY, termQuote(SHOWN), {
      told: ['UONE', 'UTWO', 'C0PLACE1'],
      escalateTo: ['UADMIN'],
      escalateAt: NOW + 3 * HOUR_MS,
    }),
  };
  const witness = witnessOf(world.request, (fault) => faults.push(`seed ${seed}: ${fault}`));
  const faults: string[] = [];
  const count = (what: string) => ends.set(what, (ends.get(what) ?? 0) + 1);
  for (let step = 0; step < STEPS; step++) {
    if (random() < 0.25) move(world, random, pick);
    const { request } = world;
    // The clock is a task of its own: sometimes a click is faster.
    if (request.approval !== null && request.dueAt !== null && world.at >= request.dueAt && random() < 0.8) {
      const due = approvalDue(request, request.approval, world.at);
      for (const { kind } of due.events) count(kind.split('.')[1] ?? '');
      if (due.next.dueAt !== null && due.next.dueAt <= world.at) faults.push(`seed ${seed}: it is due at once again`);
      witness.changed(world, due, []);
      world.request = due.next;
      continue;
    }
    const { click, circumstances } = press(world, random, pick);
    const decided = decide(request, click, circumstances);
    count(decided.outcome.is);
    witness.pressed(world, click, decided);
    world.request = decided.next ?? request;
  }
  return faults;
}

function move(world: World, random: () => number, pick: <T>(all: readonly T[]) => T): void {
  world.at += Math.floor(random() ** 4 * 30 * HOUR_MS);
  const what = random();
  if (what < 0.3) world.price = pick([SHOWN, SHOWN, SHOWN + 60, SHOWN + 99, 12_000, 8_000, null]);
  else if (what < 0.5) world.membership = { ...world.membership, [pick(PEOPLE)]: pick(MEMBERSHIPS) };
  else if (what < 0.6) world.group = pick([['UTHREE', 'UFOUR'], ['UFOUR'], [], null]);
  else if (what < 0.9)
    world.policy = {
      ...world.policy,
      approvers: pick(APPROVERS),
      rules: pick(RULES),
      groups: new Map([['finance', ['UFINANCE', 'SGROUP']]]),
      selfApproval: random() < 0.3,
      priceTolerancePercent: pick([0, 1, 1, 30]),
    };
}

function press(
  world: World,
  random: () => number,
  pick: <T>(all: readonly T[]) => T,
): { click: Click; circumstances: Circumstances } {
  const round = world.request.approval?.round ?? 0;
  return {
    click: {
      what: pick([...Array<'approve'>(12).fill('approve'), 'deny', 'withdraw'] as const),
      by: pick(PEOPLE),
      round: random() < 0.15 ? round - 1 : round,
      note: random() < 0.5 ? 'because' : '',
    },
    circumstances: {
      at: world.at,
      policy: policyWith(world.policy),
      admins: ['UADMIN'],
      people: peopleWith(world.group === null ? {} : { SGROUP: world.group }, world.membership),
      price: world.price === null ? fail(FAILED) : ok(termQuote(world.price)),
      balance: ok(cny(1_000_000)),
      month: [],
    },
  };
}

/** Keeps its own record of what has happened, and compares each step with it. */
function witnessOf(first: Request, report: (fault: string) => void) {
  const must = (holds: boolean, fault: string) => (holds ? undefined : report(fault));
  const agreed: { readonly by: string; readonly round: number }[] = [];
  const asked = new Set(first.approval?.told);
  let rebuilt = first.approval;
  let shown: number | null = SHOWN;
  let decisions = 0;
  let reminders = 0;
  let escalations = 0;

  function changed(
    { request, at }: World,
    { next, events, messages }: { next: Request | null; events: readonly AuditEvent[]; messages: readonly Message[] },
    instances: readonly Instance[],
  ): void {
    if (next === null) {
      must(instances.length === 0 && messages.length === 0, 'something of nothing');
      return;
    }
    must(request.state === 'pending', 'a second decision');
    must(next.version === request.version + 1, 'the version does not rise by one');
    must(at < (first.approval?.expiresAt ?? 0) || next.state === 'expired', 'a late click counts');
    must(next.approval?.expiresAt === first.approval?.expiresAt, 'the end moves');
    for (const { kind, data } of events) {
      rebuilt = data.approval as Approval;
      if (kind.startsWith('request.')) decisions += 1;
      if (kind === 'approval.reminded') {
        reminders += 1;
        const every = HOUR_MS * 2 ** reminders;
        must(
          next.approval?.remindEveryMs === every && next.approval.remindAt === at + every,
          'reminders do not double',
        );
      }
      if (kind === 'approval.escalated') escalations += 1;
    }
    must(events.length > 0 && JSON.stringify(rebuilt) === JSON.stringify(next.approval), 'the events do not tell it');
    must(decisions === (next.state === 'pending' ? 0 : 1) && escalations <= 1, 'decided or escalated twice');
    must((next.approval?.decision !== null) === (next.state !== 'pending'), 'a decision without its state');
    const isDue = next.dueAt !== null && next.dueAt <= (next.approval?.expiresAt ?? 0);
    must(next.state === 'pending' ? isDue : next.dueAt === null, `due at ${next.dueAt}`);
    for (const message of messages)
      if (message.kind === 'ask') {
        must(!asked.has(message.to), `${message.to} is asked twice`);
        asked.add(message.to);
      }
    must(next.approval?.told.every((to) => asked.has(to)) ?? false, 'told without a message');
    const votes = next.approval?.votes ?? [];
    must(new Set(votes.map(({ by }) => by)).size === votes.length, 'one person twice');
  }

  function pressed(world: World, click: Click, { outcome, next, instances, events, messages }: ClickDecision): void {
    if (outcome.is === 'askedAgain') shown = world.price;
    if (outcome.is === 'voted' || outcome.is === 'approved') agreed.push({ by: click.by, round: click.round });
    changed(world, { next, events, messages }, instances);
    const approval = next?.approval;
    if (approval === undefined || approval === null) return;
    must(approval.quote?.price === undefined || totalOf(approval) === shown, 'another price than was shown');
    const votes = approval.votes.map(({ by }) => by);
    must(
      votes.every((by) => agreed.some((one) => one.by === by && one.round === approval.round)),
      'a vote of another round',
    );
    must(instances.length === (outcome.is === 'approved' ? AMOUNT : 0), `${instances.length} instances`);
    if (outcome.is === 'approved') must(isQuorate(world, votes, shown), `approved by ${votes.join()}`);
  }
  return { changed, pressed };
}

const totalOf = ({ quote }: Approval): number | null => (quote?.kind === 'term' ? quote.price.minor : null);

/** Enough different people who may at this moment, under each rule, at a price that is still the one shown. */
function isQuorate(
  { policy, price, membership, group, request }: World,
  votes: readonly string[],
  shown: number | null,
) {
  if (price === null || shown === null) return false;
  if (Math.abs(price - shown) > (shown * policy.priceTolerancePercent) / 100) return false;
  const flat = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) =>
      name === 'finance' ? flat(['UFINANCE', 'SGROUP']) : name === 'SGROUP' ? (group ?? []) : [name],
    );
  const approvers = policy.approvers.length > 0 ? policy.approvers : ['UADMIN'];
  return (policy.rules ?? [anyOne])
    .filter(({ above }) => above === null || Math.max(price, shown) > above.minor)
    .every(({ needed, from }) => {
      const may = votes.filter(
        (by) =>
          flat(from ?? approvers).includes(by) &&
          (membership[by] ?? 'member') === 'member' &&
          (by !== request.requester || policy.selfApproval),
      );
      return new Set(may).size >= needed;
    });
}
