import { type AccountStatus, troubleOf } from '../../core/account/account.ts';
import { isUserGroup } from '../../core/policy/people.ts';
import { type Policy, rulesOf } from '../../core/policy/policy.ts';
import type { LimitState } from '../../ecs/limiter/adaptive-rate.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { RequestContext } from '../kit/context.ts';
import { moment, mrkdwn } from '../kit/mrkdwn.ts';
import { type Finding, finding, sentences, together } from './finding.ts';

const SLOW_WRITE_MS = 1_000;

/** Whether the credentials belong to the account that the store is about. */
export async function accountCheck({ account, text: { doctor } }: RequestContext): Promise<Finding> {
  const status = await unlessStoreDown<AccountStatus, AccountStatus>(
    () => account.status(),
    () => ({ is: 'unknown', failure: null }),
  );
  return accountFinding(status, doctor);
}

export function accountFinding(status: AccountStatus, { account: words }: RequestContext['text']['doctor']): Finding {
  switch (status.is) {
    case 'ours':
      return finding('good', mrkdwn`${words.is(status.account.id)}`);
    case 'other': {
      const { stored, actual } = status;
      return finding('bad', mrkdwn`${words.other(stored, actual)}`, words.otherFix(stored, actual));
    }
    case 'unknown': {
      const why = status.failure?.code ?? status.failure?.detail ?? words.noStore;
      return finding('bad', mrkdwn`${words.unknown(why)}`, words.unknownFix[troubleOf(status.failure)]);
    }
  }
}

/** Really writes, and tells which database it is. */
export async function storeCheck({ store, clock, diagnostics, text: { doctor } }: RequestContext): Promise<Finding> {
  const words = doctor.store;
  const before = clock.now();
  try {
    await store.check();
    const ms = clock.now() - before;
    const { kind, bytes, migrations, newestMigration, newerMigrations, durability } = await store.about();
    const says = mrkdwn`${words.is(kind, bytes, migrations, newestMigration, ms)}`;
    const freeze = await store.freeze();
    const lossy = durability.map((trouble) => mrkdwn`${words.durability[trouble]}`);
    return together(
      [
        ms < SLOW_WRITE_MS ? finding('good', says) : finding('attention', says, words.slowFix),
        ...(newerMigrations.length === 0
          ? []
          : [finding('attention', mrkdwn`${words.newer(newerMigrations)}`, words.newerFix)]),
        ...(diagnostics.openFiles().length === 0 ? [] : [finding('attention', mrkdwn`${words.open}`, words.openFix)]),
        ...(lossy.length === 0 ? [] : [finding('bad', sentences(lossy), words.durabilityFix)]),
        ...(freeze?.cause === undefined ? [] : [finding('bad', mrkdwn`${words.behind}`, words.behindFix)]),
      ],
      sentences,
    );
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return finding('bad', mrkdwn`${words.down}`, words.downFix);
  }
}

/** A message that is overdue for longer did not only wait in line. */
const DUE_LONG_MS = 30_000;

export async function outboxCheck({ store, clock, diagnostics, text: { doctor } }: RequestContext): Promise<Finding> {
  const words = doctor.outbox;
  try {
    const { waiting, oldestDueAt } = await store.outbox.depth();
    const lateMs = oldestDueAt === null ? 0 : Math.max(0, clock.now() - oldestDueAt);
    const trouble = diagnostics.outboxTrouble();
    const many = waiting === 0 ? words.empty : lateMs < 1_000 ? words.soon(waiting) : words.waiting(waiting, lateMs);
    if (trouble !== null)
      return finding('bad', sentences([mrkdwn`${many}`, mrkdwn`${words.trouble(trouble)}`]), words.fix);
    return lateMs > DUE_LONG_MS ? finding('attention', mrkdwn`${many}`, words.fix) : finding('good', mrkdwn`${many}`);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return finding('unknown', mrkdwn`${words.unreadable}`);
  }
}

export function policyCheck({ policy, diagnostics, text: { doctor } }: RequestContext): Finding {
  const words = doctor.policy;
  const { hash } = policy.current();
  const trouble = policy.trouble();
  const stands =
    hash === null
      ? finding('attention', mrkdwn`${words.none}`, words.noneFix)
      : finding('good', mrkdwn`${words.inForce(hash)} ${moment(diagnostics.policySince())}${doctor.marks.end}`);
  if (trouble === null) return stands;
  return together([stands, finding('bad', mrkdwn`${words.trouble(trouble)}`, words.troubleFix)], sentences);
}

const LATELY_MS = 10 * 60_000;
/** The most that are named one by one. */
const NAMED_MAX = 5;

export function limiterFinding(
  gates: readonly LimitState[],
  now: number,
  { limiter: words }: RequestContext['text']['doctor'],
): Finding {
  const named = (some: readonly LimitState[], name: (gate: LimitState) => string): readonly string[] =>
    some.slice(0, NAMED_MAX).map(name);
  const slowed = gates.filter(({ perSecond, fullPerSecond }) => perSecond < fullPerSecond);
  const lately = gates.filter((gate) => gate.throttledAt !== null && now - gate.throttledAt < LATELY_MS);
  const waiting = gates.reduce((sum, gate) => sum + gate.waiting, 0);
  const refused = gates.filter((gate) => gate.refused > 0);
  const creates = gates.filter(({ api }) => api === 'CreateInstance' || api === 'RunInstances');
  const says = [
    slowed.length === 0
      ? words.calm(gates.length)
      : words.slowed(named(slowed, (gate) => words.gate(gate.api, gate.region, gate.perSecond, gate.fullPerSecond))),
    ...(slowed.length > 0 || creates.length === 0
      ? []
      : [words.rate(named(creates, (gate) => words.gate(gate.api, gate.region, gate.perSecond, gate.fullPerSecond)))]),
    ...(refused.length === 0
      ? []
      : [words.refused(named(refused, (gate) => words.refusedGate(gate.api, gate.region, gate.refused)))]),
    ...(waiting === 0 ? [] : [words.waiting(waiting)]),
  ].map((sentence) => mrkdwn`${sentence}`);
  const calm = slowed.length === 0 && lately.length === 0;
  return finding(calm ? 'good' : 'attention', sentences(says), calm ? '' : words.fix);
}

/** Whether people can be told apart, and whether the policy's user groups are known. */
export async function directoryCheck(context: RequestContext, user: string): Promise<Finding> {
  const { directory: words } = context.text.doctor;
  const people = await context.directory.fresh([user]);
  const trouble = context.diagnostics.directoryTrouble();
  const groups = groupsIn(rulesOf(context)).filter((group) => people.membersOf(group) === null);
  const parts = [
    people.membershipOf(user) === 'unknown'
      ? finding('unknown', mrkdwn`${words.unknownYou}`)
      : finding('good', mrkdwn`${words.good}`),
    ...(trouble === null ? [] : [finding('attention', mrkdwn`${context.text.doctor.said(trouble)}`)]),
    ...(groups.length === 0 ? [] : [finding('bad', mrkdwn`${words.groups(groups)}`, words.fix)]),
  ];
  return together(parts, sentences);
}

/** Every Slack user group that the policy names, anywhere. */
function groupsIn(policy: Policy): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (isUserGroup(value)) found.add(value);
    } else if (value instanceof Map) {
      for (const inner of value.values()) walk(inner);
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) walk(inner);
    }
  };
  walk({ ...policy, presets: null });
  return [...found];
}
