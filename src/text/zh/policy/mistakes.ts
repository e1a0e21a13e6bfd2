import { type Saying, said } from '../../../core/saying.ts';
import { TEMPLATE_MISTAKES } from './template-mistakes.ts';

/** Mistakes in a policy file, by their English text; `test/text/policy-mistakes.test.ts` finds missing ones. */
export const POLICY_MISTAKES: Readonly<Record<string, string>> = {
  ...TEMPLATE_MISTAKES,
  '"{0}" isn’t a valid group name. Use lowercase letters, digits, and -, at most 40 characters.':
    '“{0}”不是有效的组名，请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" isn’t a valid network name. Use lowercase letters, digits, and -, at most 40 characters.':
    '“{0}”不是有效的网络名，请使用小写字母、数字和 -，最多 40 个字符。',
  'networks allows nothing. Name at least one network, or leave networks out to allow all.':
    'networks 为空。请至少写 1 个网络，或去掉 networks 以允许全部。',
  networks: 'networks',
  'The network {0}': '网络 {0} ',
  'The network {0} needs region, such as cn-hangzhou.': '网络 {0} 缺少 region，例如 cn-hangzhou。',
  'The network {0} needs vSwitches: a list of IDs.': '网络 {0} 缺少 vSwitches，应为 ID 列表。',
  'The network {0} needs securityGroups: a list of IDs.': '网络 {0} 缺少 securityGroups，应为 ID 列表。',
  '{0} needs at least one ID, such as {1}.': '{0} 至少需要一个 ID，例如 {1}。',
  '"{0}" isn’t a valid ID. Copy the ID from the console; it looks like {1}.':
    '“{0}”不是有效的 ID，请从控制台复制，形如 {1}。',
  '{0} is listed twice. Keep one.': '{0} 重复，只保留一个。',
  'about is too long. Use at most {0} characters on one line.': 'about 过长，最多 {0} 个字符且只写一行。',
  'There are two networks {0}. Rename one.': '网络 {0} 重复，请重命名其中一个。',
  '{0} with {1} is in the networks {2} and {3}. Keep it in one.': '{0} 与 {1} 同时属于网络 {2} 和 {3}，只保留一处。',
  'The networks {0} and {1} are both the default of {2}. Keep one.':
    '网络 {0} 和 {1} 都是 {2} 的默认网络，只保留一个。',
  'There is no network {0}: the policy has no networks. Add it under networks.':
    '策略中无网络 {0}，请在 networks 中添加。',
  'There is no network {0} under networks. Use one of {1}.': 'networks 中无网络 {0}，可用：{1}。',
  'The network {0} is in {1}, not in {2}. Change the region or the network.':
    '网络 {0} 在 {1}，不在 {2}，请更换地域或网络。',
  '{0}: not in any network under networks. Add it to one, or choose another.':
    '{0}：不属于 networks 中的网络，请添加或更换。',
  '"{0}" isn’t a valid preset name. Use lowercase letters, digits, and -, at most 40 characters.':
    '“{0}”不是有效的预设名，请使用小写字母、数字和 -，最多 40 个字符。',
  '"{0}" is reserved. Choose another name.': '“{0}”为保留名称，请更换。',
  '"{0}" is a channel. List people or user groups here.': '“{0}”是频道，此处应填成员或用户组。',
  '"{0}" is a group, and a group can’t contain another. List its people here.':
    '“{0}”是组，组不能嵌套，请在此处直接列出成员。',
  '"{0}" is neither a Slack ID nor a group under groups. {1}': '“{0}”无效，应为 Slack ID 或 groups 中的组。{1}',
  '"{0}" isn’t a valid tag. Write key=value, or the key alone for any value.':
    '“{0}”不是有效的标签。请写成 key=value，或只写键以匹配任意值。',
  '"{0}" isn’t a billing method. {1}': '“{0}”不是有效的付费类型。{1}',
  '"{0}" isn’t a Slack channel ID. Copy it from the end of the channel’s details; it looks like C07ABCDEF12.':
    '“{0}”不是 Slack 频道 ID，请从频道详情末尾复制，形如 C07ABCDEF12。',
  '"{0}" isn’t a Slack channel ID. {1}': '“{0}”不是 Slack 频道 ID。{1}',
  '"{0}" isn’t a key of a preset. {1}': '“{0}”不是预设的有效键。{1}',
  '"{0}" isn’t a key of {1}. {2}': '“{0}”不是{1}的有效键。{2}',
  '"{0}" means the last request. Choose another name.': '“{0}”表示上一次申请，请更换名称。',
  '30m, 4h or 2d': '30m、4h 或 2d',
  '30m, 4h or 2d, or never': '30m、4h 或 2d，也可以是 never',
  'Enter a word here.': '此处应填一个词。',
  'Enter a word here. Put {0} in quotes.': '此处应填一个词，{0} 需要加引号。',
  'An entry of act': ' act 条目',
  'An entry of act needs tag: a tag of the instances, such as team=web.':
    'act 条目缺少 tag，应为实例的标签，例如 team=web。',
  'An entry of act needs who: everyone, or a list of IDs and groups.':
    'act 条目缺少 who，应为 everyone 或由 ID 和组构成的列表。',
  'An entry of approvals': ' approvals 条目',
  'An entry of budgets': ' budgets 条目',
  'An entry of budgets needs perMonth: an amount, such as 3000.': 'budgets 条目缺少 perMonth，应为金额，例如 3000。',
  'An entry of budgets needs who: each, or a list of IDs and groups.':
    'budgets 条目缺少 who，应为 each 或由 ID 和组构成的列表。',
  'An entry of create': ' create 条目',
  'An entry of create needs channels: any, or a list of channel IDs.':
    'create 条目缺少 channels，应为 any 或频道 ID 的列表。',
  'An entry of create needs who: everyone, or a list of IDs and groups.':
    'create 条目缺少 who，应为 everyone 或由 ID 和组构成的列表。',
  'An entry of digest': ' digest 条目',
  'An entry of digest needs channel: a channel ID, such as C07ABCDEF12.':
    'digest 条目缺少 channel，应为频道 ID，例如 C07ABCDEF12。',
  'Copy the ID from the end of the channel’s details; it looks like C07ABCDEF12. "{0}" means direct messages.':
    '请从频道详情末尾复制 ID，形如 C07ABCDEF12；“{0}”表示私信。',
  'To get an ID such as U07ABCDEF12, open the profile in Slack, then ⋮, Copy member ID. A user group’s ID looks like S07ABCDEF12.':
    'ID 形如 U07ABCDEF12：在 Slack 中打开个人资料，点击 ⋮，复制成员 ID。用户组的 ID 形如 S07ABCDEF12。',
  'Did you mean {0}?': '您是否想写 {0}？',
  'Nobody can meet this rule: it needs {0} people, but {1} lists {2}. Lower approvers, or list more people.':
    '规则无法满足：需 {0} 人，但 {1} 仅列出 {2} 人。请减少 approvers 或增列成员。',
  'Set it to a time zone such as Asia/Shanghai or UTC.': '请设为时区，例如 Asia/Shanghai 或 UTC。',
  'Set it to {0}.': '请设为 {0}。',
  'The file is empty. Write at least one rule, or remove the file.': '文件为空。请至少写 1 条规则，或删除文件。',
  'The file is longer than {0} characters. Shorten it.': '文件超过 {0} 个字符，请缩短。',
  'The keys are {0}.': '有效的键为 {0}。',
  'The policy': '策略',
  'The preset {0}': '预设 {0} ',
  'Use one of {0}.': '可用：{0}。',
  'This key is there twice. Keep one.': '键重复，只保留一个。',
  'This isn’t valid YAML: {0}.': '不是有效的 YAML（{0}）。',
  'charges allows nothing. Name at least one of {0}.': 'charges 为空。请至少列出 {0} 之一。',
  'currency {0}. Set it to the ISO code of the account’s currency: CNY, USD, EUR, …':
    'currency {0}。请设为账户的币种，使用 ISO 代码：CNY、USD、EUR 等。',
  'escalateAfter, such as 4h': 'escalateAfter（例如 4h）',
  'escalateTo, the people to notify': 'escalateTo（要通知的人）',
  groups: ' groups ',
  'has no value': '缺少值',
  'isn’t a single value': '不是单个值',
  'is {0}': '为 {0}',
  'lease is longer than maxLease. Shorten lease, or extend maxLease.':
    'lease 超过 maxLease。请缩短 lease，或延长 maxLease。',
  limits: ' limits ',
  'line {0}: {1}': '第 {0} 行：{1}',
  presets: ' presets ',
  when: ' when ',
  '{0} allows nothing. List at least one, or leave {1} out to allow all.':
    '{0} 为空。请至少列出 1 项，或去掉 {1} 以允许全部。',
  '{0} can’t be read ({1}). Give the bot’s user read access, or set POLICY_FILE to another file.':
    '无法读取 {0}（{1}）。请允许运行机器人的用户读取，或将 POLICY_FILE 设为其他文件。',
  '{0} has no effect alone. Add {1}, or leave both out.': '单独设置 {0} 不起作用。请添加 {1}，或将两者都去掉。',
  '{0} has two entries under digest. Keep one.': '{0} 在 digest 中重复，只保留一项。',
  '{0} isn’t shorter than expireAfter, so it never takes effect. Shorten it.':
    '{0} 不短于 expireAfter，不会生效，请缩短。',
  '{0} no longer exists. Put it back, or set POLICY_FILE to another file.':
    '{0} 已不存在。请恢复文件，或将 POLICY_FILE 设为其他文件。',
  '{0} is {1}, too fine for {2}. Round it to {3} decimals.': '{0} 为 {1}，超出 {2} 的最小单位。请保留 {3} 位小数。',
  '{0} is {1}, which is too large. Set it to a smaller number.': '{0} 为 {1}，数值过大。请改小。',
  '{0} must be a list of IDs and groups, such as [U07ABCDEF12, S07ABCDEF12].':
    '{0} 应为由 ID 和组构成的列表，例如 [U07ABCDEF12, S07ABCDEF12]。',
  '{0} must be a list, such as [a, b].': '{0} 应为列表，例如 [a, b]。',
  '{0} must be a mapping: lines of "key: value".': '{0}应为映射，每行形如“key: value”。',
  '{0} must be {1}, or a list of at least one ID.': '{0} 应为 {1}，或至少包含一个 ID 的列表。',
  '{0} lists nobody. List at least one person, or leave {1} out.': '{0} 未列出人员。请至少列出 1 人，或去掉 {1}。',
  '{0} must be a word or a number.': '{0} 应为一个词或数字。',
  '{0} needs a currency. Set it once for the whole file, such as currency: CNY.':
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
  '{0} is {1}, which isn’t a valid name. Use 2–128 letters, digits, and : _ . -, starting with a letter.':
    '{0} 为 {1}，不是有效的名称。请使用 2～128 个字母、数字和 : _ . -，以字母开头。',
  '{0} is {1}, which isn’t a valid price. Write it like 0.35, with at most 3 decimals.':
    '{0} 为 {1}，不是有效的价格，写法如 0.35，最多 3 位小数。',
  '{0} is {1}, which isn’t a valid value. docs/using.md lists the values.': '{0} 为 {1}，不是有效的值。',
  '{0} and {1} (line {2}) set the same thing. Keep one.': '{0} 与 {1}（第 {2} 行）重复，只保留一个。',
  '{0} is {1}, but {2} is {3}. Keep one.': '{0} 为 {1}，{2} 为 {3}，互相矛盾，只保留一个。',
  '{0} applies only to prepaid instances. Add InstanceChargeType: PrePaid, or leave it out.':
    '{0} 仅用于包年包月。请添加 InstanceChargeType: PrePaid，或去掉此项。',
  '{0} applies only to spot instances. Add a SpotStrategy, or leave it out.':
    '{0} 仅用于抢占式实例。请添加 SpotStrategy，或去掉此项。',
  '{0} applies only to prepaid instances. Add charge: prepaid to the preset, or leave {1} out.':
    '{0} 仅用于包年包月。请在预设中添加 charge: prepaid，或去掉 {1}。',
  '{0} applies only to spot instances. Add charge: spot to the preset, or leave {1} out.':
    '{0} 仅用于抢占式实例。请在预设中添加 charge: spot，或去掉 {1}。',
  '{0} has no effect while {1} is {2}. Leave it out, or change {3}.':
    '{0} 在 {1} 为 {2} 时不起作用。请去掉此项，或更改 {3}。',
  '{0} applies only with SpotStrategy: SpotWithPriceLimit. Set that, or leave it out.':
    '{0} 仅用于 SpotStrategy: SpotWithPriceLimit。请设置，或去掉此项。',
  '{0} is {1}, which needs a SpotPriceLimit. Add one, such as 0.35.': '{0} 为 {1}，请添加 SpotPriceLimit，例如 0.35。',
  '{0} needs a Period. Add one, such as 1.': '{0} 须配合 Period，请添加，例如 1。',
  '{0} is {1}. Set it to one of {2}.': '{0} 为 {1}。请设为 {2} 之一。',
  '{0} is {1}. Set it to true or false.': '{0} 为 {1}，应为 true 或 false。',
  '{0} isn’t a valid value. Use one of {1}.': '{0} 无效，可用：{1}。',
  '{0} isn’t valid. Use a whole number from {1} to {2}.': '{0} 无效，请使用 {1} 到 {2} 的整数。',
  'too long. Use at most {0} characters on one line.': '过长，最多 {0} 个字符且只写一行。',
  '{0} is an ID, which readers don’t recognize. Write the name.': '{0} 是 ID，读者无法识别。请写名称。',
  'not a valid disk name. Use 2–128 letters, digits, and : _ . -, starting with a letter.':
    '云盘名称无效。请使用 2～128 个字母、数字和 : _ . -，以字母开头。',
  'not a valid description. Use 2–256 characters, not starting with http:// or https://.':
    '描述无效。请使用 2～256 个字符，不能以 http:// 或 https:// 开头。',
  '{0} isn’t a valid login. Write key:NAME for a key pair, session, or image.':
    '{0} 不是有效的登录方式。请写 key:密钥对名称、session 或 image。',
  'there is no start script {0} under userData. Add it there.': 'userData 中无启动脚本 {0}，请添加。',
  '{0} isn’t a valid tag. Use a key of 1–128 characters and a value of at most 128.':
    '{0} 不是有效的标签：键为 1～128 个字符，值最多 128 个字符。',
  '{0} can’t be a tag: aliyun, acs:, and ecs-chatops: are reserved, and web addresses aren’t allowed. Choose another.':
    '{0} 不能用作标签：aliyun、acs: 和 ecs-chatops: 为保留前缀，键和值不能包含网址。请更换。',
  'the tag {0} is there twice. Keep one.': '标签 {0} 重复，只保留一个。',
  'more than {0} tags. An instance has at most 20, and the bot needs three. Remove some.':
    '标签超过 {0} 个：每台实例最多 20 个，机器人占用 3 个。请减少。',
  'more than {0} data disks. Remove some.': '数据盘超过 {0} 块，请减少。',
  '{0} isn’t a valid data disk. Write its category and size, such as essd_pl0:100.':
    '{0} 不是有效的数据盘。请写云盘类型和容量，例如 essd_pl0:100。',
  '{0} isn’t a disk category. Use one such as cloud_essd or cloud_auto.': '{0} 不是有效的云盘类型。',
  '{0} isn’t an option of a data disk. Leave it out.': '数据盘不支持 {0}，请去掉。',
  'a KMS key needs an encrypted disk. Add encrypted to the disk.': '使用 KMS 密钥须加密云盘，请为云盘添加 encrypted。',
  'a data disk of {0} has {1} to {2} GiB. Change its size.': '{0} 数据盘的容量为 {1} 到 {2} GiB，请修改。',
  '{0} isn’t a valid host name. Use 2–64 letters, digits, -, and . (Windows: 2–15, no periods).':
    '{0} 不是有效的主机名：2～64 个字母、数字、- 和 .；Windows 为 2～15 个且不含点号。',
  'several instances can’t share one. Leave it out, or set amount to 1.':
    '多台实例不能共用，请去掉此项或将 amount 设为 1。',
  '{0} isn’t an IPv4 address that an instance can have. Use a free one of the vSwitch.':
    '{0} 不是实例可用的 IPv4 地址，请使用交换机内的空闲地址。',
  '{0} isn’t a valid time. Use 1h to 1000d, such as 12h or 7d. It counts from when the instance first runs.':
    '{0} 不是有效的时长。请设为 1h～1000d，例如 12h、7d，从首次运行起计。',
  'prepaid instances can’t auto-release. Leave it out, or choose pay-as-you-go or spot.':
    '包年包月实例不能自动释放。请去掉此项，或改用按量付费、抢占式实例。',
  'only pay-as-you-go instances can have release protection. Leave it out.': '仅按量付费实例支持释放保护，请去掉此项。',
  'only Alibaba Cloud’s public images can be hardened. Leave it out, or choose a public image.':
    '安全加固仅支持公共镜像。请去掉此项，或改用公共镜像。',
  'Alibaba Cloud doesn’t accept {0}. Choose another.': '阿里云不接受 {0}，请更换。',
  'a group needs its deployment set. Add deploymentset: ds-….': '分组须配合部署集，请添加 deploymentset: ds-…。',
  '{0} isn’t valid. Write it like {1}.': '{0} 格式不正确，写法如 {1}。',
  '{0} isn’t a usable security group. Write IDs such as sg-1,sg-2.': '{0} 不是可用的安全组，写法如 sg-1,sg-2。',
  'the security group {0} is there twice. Keep one.': '安全组 {0} 重复，只保留一个。',
  'more than {0} security groups. Remove some.': '安全组超过 {0} 个，请减少。',
  'a KMS key needs an encrypted system disk. Add SystemDisk.Encrypted: true.':
    '使用 KMS 密钥须加密系统盘，请添加 SystemDisk.Encrypted: true。',
  '{0}: Alibaba Cloud assigns IPv6 addresses. Write how many as Ipv6AddressCount.':
    '{0}：IPv6 地址由阿里云分配，请用 Ipv6AddressCount 写数量。',
  '{0}: the KMS key decides the algorithm. Leave it out.': '{0}：加密算法由 KMS 密钥决定，请去掉。',
  '{0}: the system disk is released with its instance. Leave it out.': '{0}：系统盘随实例释放，去掉此项。',
  '{0}: the bot can’t set several host names. Write HostName, for one instance.':
    '{0}：不支持逐台指定主机名，单台实例写 HostName。',
  '{0}: new instances log in as root. Leave it out.': '{0}：新实例均以 root 登录，去掉此项。',
  '{0}: the bot creates instances in a VPC only. Leave it out.': '{0}：仅支持专有网络，去掉此项。',
  '{0}: the bot doesn’t set platform options. Leave it out.': '{0}：不支持平台选项，去掉此项。',
  '{0}: the bot doesn’t set separate network interfaces. Leave it out.': '{0}：不支持单独的弹性网卡，去掉此项。',
  '{0}: the bot doesn’t set snapshot policies, provisioned IOPS, or bursting of disks. Leave it out.':
    '{0}：不支持自动快照策略、预配置 IOPS 和云盘突发，去掉此项。',
  '{0}: the bot doesn’t use dedicated hosts, clusters, or private pools. Leave it out.':
    '{0}：不支持专有宿主机、集群和私有池，去掉此项。',
  'Tags of YAML, such as !Ref, aren’t read. Put text that begins with ! in quotes.':
    '不支持 !Ref 等 YAML 标记。以 ! 开头的文本请加引号。',
  'This alias has no anchor before it. Put text that begins with * in quotes.':
    '该别名之前无对应的锚点。以 * 开头的文本请加引号。',
  'This alias repeats what it is part of. Write the keys themselves.': '该别名引用了自身所在的内容，请直接写出各键。',
  'The aliases of the file repeat too much. Write the keys themselves.': '文件中别名重复的内容过多，请直接写出各键。',
  'The policy can’t merge keys by <<. Write the keys themselves.': '不支持用 << 合并，请直接写出各键。',
  'A key must be a word, such as size.': '键应为一个词，例如 size。',
  '{0} takes one value. Write it without brackets.': '{0} 只有一个值，请去掉方括号。',
  '{0} has a character that nobody sees. Type it again.': '{0} 包含不可见字符，请重新输入。',
  '{0} is {1}, which another tool would fill in. Write the value.': '{0} 为 {1}，是其他工具的变量，请写出实际的值。',
  'The file isn’t text in UTF-8. Save it as UTF-8.': '文件不是 UTF-8 文本，请另存为 UTF-8。',
  'The start script {0} isn’t text in UTF-8. Save it as UTF-8.': '启动脚本 {0} 不是 UTF-8 文本，请另存为 UTF-8。',
  '{0}: Alibaba Cloud doesn’t sell {1}. Use 1–9, 12, 24, 36, 48, or 60 months, or 1–4 weeks.':
    '{0}：阿里云不支持 {1}。请使用 1～9、12、24、36、48、60 个月或 1～4 周。',
  '{0}: Alibaba Cloud counts auto-renewals in the PeriodUnit. Leave it out.':
    '{0}：自动续费时长的单位与 PeriodUnit 相同，请去掉。',
  '{0} applies only with auto-renewal. Add renew: on, or leave it out.':
    '{0} 仅在自动续费开启时有效。请添加 renew: on，或去掉。',
  '{0}: the policy’s partial decides what happens if only some can be bought. Leave it out.':
    '{0}：仅能购买部分实例时的处理由策略中的 partial 决定，请去掉。',
  '{0}: the vSwitch decides the VPC. Write VSwitchId, or leave it out.':
    '{0}：专有网络由交换机决定。请写 VSwitchId，或去掉此项。',
  '{0} is {1}, but the bot numbers several instances itself. Write the name without brackets.':
    '{0} 为 {1}，多台实例由机器人编号，名称中请勿写方括号。',
  'only burstable types, such as ecs.t6-c1m2.large, have CPU credits. Leave it out, or choose one.':
    '仅突发性能实例有 CPU 积分，例如 ecs.t6-c1m2.large。请去掉此项，或改用此类规格。',
  '{0}: a packed script can’t be read. Write its text.': '{0}：无法读取压缩的脚本，请写脚本原文。',
  '{0} is {1}, which needs an InternetMaxBandwidthOut. Add one, such as 5.':
    '{0} 为 {1}，请添加 InternetMaxBandwidthOut，例如 5。',
  '{0}: the bot sets this for its own requests. Leave it out.': '{0}：由机器人自行设置，去掉此项。',
  'A policy must not contain passwords or keys. Use a key pair, Session Manager, or the image’s own password.':
    '策略中不得包含密码和密钥，请改用密钥对、会话管理或镜像预设密码。',
  '{0}: write data disks as a list, such as disks: [essd_pl0:100].':
    '{0}：请将数据盘写成列表，例如 disks: [essd_pl0:100]。',
  'The keys include {0}. docs/using.md lists all.': '有效键包括 {0} 等，完整列表见 docs/using.md。',
  '{0} is {1}, but only cloud_essd has levels: PL0 to PL3. Leave it out, or use cloud_essd.':
    '{0} 为 {1}，但仅 cloud_essd 有性能级别：PL0 到 PL3。请去掉此项，或改用 cloud_essd。',
  '"{0}" isn’t a key of a tag. The keys are Key and Value.': '“{0}”不是标签的有效键，有效键为 Key、Value。',
  'A tag needs a Key. Add one, such as Key: team.': '标签缺少 Key，请添加，例如 Key: team。',
  '"{0}" isn’t a key of a data disk. {1}': '“{0}”不是数据盘的有效键。{1}',
  '{0}: Alibaba Cloud assigns device names. Leave it out.': '{0}：设备名由阿里云分配，去掉此项。',
  '"{0}" isn’t a disk category. Use one such as cloud_essd.': '“{0}”不是有效的云盘类型，例如 cloud_essd。',
  '"{0}" isn’t a valid disk size. Write GiB as a whole number, such as 100.':
    '“{0}”不是有效的云盘容量。请写整数（GiB），例如 100。',
  '{0}': '{0}',
  userData: 'userData',
  'userData already has a start script "{0}". Rename this preset.': 'userData 中已有启动脚本“{0}”，请重命名预设。',
  'The start script {0} contains a password or key in line {1}. Have the server fetch it at run time.':
    '启动脚本 {0} 第 {1} 行包含密码或密钥，请改为由实例在运行时获取。',
  'The start script {0} has {1} bytes, but Alibaba Cloud accepts {2}. Shorten it.':
    '启动脚本 {0} 有 {1} 字节，阿里云最多接受 {2} 字节，请缩短。',
  'The start script {0} is empty. Write it, or remove it.': '启动脚本 {0} 为空，请填写或删除。',
  '{0} is {1}, but there is no readable file of that name beside the policy. Put it there.':
    '{0} 为 {1}，但策略文件所在目录中无可读取的同名文件，请放入该目录。',
  '{0} is {1}, which isn’t beside the policy. Put the file into the policy’s folder.':
    '{0} 为 {1}，不在策略文件所在目录，请将文件放入该目录。',
  '"{0}" isn’t a valid start script name. Use letters, digits, periods, _, and -, at most 64 characters.':
    '“{0}”不是有效的启动脚本名，请使用字母、数字、点号、_ 和 -，最多 64 个字符。',
  login: 'login',
  tags: 'tags',
  '"{0}" isn’t a valid login. Use some of {1}.': '“{0}”不是有效的登录方式，可选：{1}。',
  'default is {0}, which allowed doesn’t list. Add it to allowed, or change default.':
    'default 为 {0}，不在 allowed 中。请加入 allowed，或修改 default。',
  '"{0}" can’t be a tag. Choose another key or value.': '“{0}”不能用作标签，请更换键或值。',
  'defaults can’t contain {0}. Write a preset instead.': 'defaults 不能包含 {0}，请改用预设。',
  'An entry of required': ' required 条目',
  'An entry of required needs fields: a list of {0}.': 'required 条目缺少 fields，应为列表：{0}。',
  '"{0}" can’t be required. Use some of {1}.': '“{0}”不能设为必填，可用：{1}。',
};

const upperFirst = (template: string): string => `${template.charAt(0).toUpperCase()}${template.slice(1)}`;

/** Removes the spaces around inserted values that Chinese does not need. */
const tidied = (sentence: string): string => sentence.trim().replace(/：\s+/gu, '：').replace(/ {2,}/gu, ' ');

/** In Chinese; in English if a text is missing here. */
export const mistakesText = (mistakes: readonly Saying[]): string =>
  mistakes
    .map((one) => tidied(said(one, (words) => POLICY_MISTAKES[words] ?? POLICY_MISTAKES[upperFirst(words)] ?? words)))
    .join('');
