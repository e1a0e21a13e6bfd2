import type { Principals } from './people.ts';

/** Who may do what, asked again at each act: authority may change while the bot runs. */
export interface Authority {
  isAdmin(user: string): boolean;
  /**
   * Slack user ids and user groups (`S…`), to be named to somebody who may not. Who is in a group is to be asked of the
   * moment's `People`: where admins approve, an old membership must not.
   */
  admins(): Principals;
}

/** These people and nobody else. */
export const onlyThese = (admins: readonly string[]): Authority => ({
  isAdmin: (user) => admins.includes(user),
  admins: () => admins,
});
