import { expect, test } from 'vitest';
import { specHash } from '../../../src/core/approval/approval.ts';
import { type ClickDecision, type ClickOutcome, decide } from '../../../src/core/approval/decide.ts';
import { AMOUNT, NOW } from '../../support/approvals.ts';
import { eachNth } from '../../support/thorough.ts';
import { type Cell, cells } from './authorisation-cells.ts';
import { goodVotes, verdictInWords } from './authorisation-oracle.ts';

/** Every outcome that there is, with every reason to refuse. */
const EVERY = [
  'approved',
  'askedAgain',
  'denied',
  'expired',
  'refused: balanceUnknown',
  'refused: budget',
  'refused: decided',
  'refused: membership',
  'refused: noReason',
  'refused: notApprover',
  'refused: notEnough',
  'refused: notYours',
  'refused: otherPrice',
  'refused: ownRequest',
  'refused: policy',
  'refused: priceUnknown',
  'refused: requester',
  'refused: votedBefore',
  'voted (1 missing)',
  'withdrawn',
];

/** Prime, so that no dimension of the table is skipped in step. */
const SAMPLED = 17;

test('every click of every person, under every policy and price, comes to what the rules say', () => {
  const seen = new Map<string, number>();
  const wrong: string[] = [];
  let count = 0;
  const nth = eachNth(SAMPLED);
  for (const cell of cells()) {
    count += 1;
    if (count % nth !== 0) continue;
    const expected = verdictInWords(cell.words);
    const decided = decide(cell.request, cell.click, cell.circumstances);
    const found = [
      spoken(decided.outcome) === expected ? [] : [`is ${spoken(decided.outcome)}, not ${expected}`],
      faultsOf(cell, decided),
    ].flat();
    if (found.length > 0) wrong.push(`${cell.name}: ${found.join(', ')}`);
    seen.set(expected, (seen.get(expected) ?? 0) + 1);
  }
  expect({ count: wrong.length, first: wrong.slice(0, 10) }).toEqual({ count: 0, first: [] });
  expect(count).toBeGreaterThan(100_000);
  expect([...seen.keys()].toSorted()).toEqual(EVERY);
  expect([...seen].filter(([, times]) => times < 25 / nth)).toEqual([]);
});

const spoken = (outcome: ClickOutcome): string => {
  if (outcome.is === 'voted') return `voted (${outcome.missing} missing)`;
  return outcome.is === 'refused' ? `refused: ${outcome.refused.why}` : outcome.is;
};

const STATE_AFTER = {
  approved: 'creating',
  denied: 'denied',
  withdrawn: 'withdrawn',
  expired: 'expired',
  voted: 'pending',
  askedAgain: 'pending',
} as const;

/** What is wrong with what is written for it, whatever the outcome. */
function faultsOf(
  { request, click, words, circumstances }: Cell,
  { outcome, next, instances, events, messages }: ClickDecision,
): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => (holds ? 0 : faults.push(fault));
  const buys = outcome.is === 'approved';
  must(instances.length === (buys ? AMOUNT : 0), `${instances.length} instances`);
  must(!buys || verdictInWords(words) === 'approved', 'bought');
  if (outcome.is === 'refused') {
    must(next === null && messages.length === 0, 'a refusal changes something');
    const named = 'voters' in outcome.refused ? outcome.refused.voters : [];
    const unread = outcome.refused.why === 'notApprover' ? outcome.refused.groups.join() : 'SUNREADABLE';
    must(words.policy.name !== 'approvers only' || unread === 'SUNREADABLE', `unread ${unread}`);
    must(words.policy.own || !named.includes(request.requester), 'the requester is named as one who may');
    return faults;
  }
  if (next === null) return ['nothing is written'];
  const { approval } = next;
  must(next.version === request.version + 1, 'version');
  must(next.state === STATE_AFTER[outcome.is], `state ${next.state}`);
  must(next.state === 'pending' ? typeof next.dueAt === 'number' : next.dueAt === null, `due at ${next.dueAt}`);
  must((next.finishedAt !== null) === (next.state !== 'pending' && !buys), `finished at ${next.finishedAt}`);
  must(!buys || approval?.specHash === specHash(next.spec, next.amount), 'spec hash');
  // Those of one call share its token.
  const calls = new Set(instances.map(({ ordinal, chunk }) => chunk?.first ?? ordinal));
  must(new Set(instances.map(({ clientToken }) => clientToken)).size === calls.size, 'client tokens');
  must(
    instances.every(({ spec, wanted }) => sameButName(spec, next.spec) && wanted === 'running'),
    'another spec',
  );
  const votes = approval?.votes.map(({ by }) => by) ?? [];
  if (outcome.is === 'askedAgain') {
    const asked =
      circumstances.price.ok &&
      circumstances.price.value === approval?.quote &&
      approval.before === request.approval?.quote;
    must(asked && votes.length === 0 && approval.round === click.round + 1, 'what is asked again');
  } else if (outcome.is === 'voted' || buys) {
    must(votes.join() === [...goodVotes(words).map(({ id }) => id), click.by].join(), `votes of ${votes.join()}`);
    must(approval?.quote === request.approval?.quote && approval?.round === click.round, 'the price or its round');
  }
  const decision = approval?.decision ?? null;
  const by = outcome.is === 'expired' ? 'bot' : click.by;
  if (next.state === 'pending') must(decision === null, 'decided and pending');
  else must(decision?.is === outcome.is && decision.by === by && decision.at === NOW, 'decision');
  must(events.length === 1 && events[0]?.actor === by && events[0].data.approval === approval, 'event');
  must(messages.filter(({ kind }) => kind === 'card').length === 1, 'card');
  must(
    messages.some(({ kind }) => kind === 'thread'),
    'thread',
  );
  return faults;
}

const sameButName = (a: Cell['request']['spec'], b: Cell['request']['spec']): boolean =>
  JSON.stringify({ ...a, name: '' }) === JSON.stringify({ ...b, name: '' });
