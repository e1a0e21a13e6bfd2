/**
 * What Slack says of somebody, as seen from the bot's own workspace. `member`: a full member of it (in an Enterprise Grid: of
 * the organisation). `guest`: with an account restricted to some channels. `stranger`: of another workspace, whether or not a
 * channel is shared with it. `unknown`: Slack could not be asked, or knows nobody of that id.
 */
export type Membership = 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated' | 'unknown';

/** Who is who, as far as it was known at one moment. */
export interface People {
  /** The members of a Slack user group (`S…`), as user ids; null when that is not known. */
  membersOf(group: string): readonly string[] | null;
  membershipOf(user: string): Membership;
}

/** Nothing is known of anybody. */
export const NOBODY_KNOWN: People = { membersOf: () => null, membershipOf: () => 'unknown' };

/** Everybody is taken to be a full member, and nothing is known of groups; for where Slack cannot be asked and nothing is bought. */
export const ALL_MEMBERS: People = { membersOf: () => null, membershipOf: () => 'member' };

/** Slack user ids, Slack user groups (`S…`), and names of groups in the policy. */
export type Principals = readonly string[];

/** The groups that the policy names, by name. Their members may be Slack user groups, but not other named groups. */
export type NamedGroups = ReadonlyMap<string, Principals>;

export const isUserGroup = (principal: string): boolean => /^S[A-Z0-9]{5,}$/u.test(principal);

/** Whether it is the id of somebody, and not of a user group or a channel. */
export const isPerson = (id: string): boolean => /^[UW]/u.test(id);

/** Named people, one by one, and the Slack user groups among them whose members are not known. */
export interface Resolved {
  readonly users: readonly string[];
  readonly unknownGroups: readonly string[];
}

export function resolve(principals: Principals, groups: NamedGroups, people: People): Resolved {
  const users = new Set<string>();
  const unknownGroups = new Set<string>();
  for (const principal of principals.flatMap((one) => groups.get(one) ?? [one])) {
    const members = isUserGroup(principal) ? people.membersOf(principal) : [principal];
    if (members === null) unknownGroups.add(principal);
    for (const user of members ?? []) users.add(user);
  }
  return { users: [...users], unknownGroups: [...unknownGroups] };
}

/** Whether somebody is among those named; null when that depends on a group whose members are not known. */
export function isAmong(user: string, principals: Principals, groups: NamedGroups, people: People): boolean | null {
  const { users, unknownGroups } = resolve(principals, groups, people);
  if (users.includes(user)) return true;
  return unknownGroups.length > 0 ? null : false;
}

/** Whether they are named themselves, by their own id: a user group, whose members others choose, does not name anybody. */
export const isNamed = (user: string, principals: Principals, groups: NamedGroups): boolean =>
  principals.some((one) => one === user || groups.get(one)?.includes(user) === true);

/**
 * Whether something that is granted to these people is granted to this one; null when that is not known. `everyone` are the full
 * members. Guests and people of other workspaces get only what names them by their own id; bots and deactivated accounts
 * never get anything.
 */
export function isGranted(
  user: string,
  who: 'everyone' | Principals,
  groups: NamedGroups,
  people: People,
): boolean | null {
  switch (people.membershipOf(user)) {
    case 'member':
      return who === 'everyone' || isAmong(user, who, groups, people);
    case 'guest':
    case 'stranger':
      return who !== 'everyone' && isNamed(user, who, groups);
    case 'bot':
    case 'deactivated':
      return false;
    case 'unknown':
      return who === 'everyone' || isAmong(user, who, groups, people) !== false ? null : false;
  }
}

/** Where people and user groups are looked up. */
export interface Directory {
  /** What is known at this moment, without waiting; for what is only shown or judged again later. */
  known(): People;
  /**
   * As it is now, for a decision: the groups that the policy names and the membership of these people are asked for where
   * what is known is not fresh. What cannot be found out in time is not known, and never guessed.
   */
  fresh(users: readonly string[]): Promise<People>;
  /**
   * The membership of these people alone, as it is now or as it was known lately, for as long as that may take; user groups as they
   * are known.
   */
  memberships(users: readonly string[], asOf: 'now' | 'lately', withinMs?: number): Promise<People>;
}
