import { type Saying, said } from '../../core/saying.ts';

/** What is wrong with a policy file, by what its reader says; `test/text/policy-mistakes.test.ts` finds what is missing. */
export const POLICY_MISTAKES: Readonly<Record<string, string>> = {
  '"{0}" cannot name a group. Use small letters, digits and -, at most 40.':
    '“{0}”不能用作组名。请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" cannot name a preset. Use small letters, digits and -, at most 40.':
    '“{0}”不能用作预设名。请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" has a meaning of its own. Choose another name.': '“{0}”另有含义，请换一个名称。',
  '"{0}" is a channel. Name people here, or user groups.': '“{0}”是频道，此处应填成员或用户组。',
  '"{0}" is a group, and groups hold no other groups. Name its people here too.':
    '“{0}”是组，组中不能再包含组，请在此处直接列出其成员。',
  '"{0}" is neither a Slack id nor a group under groups. {1}': '“{0}”既不是 Slack ID，也不是 groups 中的组。{1}',
  '"{0}" is no tag. Write it as key=value, or the key alone for any value.':
    '“{0}”不是有效的标签。请写成 key=value，或只写键以匹配任意值。',
  '"{0}" is no way of paying. {1}': '“{0}”不是有效的付费方式。{1}',
  '"{0}" is not a Slack channel id. An id looks like C07ABCDEF12: it stands at the end of the channel\'s details.':
    '“{0}”不是 Slack 频道 ID。ID 形如 C07ABCDEF12，位于频道详情的末尾。',
  '"{0}" is not a Slack channel id. {1}': '“{0}”不是 Slack 频道 ID。{1}',
  '"{0}" is not a key of a preset. {1}': '“{0}”不是预设的有效键。{1}',
  '"{0}" is not a key of {1}. {2}': '“{0}”不是{1}的有效键。{2}',
  '"{0}" stands for the last request. Choose another name.': '“{0}”表示上一次申请，请换一个名称。',
  '30m, 4h or 2d': '30m、4h 或 2d',
  '30m, 4h or 2d, or never': '30m、4h 或 2d，也可以是 never',
  'A word must stand here.': '此处应为一个词。',
  'A word must stand here. {0} must stand in quotes.': '此处应为一个词，{0} 需要加引号。',
  'An entry of act': ' act 条目',
  'An entry of act needs tag: a tag of the instances, such as team=web.':
    'act 条目缺少 tag，应为实例的标签，例如 team=web。',
  'An entry of act needs who: everyone, or a list of ids and groups.':
    'act 条目缺少 who，应为 everyone 或由 ID 和组构成的列表。',
  'An entry of approvals': ' approvals 条目',
  'An entry of budgets': ' budgets 条目',
  'An entry of budgets needs perMonth: an amount, such as 3000.': 'budgets 条目缺少 perMonth，应为金额，例如 3000。',
  'An entry of budgets needs who: each, or a list of ids and groups.':
    'budgets 条目缺少 who，应为 each 或由 ID 和组构成的列表。',
  'An entry of create': ' create 条目',
  'An entry of create needs channels: any, or a list of channel ids.':
    'create 条目缺少 channels，应为 any 或频道 ID 的列表。',
  'An entry of create needs who: everyone, or a list of ids and groups.':
    'create 条目缺少 who，应为 everyone 或由 ID 和组构成的列表。',
  'An entry of digest': ' digest 条目',
  'An entry of digest needs channel: the id of a channel, such as C07ABCDEF12.':
    'digest 条目缺少 channel，应为频道 ID，例如 C07ABCDEF12。',
  'An id looks like C07ABCDEF12: it stands at the end of the channel\'s details. "{0}" means direct messages.':
    'ID 形如 C07ABCDEF12，位于频道详情的末尾；“{0}”表示私信。',
  'An id looks like U07ABCDEF12: open the profile in Slack, then ⋮, Copy member ID. That of a user group looks like S07ABCDEF12.':
    'ID 形如 U07ABCDEF12：在 Slack 中打开个人资料，点击 ⋮，复制成员 ID。用户组的 ID 形如 S07ABCDEF12。',
  'Did you mean {0}?': '您是否想写 {0}？',
  'Nobody could ever meet this rule: it needs {0} people, and {1} names {2}. Ask for fewer, or name more.':
    '此规则无法满足：需要 {0} 人，而 {1} 只列出 {2} 人。请减少人数或增列成员。',
  'Set it to a time zone such as Asia/Shanghai or UTC.': '请设为时区，例如 Asia/Shanghai 或 UTC。',
  'Set it to {0}.': '请设为 {0}。',
  'The file is empty. Write at least one rule, or remove the file.': '文件为空。请至少写一条规则，或删除文件。',
  'The file is longer than {0} characters.': '文件超过 {0} 个字符。',
  'The keys are {0}.': '有效的键为 {0}。',
  'The policy': '策略',
  'The preset {0}': '预设 {0} ',
  'The preset {0} names something twice, under two spellings. Keep one.':
    '预设 {0} 用两种写法重复指定了同一项，请只保留一个。',
  'They are {0}.': '有效值为 {0}。',
  'This is not YAML: {0}.': '不是有效的 YAML（{0}）。',
  'charges allows nothing. Name at least one of {0}.': 'charges 不允许任何付费方式。请至少列出 {0} 之一。',
  "currency {0}. Set it to the account's, by its ISO code: CNY, USD, EUR …":
    'currency {0}。请设为账户的币种，使用 ISO 代码：CNY、USD、EUR 等。',
  'escalateAfter, e.g. 4h': 'escalateAfter（例如 4h）',
  'escalateTo, the people to tell': 'escalateTo（要通知的人）',
  groups: ' groups ',
  'has no value': '没有值',
  'is not a single value': '不是单个值',
  'is {0}': '为 {0}',
  'lease is longer than maxLease. Shorten it, or make maxLease longer.':
    'lease 超过 maxLease。请缩短 lease，或延长 maxLease。',
  limits: ' limits ',
  'line {0}: {1}': '第 {0} 行：{1}',
  presets: ' presets ',
  when: ' when ',
  '{0} allows nothing. Name at least one, or leave {1} out to allow all.':
    '{0} 不允许任何值。请至少列出一个，或去掉 {1} 以允许全部。',
  "{0} cannot be read ({1}). Let the bot's user read it, or set POLICY_FILE to another file.":
    '无法读取 {0}（{1}）。请允许运行机器人的用户读取，或将 POLICY_FILE 设为其他文件。',
  '{0} does nothing alone. Add {1}, or leave both out.': '单独设置 {0} 不起作用。请添加 {1}，或将两者都去掉。',
  '{0} has two entries under digest. A channel gets one each week.':
    '{0} 在 digest 中有两个条目，每个频道每周只有一份。',
  '{0} is not shorter than expireAfter: it would never come to that. Shorten it.':
    '{0} 不短于 expireAfter，永远不会生效。请缩短。',
  '{0} is not there any more.': '{0} 已不存在。',
  '{0} is too long.': '{0} 过长。',
  '{0} is {1}, finer than {2} can be paid. Round it to {3} decimals.':
    '{0} 为 {1}，超出 {2} 的最小单位。请保留 {3} 位小数。',
  '{0} is {1}, which is too much. Set it to a smaller number.': '{0} 为 {1}，数值过大。请改小。',
  '{0} must be a list of ids and groups, such as [U07ABCDEF12, S07ABCDEF12].':
    '{0} 应为由 ID 和组构成的列表，例如 [U07ABCDEF12, S07ABCDEF12]。',
  '{0} must be a list, such as [a, b].': '{0} 应为列表，例如 [a, b]。',
  '{0} must be a mapping: lines of "key: value".': '{0}应为映射，每行形如“key: value”。',
  '{0} must be {1}, or a list of ids with at least one.': '{0} 应为 {1}，或至少包含一个 ID 的列表。',
  '{0} names nobody. Name at least one, or leave {1} out.': '{0} 没有列出任何人。请至少列出一人，或去掉 {1}。',
  '{0} needs a word or a number.': '{0} 应为一个词或数字。',
  '{0} needs to know of which money it speaks. Write it once for the whole file, e.g. currency: CNY.':
    '{0} 缺少币种。请为整个文件写明一次，例如 currency: CNY。',
  '{0} or {1}': '{0} 或 {1}',
  '{0} {1}. Set it to a plain number, such as 5000 or 99.50.': '{0} {1}。请设为数字，例如 5000 或 99.50。',
  '{0} {1}. Set it to a share from 0% to 100%, such as 2%.': '{0} {1}。请设为 0% 到 100% 的比例，例如 2%。',
  '{0} {1}. Set it to a time from 1h to 1000d, such as 12h or 7d.':
    '{0} {1}。请设为 1h 到 1000d 的时长，例如 12h 或 7d。',
  '{0} {1}. Set it to a time from 1m to 90d, such as {2}.': '{0} {1}。请设为 1m 到 90d 的时长，例如 {2}。',
  '{0} {1}. Set it to a time of the day in quotes, such as "09:00".': '{0} {1}。请设为加引号的时刻，例如 "09:00"。',
  '{0} {1}. Set it to a whole number from {2} to {3}.': '{0} {1}。请设为 {2} 到 {3} 的整数。',
  '{0} {1}. Set it to true or false.': '{0} {1}。请设为 true 或 false。',
  '{0} {1}. {2}': '{0} {1}。{2}',
};

const upperFirst = (template: string): string => `${template.charAt(0).toUpperCase()}${template.slice(1)}`;

/** What stands alone keeps its space only between other words. */
const tidied = (sentence: string): string => sentence.trim().replace(/：\s+/gu, '：').replace(/ {2,}/gu, ' ');

/** In Chinese, and in English what is not known here. */
export const mistakesText = (mistakes: readonly Saying[]): string =>
  mistakes
    .map((one) => tidied(said(one, (words) => POLICY_MISTAKES[words] ?? POLICY_MISTAKES[upperFirst(words)] ?? words)))
    .join('');
