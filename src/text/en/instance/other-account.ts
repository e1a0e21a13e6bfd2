/** Of an instance that belongs to the account that the store was about before. */
export const otherAccount = (name: string, account: string): string =>
  `${name} belongs to the Alibaba Cloud account ${account}. The bot now works in another account and can neither see nor change it. Nothing was changed. Manage it in the ECS console of ${account}: it may be running and cost money.`;

/** The account that the bot's database is about; nobody may have written down which. */
export const accountOfStore = (id: string | null): string => id ?? 'the account of its instances';
