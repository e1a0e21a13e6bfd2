/**
 * A person's relation to the bot's own workspace, as Slack says. `member`: a full member (in an Enterprise Grid: of the
 * organisation). `guest`: an account restricted to some channels. `stranger`: of another workspace, with or without a
 * shared channel. `unknown`: Slack could not be asked, or knows no such id.
 */
export type Membership = 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated' | 'unknown';

/** Memberships and user groups, as known at one moment. */
export interface People {
  /** The members of a Slack user group (`S…`), as user ids; null when unknown. */
  membersOf(group: string): readonly string[] | null;
  membershipOf(user: string): Membership;
}

export const NOBODY_KNOWN: People = { membersOf: () => null, membershipOf: () => 'unknown' };

/** Everybody counts as a full member, and groups are unknown. For places where Slack cannot be asked and nothing is bought. */
export const ALL_MEMBERS: People = { membersOf: () => null, membershipOf: () => 'member' };

/** Slack user ids, Slack user groups (`S…`), and names of groups in the policy. */
export type Principals = readonly string[];

/** The groups that the policy names, by name. Their members may be Slack user groups, but not other named groups. */
export type NamedGroups = ReadonlyMap<string, Principals>;

export const isUserGroup = (principal: string): boolean => /^S[A-Z0-9]{5,}$/u.test(principal);

/** Whether it is a person's id, not that of a user group or a channel. */
export const isPerson = (id: string): boolean => /^[UW]/u.test(id);

/** Named people as single ids, and the user groups among them whose members are unknown. */
interface Resolved {
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

/** Whether a person is among those named; null when that depends on a user group whose members are unknown. */
export function isAmong(user: string, principals: Principals, groups: NamedGroups, people: People): boolean | null {
  const { users, unknownGroups } = resolve(principals, groups, people);
  if (users.includes(user)) return true;
  return unknownGroups.length > 0 ? null : false;
}

/** Whether a person is named by their own id. A user group does not count, since others choose its members. */
export const isNamed = (user: string, principals: Principals, groups: NamedGroups): boolean =>
  principals.some((one) => one === user || groups.get(one)?.includes(user) === true);

/**
 * Whether a grant to `who` covers this person; null when unknown. `everyone` means full members. Guests and people of other
 * workspaces need a grant that names their own id. Bots and deactivated accounts never get anything.
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

/** Looks up people and user groups. */
export interface Directory {
  /** What is known right now, without waiting. For display, and for what is judged again later. */
  known(): People;
  /**
   * The current state, for a decision. Asks Slack for the groups that the policy names and for these people, where the
   * known state is not fresh. Answers that do not come in time are unknown, never guessed.
   */
  fresh(users: readonly string[]): Promise<People>;
  /** The membership of these people alone, current or recently known, within `withinMs`. User groups as known. */
  memberships(users: readonly string[], asOf: 'now' | 'lately', withinMs?: number): Promise<People>;
}
