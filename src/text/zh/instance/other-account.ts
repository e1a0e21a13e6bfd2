/** For an instance in a previous account of the store. */
export const otherAccount = (name: string, account: string): string =>
  `${name} 属于阿里云账号 ${account}。机器人现使用另一个账号，无法查询或更改，未做更改。请在 ${account} 的 ECS 控制台处理：实例可能仍在运行并计费。`;

/** The account of the bot's database, which may not be recorded. */
export const accountOfStore = (id: string | null): string => id ?? '原有实例所在的账号';
