import type { Approval, Vote } from '../../../src/core/approval/approval.ts';
import type { Budget } from '../../../src/core/approval/approval-policy.ts';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import { monthOf } from '../../../src/core/approval/budget.ts';
import type { Click } from '../../../src/core/approval/decide.ts';
import { type Expense, expenseOfRequest } from '../../../src/core/approval/expense.ts';
import { merged, spendingOf, type Tally, talliesOf } from '../../../src/core/approval/tally.ts';
import { inMicros } from '../../../src/core/base/money.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Request, RequestState } from '../../../src/core/request/request.ts';
import { CHARGE_KINDS, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import * as sample from '../../support/approvals.ts';
import { type CellInWords, type Person, type PolicyInWords, TOLERANCE_PERCENT } from './authorisation-oracle.ts';

/** One cell of the table: in words, for the oracle, and as what the product is given. */
export interface Cell {
  readonly name: string;
  readonly words: CellInWords;
  readonly request: Request;
  readonly click: Click;
  readonly circumstances: Circumstances;
}

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  membership: 'member',
  approver: null,
  finance: false,
  admin: false,
  ...more,
});
const approver = (id: string, membership: Person['membership'] = 'member') =>
  person(id, { approver: 'named', membership });

const REQUESTER = person('UREQUESTER');
const BOSS = approver('UBOSS');
const EARLIER = approver('UEARLIER');
const FIRST = approver('UFIRST');
const UNKNOWN = approver('UNKNOWN', 'unknown');
const ADMIN = person('UADMIN', { admin: true });

export const ACTORS: Readonly<Record<string, Person>> = {
  requester: REQUESTER,
  approver: FIRST,
  'second approver': approver('USECOND'),
  'requester who is approver': BOSS,
  'finance member': person('UFINANCE', { finance: true }),
  admin: ADMIN,
  outsider: person('UOUTSIDER'),
  'deactivated approver': approver('UGONE', 'deactivated'),
  'guest approver': approver('UGUEST', 'guest'),
  'approver of another workspace': approver('USTRANGER', 'stranger'),
  'bot approver': approver('UBOT', 'bot'),
  'approver by a readable group': person('UREADABLE', { approver: 'byReadableGroup' }),
  'approver by an unreadable group': person('UHIDDEN', { approver: 'byUnreadableGroup' }),
  'approver of unknown membership': UNKNOWN,
};

const PLAIN: PolicyInWords = {
  name: 'approvers only',
  file: true,
  requesterIsAdmin: false,
  rules: [],
  own: false,
  removed: [],
  forbids: false,
  requesterIs: 'member',
  namesRequester: false,
  left: null,
};
const UNJUDGEABLE = 'cannot be judged any more';
const one = { needed: 1, outOf: 'approvers', above: null } as const;
const two = { needed: 2, outOf: 'approvers', above: null } as const;
const finance = (above: number) => ({ needed: 1, outOf: 'finance', above }) as const;

export const POLICIES: readonly PolicyInWords[] = [
  { ...PLAIN, name: 'no file', file: false },
  { ...PLAIN, name: 'no file, an admin asks', file: false, requesterIsAdmin: true },
  { ...PLAIN, name: 'no file, an admin asks, own', file: false, requesterIsAdmin: true, own: true },
  PLAIN,
  { ...PLAIN, name: '1 of the approvers', rules: [one] },
  { ...PLAIN, name: '2 of the approvers', rules: [two] },
  { ...PLAIN, name: 'finance too', rules: [one, finance(5_000)] },
  { ...PLAIN, name: 'finance alone', rules: [finance(5_000)] },
  { ...PLAIN, name: 'finance just above the price', rules: [one, finance(10_200)] },
  { ...PLAIN, name: 'their own', rules: [one], own: true },
  { ...PLAIN, name: 'their own, 2', rules: [two], own: true },
  { ...PLAIN, name: 'two removed since', rules: [two], removed: [FIRST.id, EARLIER.id] },
  { ...PLAIN, name: 'forbidden since', rules: [one], forbids: true },
  { ...PLAIN, name: UNJUDGEABLE, rules: [one], forbids: true },
  { ...PLAIN, name: 'over the budget', rules: [one], left: 3_800 },
  { ...PLAIN, name: 'nearly over the budget', rules: [one], left: 10_100 },
  { ...PLAIN, name: 'a budget in another currency', rules: [one], left: 'in another currency' },
  { ...PLAIN, name: 'asked for by who has left', rules: [one], requesterIs: 'deactivated' },
  { ...PLAIN, name: 'asked for by nobody knows whom', rules: [one], requesterIs: 'unknown', own: true },
  { ...PLAIN, name: 'asked for by a guest', rules: [one], requesterIs: 'guest' },
  { ...PLAIN, name: 'asked for by a stranger who is named', requesterIs: 'stranger', namesRequester: true },
];

const CHARGES = ['prepaid', 'by the hour', 'by the hour, no price shown'] as const;
const CLICKS = ['approve', 'approveStale', 'deny', 'denyWithoutReason', 'withdraw'] as const;
const BUYABLE = ['first round', 'one vote', 'asked again'] as const;
const WAITING = [...BUYABLE, 'a vote of unknown membership', 'a vote of the requester', 'own vote'] as const;
const OVER = ['creating', 'finished', 'denied', 'withdrawn', 'expired'] as const satisfies readonly RequestState[];
const STATES = [...WAITING, 'overdue', ...OVER] as const;

/** In minor units; what is paid by the hour comes to about that in a month. */
const PRICES = { same: 10_000, within: 10_300, up: 12_000, down: 8_000, unnamed: null, unreadable: null } as const;
const SHOWN = PRICES.same;
const BALANCES = { enough: 50_000, just: SHOWN, few: 9_000, 'in another currency': null, unreadable: null } as const;
type Price = keyof typeof PRICES;
type Balance = keyof typeof BALANCES;

interface Purse {
  readonly price: Price;
  readonly balance: Balance;
  readonly blind: boolean;
}
const PURSES: readonly Purse[] = (Object.keys(PRICES) as Price[]).flatMap((price) =>
  (Object.keys(BALANCES) as Balance[]).flatMap((balance) => [false, true].map((blind) => ({ price, balance, blind }))),
);
/** What is paid by the hour asks nobody for the balance. */
const HOURLY_PURSES = PURSES.filter(({ balance }) => balance === 'few' || balance === 'unreadable');
/** Where the money must not matter, the best and the worst of it will do. */
const FEW_PURSES: readonly Purse[] = [
  { price: 'same', balance: 'enough', blind: true },
  { price: 'unreadable', balance: 'unreadable', blind: false },
];

export function* cells(): Generator<Cell> {
  for (const [who, actor] of Object.entries(ACTORS))
    for (const policy of POLICIES)
      for (const charge of policy.requesterIs === 'member' ? CHARGES : [CHARGES[0]])
        for (const state of STATES)
          for (const click of CLICKS) {
            const buys = click === 'approve' && BUYABLE.some((one) => one === state);
            const purses = charge === 'prepaid' ? PURSES : HOURLY_PURSES;
            for (const purse of buys ? purses : FEW_PURSES)
              yield cellOf({ who, actor, policy, charge, state, click, purse });
          }
}

interface Coordinates {
  readonly who: string;
  readonly actor: Person;
  readonly policy: PolicyInWords;
  readonly charge: (typeof CHARGES)[number];
  readonly state: (typeof STATES)[number];
  readonly click: (typeof CLICKS)[number];
  readonly purse: Purse;
}

const VOTES: Readonly<Partial<Record<Coordinates['state'], (actor: Person, requester: Person) => readonly Person[]>>> =
  {
    'one vote': () => [EARLIER],
    'a vote of unknown membership': () => [UNKNOWN],
    'a vote of the requester': (_, requester) => [requester],
    'own vote': (actor) => [actor],
    overdue: () => [EARLIER],
  };

const requests = new Map<string, ReturnType<typeof sample.waitingRequest>>();

/** Made once each, for the hash in it. */
function waitingRequest(requester: string, charge: Coordinates['charge'], change: Partial<Approval>): Request {
  const key = `${requester} ${charge}`;
  const pays = charge === 'prepaid' ? sample.MONTHLY : PAY_AS_YOU_GO;
  const request = requests.get(key) ?? sample.waitingRequest(requester, pays, null);
  requests.set(key, request);
  return { ...request, quote: change.quote ?? null, approval: { ...request.approval, ...change } };
}

function cellOf({ who, actor: pressing, policy, charge, state, click, purse }: Coordinates): Cell {
  const isRequester = pressing === REQUESTER || pressing === BOSS;
  const other = state === 'a vote of the requester' ? BOSS : REQUESTER;
  const requester = { ...(isRequester ? pressing : other), membership: policy.requesterIs };
  const actor = isRequester ? requester : pressing;
  const prepaid = charge === 'prepaid';
  const shown = charge === 'by the hour, no price shown' ? null : SHOWN;
  const votes = VOTES[state]?.(actor, requester) ?? [];
  const round = state === 'asked again' ? 2 : 1;
  const quote = shown === null ? null : quoteOf(shown, prepaid);
  const isOver = OVER.some((one) => one === state);
  const request = waitingRequest(requester.id, charge, {
    quote,
    round,
    votes: votes.map(({ id }): Vote => ({ by: id })),
    expiresAt: state === 'overdue' ? sample.NOW : sample.NOW + 1,
    decision: isOver ? { is: 'approved', by: EARLIER.id, at: sample.NOW - 1, note: '' } : null,
  });
  return {
    name: [who, policy.name, charge, state, click, purse.price, purse.balance, purse.blind ? 'blind' : ''].join(' | '),
    words: {
      actor,
      isRequester,
      requester,
      policy,
      prepaid,
      state: isOver ? 'over' : state === 'overdue' ? 'overdue' : 'waiting',
      votes,
      click,
      shown,
      now: PRICES[purse.price],
      balance: BALANCES[purse.balance],
      mayBuyBlind: purse.blind,
    },
    request: isOver ? { ...request, state: state as RequestState, dueAt: null } : request,
    click: {
      what: click === 'withdraw' ? 'withdraw' : click.startsWith('approve') ? 'approve' : 'deny',
      by: actor.id,
      round: click === 'approveStale' ? round - 1 : round,
      note: click === 'denyWithoutReason' ? ' \u200b\u3164\n' : click === 'deny' ? 'too dear' : '',
    },
    circumstances: circumstancesOf(policy, request, purse, prepaid),
  };
}

const debited = (requester: string, minor: number): Tally => ({
  month: monthOf(sample.NOW),
  requester,
  currency: 'CNY',
  sum: 'debited',
  by: inMicros(sample.cny(minor)),
});

const months = new Map<string, Circumstances['month']>();

/** Its own place in the month does not count against it. */
function monthOfAll(request: Request): Circumstances['month'] {
  const { requester, spec, approval } = request;
  const key = `${requester} ${spec.charge.kind} ${approval?.quote?.kind}`;
  const others = [debited(requester, 7_000), debited('USOMEBODY', 500_000)];
  const month =
    months.get(key) ?? spendingOf(merged([...talliesOf(null, heldBy(request), sample.NOW), ...others]), sample.NOW);
  months.set(key, month);
  return month;
}

function heldBy(request: Request): Expense {
  const expense = expenseOfRequest({ ...request, state: 'pending' });
  if (expense === null) throw new Error('it costs nothing');
  return expense;
}

function circumstancesOf(
  words: PolicyInWords,
  request: Request,
  { price, balance, blind }: Purse,
  prepaid: boolean,
): Circumstances {
  const { requester } = request;
  const now = PRICES[price];
  const left = BALANCES[balance];
  return {
    at: sample.NOW,
    policy: policyOf(words, blind, requester),
    admins: words.requesterIsAdmin ? [ADMIN.id, requester] : [ADMIN.id],
    people: peopleOf(requester, words.requesterIs),
    price: price === 'unreadable' ? fail(sample.FAILED) : ok(now === null ? 'unknown' : quoteOf(now, prepaid)),
    balance:
      balance === 'unreadable'
        ? fail(sample.FAILED)
        : ok(left === null ? { minor: 99_999, currency: 'USD' } : sample.cny(left)),
    month: monthOfAll(request),
  };
}

const MEMBERSHIPS = Object.fromEntries(Object.values(ACTORS).map(({ id, membership }) => [id, membership]));

const peopleOf = (requester: string, membership: Person['membership']) =>
  sample.peopleWith(
    { SREADABLE: ['UREADABLE'], SFINANCE: ['UFINANCE'] },
    membership === 'member' ? MEMBERSHIPS : { ...MEMBERSHIPS, [requester]: membership },
  );

/** Nobody reads which group hides `UHIDDEN`. */
const APPROVERS: readonly string[] = [
  EARLIER.id,
  ...Object.values(ACTORS).flatMap(({ id, approver }) => (approver === 'named' ? [id] : [])),
  'SREADABLE',
  'SUNREADABLE',
];

const policies = new Map<string, Policy>();

function policyOf(words: PolicyInWords, blind: boolean, requester: string): Policy {
  const key = `${words.name} ${blind} ${words.namesRequester ? requester : ''}`;
  const policy =
    policies.get(key) ??
    sample.policyWith(
      {
        approvers: words.file ? APPROVERS.filter((id) => !words.removed.includes(id)) : [],
        groups: new Map([['money', ['SFINANCE']]]),
        rules: words.rules.map(({ needed, outOf, above }, index) => ({
          line: index + 1,
          charge: null,
          above: above === null ? null : sample.cny(above),
          needed,
          from: outOf === 'finance' ? ['money'] : null,
        })),
        selfApproval: words.own,
        priceTolerancePercent: TOLERANCE_PERCENT,
        allowUnknownBalance: blind,
        budgets: budgetsOf(words),
      },
      {
        prepaid: words.file ? 'asGranted' : 'adminsOnly',
        regions: words.forbids && words.name !== UNJUDGEABLE ? { line: 3, value: ['cn-beijing'] } : null,
        create: createOf(words, requester),
      },
    );
  policies.set(key, policy);
  return policy;
}

function createOf({ name, namesRequester }: PolicyInWords, requester: string): Policy['create'] {
  const who = name === UNJUDGEABLE ? ['SUNREADABLE'] : namesRequester ? [requester] : null;
  return who === null ? null : { line: 4, value: [{ who, channels: 'any', charges: CHARGE_KINDS }] };
}

function budgetsOf({ left }: PolicyInWords): readonly Budget[] {
  if (left === null) return [];
  const perMonth = left === 'in another currency' ? { minor: 9_999_999, currency: 'USD' } : sample.cny(left + 7_000);
  return [{ line: 9, who: 'each', perMonth }];
}

/** So many minor units: at once, or about that in a month. */
const quoteOf = (minor: number, prepaid: boolean): Quote =>
  prepaid ? sample.termQuote(minor) : sample.hourlyQuote(Math.round((minor * 10_000) / 730));
