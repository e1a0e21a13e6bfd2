import type { Principals } from './people.ts';

/** Who may do what. Ask at each act: authority can change while the bot runs. */
export interface Authority {
  isAdmin(user: string): boolean;
  /**
   * Slack user ids and user groups (`S…`), to be named to a person who lacks the right. Resolve groups with the current
   * `People`: an approval must not rest on an old membership.
   */
  admins(): Principals;
}

/** Exactly these people are admins. */
export const onlyThese = (admins: readonly string[]): Authority => ({
  isAdmin: (user) => admins.includes(user),
  admins: () => admins,
});
