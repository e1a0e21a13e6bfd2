import { type Saying, said } from '../../../core/saying.ts';

/** What is wrong with a policy file, by what its reader says; `test/text/policy-mistakes.test.ts` finds what is missing. */
export const POLICY_MISTAKES: Readonly<Record<string, string>> = {
  '"{0}" cannot name a group. Use small letters, digits and -, at most 40.':
    '“{0}”不能用作组名。请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" cannot name a network. Use small letters, digits and -, at most 40.':
    '“{0}”不能用作网络名，只用小写字母、数字和 -，最多 40 个字符。',
  'networks allows nothing. Name at least one, or leave networks out.':
    'networks 为空。请至少写 1 个，或删除 networks。',
  networks: 'networks',
  'The network {0}': '网络 {0} ',
  'The network {0} needs region, such as cn-hangzhou.': '网络 {0} 缺少 region，例如 cn-hangzhou。',
  'The network {0} needs vSwitches: a list of ids.': '网络 {0} 缺少 vSwitches，应为 ID 列表。',
  'The network {0} needs securityGroups: a list of ids.': '网络 {0} 缺少 securityGroups，应为 ID 列表。',
  '{0} needs at least one id, such as {1}.': '{0} 至少需要一个 ID，例如 {1}。',
  '"{0}" is no id. It looks like {1}; the console shows it.': '“{0}”不是有效的 ID，应形如 {1}，见控制台。',
  '{0} is named twice.': '{0} 重复。',
  'about has at most {0} characters on one line.': 'about 最多 {0} 个字符，且不换行。',
  'There are two networks {0}.': '网络 {0} 重复。',
  '{0} with {1} is in the networks {2} and {3}. Leave it in one.': '{0} 与 {1} 同时属于网络 {2} 和 {3}，只保留一处。',
  'The networks {0} and {1} are both the default of {2}. Keep one.':
    '网络 {0} 和 {1} 都是 {2} 的默认网络，只保留一个。',
  'There is no network {0}: the policy has no networks.': '网络 {0} 不存在：策略中无 networks。',
  'There is no network {0} under networks. There are {1}.': 'networks 中无网络 {0}，现有：{1}。',
  'The network {0} is in {1}, and not in {2}.': '网络 {0} 在 {1}，不在 {2}。',
  '{0}: no network under networks has that.': '{0}：不属于 networks 中的网络。',
  '"{0}" cannot name a preset. Use small letters, digits and -, at most 40.':
    '“{0}”不能用作预设名。请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" has a meaning of its own. Choose another name.': '“{0}”为保留名称，请更换。',
  '"{0}" is a channel. Name people here, or user groups.': '“{0}”是频道，此处应填成员或用户组。',
  '"{0}" is a group, and groups hold no other groups. Name its people here too.':
    '“{0}”是组，组不能嵌套，请在此处直接列出成员。',
  '"{0}" is neither a Slack id nor a group under groups. {1}': '“{0}”无效，应为 Slack ID 或 groups 中的组。{1}',
  '"{0}" is no tag. Write it as key=value, or the key alone for any value.':
    '“{0}”不是有效的标签。请写成 key=value，或只写键以匹配任意值。',
  '"{0}" is no way of paying. {1}': '“{0}”不是有效的付费类型。{1}',
  '"{0}" is not a Slack channel id. An id looks like C07ABCDEF12: it stands at the end of the channel\'s details.':
    '“{0}”不是 Slack 频道 ID。ID 形如 C07ABCDEF12，位于频道详情的末尾。',
  '"{0}" is not a Slack channel id. {1}': '“{0}”不是 Slack 频道 ID。{1}',
  '"{0}" is not a key of a preset. {1}': '“{0}”不是预设的有效键。{1}',
  '"{0}" is not a key of {1}. {2}': '“{0}”不是{1}的有效键。{2}',
  '"{0}" stands for the last request. Choose another name.': '“{0}”表示上一次申请，请更换名称。',
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
    '规则无法满足：需 {0} 人，但 {1} 仅列出 {2} 人。请减少人数或增列成员。',
  'Set it to a time zone such as Asia/Shanghai or UTC.': '请设为时区，例如 Asia/Shanghai 或 UTC。',
  'Set it to {0}.': '请设为 {0}。',
  'The file is empty. Write at least one rule, or remove the file.': '文件为空。请至少写 1 条规则，或删除文件。',
  'The file is longer than {0} characters.': '文件超过 {0} 个字符。',
  'The keys are {0}.': '有效的键为 {0}。',
  'The policy': '策略',
  'The preset {0}': '预设 {0} ',
  'They are {0}.': '有效值为 {0}。',
  'This is not YAML: {0}.': '不是有效的 YAML（{0}）。',
  'charges allows nothing. Name at least one of {0}.': 'charges 为空。请至少列出 {0} 之一。',
  "currency {0}. Set it to the account's, by its ISO code: CNY, USD, EUR …":
    'currency {0}。请设为账户的币种，使用 ISO 代码：CNY、USD、EUR 等。',
  'escalateAfter, e.g. 4h': 'escalateAfter（例如 4h）',
  'escalateTo, the people to tell': 'escalateTo（要通知的人）',
  groups: ' groups ',
  'has no value': '缺少值',
  'is not a single value': '不是单个值',
  'is {0}': '为 {0}',
  'lease is longer than maxLease. Shorten it, or make maxLease longer.':
    'lease 超过 maxLease。请缩短 lease，或延长 maxLease。',
  limits: ' limits ',
  'line {0}: {1}': '第 {0} 行：{1}',
  presets: ' presets ',
  when: ' when ',
  '{0} allows nothing. Name at least one, or leave {1} out to allow all.':
    '{0} 为空。请至少列出 1 项，或去掉 {1} 以允许全部。',
  "{0} cannot be read ({1}). Let the bot's user read it, or set POLICY_FILE to another file.":
    '无法读取 {0}（{1}）。请允许运行机器人的用户读取，或将 POLICY_FILE 设为其他文件。',
  '{0} does nothing alone. Add {1}, or leave both out.': '单独设置 {0} 不起作用。请添加 {1}，或将两者都去掉。',
  '{0} has two entries under digest. A channel gets one each week.': '{0} 在 digest 中重复，每个频道每周仅 1 份。',
  '{0} is not shorter than expireAfter: it would never come to that. Shorten it.':
    '{0} 不短于 expireAfter，永远不会生效。请缩短。',
  '{0} is not there any more.': '{0} 已不存在。',
  '{0} is {1}, finer than {2} can be paid. Round it to {3} decimals.':
    '{0} 为 {1}，超出 {2} 的最小单位。请保留 {3} 位小数。',
  '{0} is {1}, which is too much. Set it to a smaller number.': '{0} 为 {1}，数值过大。请改小。',
  '{0} must be a list of ids and groups, such as [U07ABCDEF12, S07ABCDEF12].':
    '{0} 应为由 ID 和组构成的列表，例如 [U07ABCDEF12, S07ABCDEF12]。',
  '{0} must be a list, such as [a, b].': '{0} 应为列表，例如 [a, b]。',
  '{0} must be a mapping: lines of "key: value".': '{0}应为映射，每行形如“key: value”。',
  '{0} must be {1}, or a list of ids with at least one.': '{0} 应为 {1}，或至少包含一个 ID 的列表。',
  '{0} names nobody. Name at least one, or leave {1} out.': '{0} 未列出人员。请至少列出 1 人，或去掉 {1}。',
  '{0} needs a word or a number.': '{0} 应为一个词或数字。',
  '{0} needs to know of which money it speaks. Write it once for the whole file, e.g. currency: CNY.':
    '{0} 缺少币种。请为整个文件写明 1 次，例如 currency: CNY。',
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
  '{0}: {1}': '{0}：{1}',
  '{0} is {1}. Set it to a whole number from {2} to {3}.': '{0} 为 {1}，应为 {2} 到 {3} 的整数。',
  '{0} is {1}, which is no name: 2–128 characters, beginning with a letter; then letters, digits and : _ . -':
    '{0} 为 {1}，不是有效的名称：2～128 个字符，以字母开头，可包含字母、数字和 : _ . -',
  '{0} is {1}, which is no price. Write it like 0.35, with at most three decimals.':
    '{0} 为 {1}，不是有效的价格，写法如 0.35，最多 3 位小数。',
  '{0} is {1}, which is no value for it.': '{0} 为 {1}，不是有效的值。',
  '{0} and {1} (line {2}) say the same thing. Keep one.': '{0} 与 {1}（第 {2} 行）重复，只保留一个。',
  '{0} is {1}, and {2} is {3}: these contradict each other. Keep one.':
    '{0} 为 {1}，{2} 为 {3}，互相矛盾，只保留一个。',
  '{0} counts only for what is prepaid. Add InstanceChargeType: PrePaid, or leave it out.':
    '{0} 仅用于包年包月，添加 InstanceChargeType: PrePaid 或去掉此项。',
  '{0} counts only for spot instances. Add a SpotStrategy, or leave it out.':
    '{0} 仅用于抢占式实例，添加 SpotStrategy 或去掉此项。',
  '{0} counts only with SpotWithPriceLimit.': '{0} 仅用于 SpotWithPriceLimit。',
  '{0} is {1}, which needs a SpotPriceLimit.': '{0} 为 {1}，须添加 SpotPriceLimit。',
  '{0} needs a Period.': '{0} 须配合 Period。',
  '{0} is {1}. Set it to {2}.': '{0} 为 {1}，应为 {2} 之一。',
  '{0} is {1}. Set it to true or false.': '{0} 为 {1}，应为 true 或 false。',
  '{0} is none of {1}.': '{0} 无效，可选值：{1}。',
  '{0} is not a whole number from {1} to {2}.': '{0} 不是 {1} 到 {2} 的整数。',
  'write at most {0} characters on one line.': '最多 {0} 个字符，且只写一行。',
  '{0} is an id, which tells a reader nothing. Write the name in words.': '{0} 是 ID，读者无法识别。请写名称。',
  'that cannot name a disk: 2–128 letters, digits and : _ . -, beginning with a letter.':
    '云盘名称无效：2～128 个字母、数字和 : _ . -，以字母开头。',
  'a description has 2–256 characters and does not begin with http:// or https://.':
    '描述长度为 2～256 个字符，不能以 http:// 或 https:// 开头。',
  '{0} is no login. Name a key pair, or write session or image.':
    '{0} 不是有效的登录方式，应为密钥对名称、session 或 image。',
  'Windows ignores key pairs.': 'Windows 实例不使用密钥对。',
  'there is no start script {0} under userData.': 'userData 中无启动脚本 {0}。',
  '{0} is no tag: a key of 1–128 characters, and a value of at most 128.':
    '{0} 不是有效的标签：键为 1～128 个字符，值最多 128 个字符。',
  '{0} cannot be set: aliyun, acs: and ecs-chatops: are reserved, and neither part may hold a web address.':
    '{0} 不可用：aliyun、acs: 和 ecs-chatops: 为保留前缀，键和值均不能包含网址。',
  'the tag {0} is given twice.': '标签 {0} 重复。',
  'there are more than {0} tags: an instance takes 20, and the bot needs three.':
    '标签超过 {0} 个：每台实例最多 20 个，机器人占用 3 个。',
  'there are more than {0} data disks.': '数据盘超过 {0} 块。',
  '{0} is no data disk. It needs a category and a size.': '{0} 不是有效的数据盘，需要类型和容量。',
  '{0} is not a disk category.': '{0} 不是有效的云盘类型。',
  '{0} cannot be said of a data disk.': '数据盘不支持 {0}。',
  'a KMS key needs an encrypted disk.': '使用 KMS 密钥须加密云盘。',
  'a data disk {0} has {1} to {2} GiB.': '{0} 数据盘的容量为 {1} 到 {2} GiB。',
  '{0} cannot be had with this type.': '该实例规格不支持 {0}。',
  '{0} is no host name: 2–64 letters, digits, - and ., on Windows 2–15 without dots.':
    '{0} 不是有效的主机名：2～64 个字母、数字、- 和 .；Windows 为 2～15 个且不含点号。',
  'several instances cannot have one. Leave it out, or set the amount to 1.':
    '多台实例不能共用，去掉此项或将数量设为 1。',
  '{0} is no IPv4 address that an instance can have.': '{0} 不是实例可用的 IPv4 地址。',
  '{0} is no time from 1h to 1000d, such as 12h or 7d. It counts from the first Running.':
    '{0} 不是 1h～1000d 的时长，例如 12h、7d，从首次运行起计。',
  'only pay-as-you-go and spot instances can be released automatically.': '仅按量付费和抢占式实例可自动释放。',
  'release protection goes with pay-as-you-go only.': '实例释放保护仅支持按量付费。',
  'only Alibaba Cloud’s public images can be hardened.': '安全加固仅支持公共镜像。',
  'Alibaba Cloud does not take {0}.': '阿里云不接受 {0}。',
  'a group needs its deployment set.': '分组须配合部署集。',
  '{0} does not look right. Write something like {1}.': '{0} 格式不正确，例如 {1}。',
  '{0} is no security group that will do. Name IDs such as sg-1,sg-2.': '{0} 不是可用的安全组，写法如 sg-1,sg-2。',
  'the security group {0} is named twice.': '安全组 {0} 重复。',
  'there are more than {0} security groups.': '安全组超过 {0} 个。',
  'a KMS key needs an encrypted system disk. Add SystemDisk.Encrypted: true.':
    '使用 KMS 密钥须加密系统盘，请添加 SystemDisk.Encrypted: true。',
  '{0}: Alibaba Cloud picks IPv6 addresses. Write how many as Ipv6AddressCount.':
    '{0}：IPv6 地址由阿里云分配，请用 Ipv6AddressCount 写数量。',
  '{0}: the KMS key decides the algorithm. Leave it out.': '{0}：加密算法由 KMS 密钥决定，请去掉。',
  '{0}: the bot does not use launch templates yet. Write what the template holds.':
    '{0}：暂不支持启动模板，直接写出模板内容。',
  '{0}: the bot sets no host name for each. Write HostName for one instance.':
    '{0}：不支持逐台指定主机名，单台实例写 HostName。',
  '{0}: the image decides who logs in. Leave it out.': '{0}：登录用户由镜像决定，去掉此项。',
  '{0}: the bot orders in a VPC only. Leave it out.': '{0}：仅支持专有网络，去掉此项。',
  '{0}: the bot does not set options of the platform. Leave it out.': '{0}：不支持平台选项，去掉此项。',
  '{0}: the bot does not set network interfaces of their own. Leave it out.': '{0}：不支持单独的弹性网卡，去掉此项。',
  '{0}: the bot does not set snapshot policies, provisioned IOPS, or bursting of disks. Leave it out.':
    '{0}：不支持自动快照策略、预配置 IOPS 和云盘突发，去掉此项。',
  '{0}: the bot does not order on dedicated hosts, in clusters or private pools. Leave it out.':
    '{0}：不支持专有宿主机、集群和私有池，去掉此项。',
  '{0}: that belongs to how the bot orders. Leave it out.': '{0}：由机器人自行决定，去掉此项。',
  'A policy must not hold passwords or keys. Use a key pair, Session Manager, or the image’s own password.':
    '策略中不得包含密码和密钥，改用密钥对、会话管理或镜像预设密码。',
  '{0}: write data disks as a list, such as disks: [essd_pl0:100].':
    '{0}：数据盘应写成列表，例如 disks: [essd_pl0:100]。',
  'The keys are {0} and more.': '有效键包括 {0} 等。',
  '{0} is {1}: only cloud_essd has levels, PL0 to PL3.': '{0} 为 {1}：只有 cloud_essd 有性能级别，PL0 到 PL3。',
  '"{0}" is not a key of a tag. The keys are Key, Value.': '“{0}”不是标签的有效键，有效键为 Key、Value。',
  'A tag needs its Key.': '标签缺少 Key。',
  '"{0}" is not a key of a data disk. {1}': '“{0}”不是数据盘的有效键。{1}',
  '{0}: Alibaba Cloud names devices itself. Leave it out.': '{0}：设备名由阿里云分配，去掉此项。',
  '"{0}" is not a disk category.': '“{0}”不是有效的云盘类型。',
  '"{0}" is not the size of a disk in GiB.': '“{0}”不是有效的云盘容量（GiB）。',
  '{0}': '{0}',
  userData: 'userData',
  '"{0}" already names a start script under userData. Choose another name.':
    '“{0}”已是 userData 中启动脚本的名称，更换名称。',
  'The start script {0} holds a password or key in its line {1}. Have the server fetch it at run time.':
    '启动脚本 {0} 第 {1} 行包含密码或密钥，应由实例在运行时获取。',
  'The start script {0} has {1} bytes, and Alibaba Cloud takes {2}.':
    '启动脚本 {0} 有 {1} 字节，阿里云最多接受 {2} 字节。',
  'The start script {0} is empty.': '启动脚本 {0} 为空。',
  '{0} is {1}, and there is no such file that can be read beside the policy.':
    '{0} 为 {1}，策略文件所在目录中无可读取的该文件。',
  '{0} is {1}, which is not beside the policy. Put the file into its folder.':
    '{0} 为 {1}，不在策略文件所在目录，须将文件放入该目录。',
  '"{0}" cannot name a start script. Use letters, digits, dots, _ and -, at most 64.':
    '“{0}”不能用作启动脚本名，只用字母、数字、点号、_ 和 -，最多 64 个字符。',
  login: 'login',
  tags: 'tags',
  '"{0}" is no login. Name some of {1}.': '“{0}”不是有效的登录方式，可选：{1}。',
  'default is {0}, which is not among the logins allowed.': 'default 为 {0}，不在允许的登录方式中。',
  '"{0}" cannot be a tag.': '“{0}”不能用作标签。',
  'defaults cannot hold {0}. Write a preset for that.': 'defaults 不能包含 {0}，写成预设。',
  'An entry of required': ' required 条目',
  'An entry of required needs fields: a list of {0}.': 'required 条目缺少 fields，应为列表：{0}。',
  '"{0}" cannot be required. There are {1}.': '“{0}”不能设为必填，可选：{1}。',
};

const upperFirst = (template: string): string => `${template.charAt(0).toUpperCase()}${template.slice(1)}`;

/** What stands alone keeps its space only between other words. */
const tidied = (sentence: string): string => sentence.trim().replace(/：\s+/gu, '：').replace(/ {2,}/gu, ' ');

/** In Chinese, and in English what is not known here. */
export const mistakesText = (mistakes: readonly Saying[]): string =>
  mistakes
    .map((one) => tidied(said(one, (words) => POLICY_MISTAKES[words] ?? POLICY_MISTAKES[upperFirst(words)] ?? words)))
    .join('');
