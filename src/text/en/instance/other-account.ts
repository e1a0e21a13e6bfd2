/** For an instance in a previous account of the store. */
export const otherAccount = (name: string, account: string): string =>
  `${name} belongs to the Alibaba Cloud account ${account}. The bot now works in another account and can neither see nor change it. Nothing was changed. Manage it in the ECS console of ${account}: it may be running and cost money.`;

/** The account of the bot's database, which may not be recorded. */
export const accountOfStore = (id: string | null): string => id ?? 'the account of its instances';
