/** Of an instance that belongs to the account that the store was about before. */
export const otherAccount = (name: string, account: string): string =>
  `${name} 属于阿里云账号 ${account}。机器人现在使用另一个账号，无法查看或更改它，没有做任何更改。请在 ${account} 的 ECS 控制台处理：它可能仍在运行并产生费用。`;

/** The account that the bot's database is about; nobody may have written down which. */
export const accountOfStore = (id: string | null): string => id ?? '其实例所在的账号';
