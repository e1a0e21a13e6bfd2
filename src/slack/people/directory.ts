import { ageClock, type Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Language } from '../../core/base/language.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { userGroupsOf } from '../../core/policy/named-groups.ts';
import type { Directory, Membership, People } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import { inEnglish, type Saying } from '../../core/saying.ts';
import type { SlackError } from '../kit/slack-error.ts';
import type { DirectoryClient } from './directory-client.ts';
import { groupsTrouble, peopleTrouble as troubleWithPeople } from './directory-trouble.ts';

export interface SlackDirectory extends Directory {
  /** The known language of a person's Slack, without waiting; an unknown or old one is fetched meanwhile. */
  languageOf(user: string): Language | null;
  /** The same, after giving Slack a moment to answer. */
  learnLanguage(user: string): Promise<Language | null>;
  /** Why the policy's user groups, or people, cannot be looked up; null if they can. */
  trouble(): Saying | null;
  /** Reads the policy's groups now, e.g. after a change of the policy. */
  refresh(): void;
  stop(): void;
}

interface DirectoryOptions {
  readonly client: DirectoryClient;
  readonly policy: PolicySource;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the policy's groups are read. */
const REFRESH_MS = 60_000;
/** How old an answer may be if it is only shown, or judged again later: until the next one has had time to come. */
const KEEP_MS = 75_000;
/** The oldest answer that a decision uses. */
const FRESH_MS = 5_000;
/** How long a decision waits; what has not come by then counts as unknown. */
const ANSWER_MS = 2_000;
/** Slack takes 20 of these calls a minute: more groups than this are read with one call, however many others it lists. */
const ONE_BY_ONE_MAX = 2;

/**
 * People hardly ever change their language: it is read again after an hour, and an old one counts for a day if Slack does not
 * answer.
 */
const LANGUAGE_FRESH_MS = 3_600_000;
const LANGUAGE_KEEP_MS = 24 * 3_600_000;
/** After a failure, Slack is not asked again for this long. */
const LANGUAGE_RETRY_MS = 30_000;

/** An answer, or the call while it is under way. Changes in Slack after `askedAt` may be missing from it. */
interface Known<T> {
  readonly askedAt: number;
  readonly value: T;
}

/** Knows the members of the policy's user groups and who people are, from Slack. Starts to ask at once. */
export function keepDirectory({ client, policy, log, ...options }: DirectoryOptions): SlackDirectory {
  const clock: Clock = { ...options.clock, now: ageClock(options.clock).now };
  const members = new Map<string, Known<readonly string[]>>();
  const memberships = new Map<string, Known<Membership>>();
  const languages = new Map<string, Known<Language | null>>();
  const languageAskedAt = new Map<string, number>();
  const asking = new Map<string, Known<Promise<void>>>();
  const groupTroubles = new Map<string, SlackError>();
  let peopleTrouble: SlackError | null = null;
  let told: string | null = null;
  let stopped = false;
  let cancel = () => {};

  const named = (): readonly string[] => userGroupsOf(policy.current().policy);

  /** Shares one call among simultaneous askers, unless it began before `since`. */
  function once(key: string, since: number, ask: (askedAt: number) => Promise<void>): Promise<void> {
    const before = asking.get(key);
    if (before !== undefined && before.askedAt >= since) return before.value;
    const askedAt = clock.now();
    const value = ask(askedAt).finally(() => {
      if (asking.get(key)?.askedAt === askedAt) asking.delete(key);
      tellTrouble();
    });
    asking.set(key, { askedAt, value });
    return value;
  }

  async function askGroups(groups: readonly string[], since: number): Promise<void> {
    if (groups.length > ONE_BY_ONE_MAX) return once('all groups', since, askAll);
    await Promise.all(groups.map((group) => once(group, since, (askedAt) => askGroup(group, askedAt))));
  }

  async function askGroup(group: string, askedAt: number): Promise<void> {
    learn(group, await client.membersOf(group), askedAt);
  }

  async function askAll(askedAt: number): Promise<void> {
    const answer = await client.membersOfAll();
    for (const group of named()) learn(group, answer.ok ? found(answer.value.get(group)) : answer, askedAt);
  }

  function learn(group: string, answer: Result<readonly string[], SlackError>, askedAt: number): void {
    if (answer.ok) groupTroubles.delete(group);
    else groupTroubles.set(group, answer.error);
    // An answer overtaken by a later one is dropped.
    if (answer.ok && (members.get(group)?.askedAt ?? 0) <= askedAt)
      members.set(group, { askedAt, value: answer.value });
  }

  async function askWho(user: string, askedAt: number): Promise<void> {
    const answer = await client.who(user);
    peopleTrouble = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    memberships.set(user, { askedAt, value: answer.value.membership });
    languages.set(user, { askedAt, value: answer.value.language });
  }

  /** Asks if the known language is not fresh, and nobody has just asked. */
  async function askLanguage(user: string): Promise<void> {
    const now = clock.now();
    const isFresh = (languages.get(user)?.askedAt ?? Number.NEGATIVE_INFINITY) >= now - LANGUAGE_FRESH_MS;
    const before = asking.get(user);
    if (stopped || isFresh) return;
    if (before !== undefined) return before.value;
    if ((languageAskedAt.get(user) ?? Number.NEGATIVE_INFINITY) >= now - LANGUAGE_RETRY_MS) return;
    languageAskedAt.set(user, now);
    return once(user, now, (askedAt) => askWho(user, askedAt));
  }

  function refresh(): void {
    cancel();
    if (stopped) return;
    cancel = clock.after(REFRESH_MS, refresh);
    const groups = named();
    forget(clock.now());
    void askGroups(groups, clock.now());
  }

  /** Drops answers that nobody asked for lately, and the troubles of groups that the policy no longer names. */
  function forget(now: number): void {
    for (const [user, { askedAt }] of memberships) if (askedAt < now - KEEP_MS) memberships.delete(user);
    for (const [user, { askedAt }] of languages) if (askedAt < now - LANGUAGE_KEEP_MS) languages.delete(user);
    for (const [user, at] of languageAskedAt) if (at < now - LANGUAGE_RETRY_MS) languageAskedAt.delete(user);
    const groups = new Set(named());
    for (const group of members.keys()) if (!groups.has(group)) members.delete(group);
    for (const group of groupTroubles.keys()) if (!groups.has(group)) groupTroubles.delete(group);
  }

  /** The present knowledge, without answers to calls before these moments. */
  function peopleSince(since: number, groupsSince: number): People {
    const from = <T>(known: ReadonlyMap<string, Known<T>>, moment: number) =>
      new Map([...known].flatMap(([id, one]) => (isSince(one, moment) ? [[id, one.value] as const] : [])));
    const [groups, people] = [from(members, groupsSince), from(memberships, since)];
    return { membersOf: (group) => groups.get(group) ?? null, membershipOf: (user) => people.get(user) ?? 'unknown' };
  }

  /** Asks about people of whom nothing is known since then. That Slack did not know an id may have been a passing failure. */
  const askMemberships = (users: readonly string[], since: number): Promise<void>[] =>
    [...new Set(users)]
      .filter((user) => !isSince(memberships.get(user), since) || memberships.get(user)?.value === 'unknown')
      .map((user) => once(user, since, (askedAt) => askWho(user, askedAt)));

  const trouble = (): Saying | null =>
    groupsTrouble(groupTroubles) ?? (peopleTrouble === null ? null : troubleWithPeople(peopleTrouble));

  function tellTrouble(): void {
    const saying = trouble();
    const now = saying && inEnglish(saying);
    if (stopped || now === told) return;
    told = now;
    if (now === null) log.info({}, 'user groups and people can be looked up in Slack again');
    else log.warn({}, now);
  }

  refresh();
  return {
    known: () => peopleSince(clock.now() - KEEP_MS, clock.now() - KEEP_MS),
    async fresh(users) {
      const since = clock.now() - FRESH_MS;
      const groups = named().filter((group) => !isSince(members.get(group), since));
      await withDeadline(clock, ANSWER_MS, Promise.all([askGroups(groups, since), ...askMemberships(users, since)]));
      return peopleSince(since, since);
    },
    async memberships(users, asOf, withinMs = ANSWER_MS) {
      const now = clock.now();
      const since = now - (asOf === 'now' ? FRESH_MS : KEEP_MS);
      const asked = askMemberships(users, since);
      if (asked.length > 0) await withDeadline(clock, withinMs, Promise.all(asked));
      return peopleSince(since, now - KEEP_MS);
    },
    languageOf(user) {
      void askLanguage(user);
      return languages.get(user)?.value ?? null;
    },
    async learnLanguage(user) {
      await withDeadline(clock, ANSWER_MS, askLanguage(user));
      return languages.get(user)?.value ?? null;
    },
    trouble,
    refresh,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

const isSince = (known: Known<unknown> | undefined, since: number): boolean =>
  known !== undefined && known.askedAt >= since;

const found = (members: readonly string[] | undefined): Result<readonly string[], SlackError> =>
  members === undefined ? fail({ kind: 'refused', code: 'no_such_subteam' }) : ok(members);
