/** Who may do what, asked anew at each act: authority may change while the bot runs. */
export interface Authority {
  isAdmin(user: string): boolean;
  /** Slack user ids, to be named to somebody who may not. */
  admins(): readonly string[];
}

/** These people and nobody else. */
export const onlyThese = (admins: readonly string[]): Authority => ({
  isAdmin: (user) => admins.includes(user),
  admins: () => admins,
});
