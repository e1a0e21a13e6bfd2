import type { Failure } from '../../core/failure/failure.ts';
import type { Saying } from '../../core/saying.ts';
import type { Text } from '../en.ts';
import { failureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { all } from './base/listed.ts';
import { marks } from './base/marks.ts';
import { failures } from './failure/failures.ts';
import { slackTroubleText } from './failure/slack-troubles.ts';
import { accountOfStore } from './instance/other-account.ts';
import { mistakesText } from './policy/mistakes.ts';

const seconds = (ms: number): string => {
  const whole = Math.round(Math.abs(ms) / 1000);
  if (whole < 120) return `${whole} 秒`;
  return whole < 7200 ? `${Math.round(whole / 60)} 分钟` : `${Math.round(whole / 3600)} 小时`;
};

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** What `/ecs doctor` answers. Each check: how it stands, and where it is not well what to do in one sentence. */
export const doctor: Text['doctor'] = {
  marks,
  said: slackTroubleText,
  checking: '检查 Slack、阿里云和机器人需要几秒，结果随后发出。',
  late: '检查没有及时完成。请一分钟后再次使用 /ecs doctor，并查看机器人的日志。',
  allWell: '一切正常',
  needsAttention: (many: number): string => `有 ${many} 项需要处理`,
  notKnown: (many: number): string => `就目前所知一切正常（有 ${many} 项无法确认）`,
  again: '重新检查',
  tellAdmins: '请将此结果告知机器人的运维人员。',
  short: '这是简略版。管理员可以看到每一项的处理方法。',
  harmless: '没有购买或更改任何资源：权限是通过 DryRun 预检和只读调用确认的。',

  check: {
    connection: '与 Slack 的连接',
    slackToken: 'Slack 令牌',
    scopes: 'Slack 权限范围',
    channel: '此频道',
    clock: '时钟',
    cloud: '阿里云',
    rights: 'RAM 权限',
    account: '账号',
    limiter: '调用频率',
    store: '数据库',
    outbox: '待发送的消息',
    policy: '策略',
    networks: '策略中的网络',
    digest: '每周摘要',
    directory: '人员与用户组',
  },

  lateCheck: (ms: number): string => `无法检查：${seconds(ms)}内没有响应。`,
  brokenCheck: (reference: string): string => `无法检查：原因见日志，编号 ${reference}。`,
  slackSilent: (code: string): string => `无法检查：Slack 没有响应（${code}）。`,

  connection: {
    socket: (since: number): string => `Socket Mode，已连接，自 ${momentMark(since)}。`,
    lost: (times: number): string => `启动以来重新连接了 ${times} 次，Slack 每隔几小时就会这样。`,
    http: '带签名的 HTTP，正在监听。',
    down: '目前没有连接。',
    downFor: (reason: string): string => `未连接：Slack 返回 ${reason}。`,
    downFix: '请稍等几秒，机器人会自动重新连接；如果一直如此，请检查网络和 SLACK_APP_TOKEN。',
  },
  token: {
    is: (bot: string, team: string): string => `机器人在 ${team} 中的身份是 ${bot}。`,
  },
  scopes: {
    all: (many: number): string => `${many} 个权限范围均已授予。`,
    unknown: '无法检查：Slack 没有给出权限范围。',
    isMissing: (cost: string): string => `缺失：${cost}`,
    fix: '请用 manifest.yml 更新应用（应用设置中的 App Manifest），重新安装，并设置新的 SLACK_BOT_TOKEN。',
    optionalFix: '这是可选的；如需启用，请用 manifest.yml 更新应用并重新安装。',
    cost: {
      commands: '无法使用 /ecs。',
      'chat:write': '无法发送任何消息。',
      'chat:write.public': '卡片只能发到邀请了机器人的公共频道，其他情况发到私信。',
      'im:write': '无法给任何人发私信。',
      'users:read': '无法确认审批的人是否为正式成员。',
      'usergroups:read': '策略中用户组的成员都不被承认。',
      'channels:history': '如果在发送途中崩溃，公共频道里可能会出现重复的消息；也无法得知机器人是否在某个公共频道中。',
      'groups:history': '如果在发送途中崩溃，私有频道里可能会出现重复的消息；也无法得知机器人是否在某个私有频道中。',
      'im:history': '如果在发送途中崩溃，私信可能会重复。',
    },
    otherCost: (methods: string): string => `无法调用 ${methods}。`,
  },
  networks: {
    good: (networks: number): string => `${networks} 个网络的交换机和安全组均存在。`,
    missing: (region: string): string => `${region} 中没有以下交换机或安全组：`,
    fix: '请修改策略文件 networks 中的 ID，或将其删除。',
    unread: (region: string): string => `无法检查 ${region} 的网络。`,
  },
  digest: {
    good: (channels: number): string => `机器人可以在其 ${channels} 个频道中发消息。`,
    closed: '机器人不在以下频道中，无法发消息：',
    fix: '请邀请机器人加入这些频道，或从策略文件的 digest 中删除它们。',
    unknown: '无法得知机器人是否可以在以下频道中发消息：',
  },
  channel: {
    member: '机器人在此频道中，可以发消息。',
    direct: '机器人可以在此会话中发消息。',
    guest: '机器人不在此频道中，但这是公共频道，可以发消息。',
    guestFix: '如果希望机器人在崩溃后能找回自己的消息，请邀请它加入。',
    closed: '机器人不在此频道中，无法发消息；卡片会发到您与它的私信中。',
    closedFix: '请邀请机器人加入此频道。',
    refused: (code: string): string => `Slack 拒绝了机器人在此频道的上一条消息（${code}），卡片会发到您与它的私信中。`,
    refusedFix: {
      absent: '请邀请机器人加入此频道。',
      archived: '请换一个频道。',
      restricted: '请在频道设置中允许机器人发消息。',
      refused: '请在 Slack 的 chat.postMessage 文档中查询此错误码。',
    },
    unknown: '没有可选的权限范围 channels:history（私有频道为 groups:history），无法得知机器人是否在此频道中。',
    other: (code: string): string => `无法检查：Slack 返回 ${code}。`,
  },
  clock: {
    good: (ms: number): string =>
      Math.abs(ms) < 2000 ? '与 Slack 的时钟一致。' : `与 Slack 的时钟相差 ${seconds(ms)}。`,
    off: (ms: number): string => `比 Slack 的时钟${ms > 0 ? '快' : '慢'} ${seconds(ms)}。`,
    fix: '请用 NTP 校准服务器的时钟：相差 5 分钟起机器人会拒绝 Slack 的签名请求，相差 15 分钟起阿里云会拒绝请求。',
    unknown: '无法检查：Slack 的响应中没有时间。',
  },
  cloud: {
    answers: (region: string): string => `${region} 响应正常。`,
    failed: (failure: Failure): string => {
      const { code } = failure;
      const { title } = failureWords(failures, failure);
      return code === null ? `${title}。` : `${title}（${code}）。`;
    },
    fix: (failure: Failure): string => failureWords(failures, failure).next,
    clockFix: '阿里云因时间不符拒绝了签名：请校准服务器的时钟。',
  },
  rights: {
    all: (many: number): string => `机器人可以执行全部 ${many} 种调用。`,
    some: (granted: number, all: number): string => `可以确定机器人能执行 ${all} 种调用中的 ${granted} 种。`,
    lacks: (principal: string | null): string => `${principal ?? '机器人的 RAM 身份'} 缺少`,
    fix: '请在其 RAM 权限策略中添加；完整的权限策略见 docs/install.md。',
    unproven: '没有被拒绝，但也未能证实：',
    whyUnproven: '机器人没有处于合适状态的实例可供预检。',
    noOrder: (region: string): string =>
      `没有检查是否可以创建实例：${region} 目前无法下单，缺少交换机及其 VPC 中的安全组、镜像，或有库存的实例规格。`,
    refused: (failure: Failure): string =>
      `目前下单会被拒绝：${failureWords(failures, failure).title}${failure.code === null ? '' : `（${failure.code}）`}。`,
    unasked: '以下权限没有得到答复：',
  },
  limiter: {
    calm: (gates: number): string => (gates === 0 ? '还没有调用过任何 API。' : `${gates} 个 API 均以全速调用。`),
    gate: (api: string, region: string, perSecond: number, full: number): string =>
      `${region} 的 ${api} 为每秒 ${Number(perSecond.toFixed(2))} 次（上限 ${full}）`,
    slowed: (gates: readonly string[]): string => `因阿里云流控而降速：${gates.join('；')}。`,
    rate: (gates: readonly string[]): string => `创建速率：${gates.join('；')}。`,
    refusedGate: (api: string, region: string, many: number): string => `${region} 的 ${api} ${many} 次`,
    refused: (gates: readonly string[]): string => `启动以来被流控：${gates.join('；')}。`,
    waiting: (calls: number): string => `${calls} 个调用正在排队。`,
    fix: '会自动恢复；如果经常出现，请在配额中心提高 API 速率配额，或调低 ECS_PER_SECOND。',
  },
  account: {
    is: (id: string): string => `${id}，凭证和数据库同属此账号。`,
    other: (stored: string | null, actual: string): string =>
      `凭证属于 ${actual}，数据库属于 ${accountOfStore(stored)}：不查看、不购买、不更改任何内容。`,
    otherFix: (stored: string | null, actual: string): string =>
      `请配置 ${accountOfStore(stored)} 的凭证，或为 ${actual} 配置单独的数据库。只有要在 ${actual} 中继续使用此数据库时，才执行 /ecs unfreeze account ${actual}。`,
    unknown: (why: string): string => `尚不知道凭证属于哪个账号（${why}）：不查看、不购买、不更改任何内容。`,
    unknownFix: {
      way: '请让机器人所在的机器能够访问 sts.aliyuncs.com，或设置 STS_ENDPOINT。',
      credentials: '请检查 AccessKey 或角色是否存在并已启用，以及 ALIBABA_CLOUD_CREDENTIALS 的设置。',
      store: '请恢复数据库；数据库检查会说明问题所在。',
    },
    noStore: '无法读取数据库',
  },
  store: {
    is: (kind: 'sqlite' | 'postgres', bytes: number, migrations: number, newest: string, ms: number): string =>
      `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}，${size(bytes)}，${migrations} 次迁移（${newest}），写入耗时 ${Math.round(ms)} 毫秒。`,
    open: '同一台机器上的其他用户可以读取它的文件。',
    openFix: '请只允许机器人的用户访问：chmod 700 DATA_DIR，并对其中的文件和 .env 执行 chmod 600。',
    behind: '数据库回到了过去的状态（主备切换或恢复了备份）：购买已冻结。',
    behindFix:
      '请对照 /ecs list all tag:ecs-chatops:store 的结果，接管或释放机器人未记录的实例，然后用 /ecs unfreeze 解除冻结。',
    durability: {
      commitsLate: 'synchronous_commit 已关闭，服务器崩溃会丢失已确认的提交。',
      fsyncOff: 'fsync 已关闭，主机崩溃会丢失提交，甚至损坏整个数据库。',
      tornPages: 'full_page_writes 未开启，崩溃可能损坏数据库。',
      standbyBehind: '备库不是同步复制，主备切换会丢失最近的提交。',
      readOnly: '连接的是处于恢复状态的备库，无法写入。',
    },
    durabilityFix:
      '购买依赖于不会丢失的提交。请设置 synchronous_commit = on、fsync = on、full_page_writes = on；如备库可能接管，还需设置 synchronous_standby_names；并让 DATABASE_URL 指向主库。',
    slowFix: '写入缓慢：请检查磁盘或数据库的负载。',
    down: '无法写入。在此期间不会购买任何资源，也不会丢失消息。',
    downFix: '请在机器人的日志中查找原因：磁盘已满、权限不足，或数据库没有响应。',
  },
  outbox: {
    empty: '没有待发送的消息。',
    waiting: (many: number, ms: number): string => `${many} 条待发送，最早的一条已等待 ${seconds(ms)}。`,
    soon: (many: number): string => `${many} 条正在排队。`,
    trouble: (code: string): string => `Slack 不接收这些消息（${code}）。`,
    fix: 'Slack 恢复接收后会立即发送；如果一直如此，请检查 SLACK_BOT_TOKEN 和网络。',
    unreadable: '数据库无法读取，无法统计。',
  },
  policy: {
    none: '没有策略文件：工作区的任何人都可以创建按量付费实例，每张表单最多 20 台。',
    noneFix: '请编写 policy.yml，可参考 policy.example.yml。',
    inForce: (hash: string): string => `生效的版本是 ${hash.slice(0, 12)}，生效时间：`,
    trouble: (mistakes: readonly Saying[]): string => `目前的文件没有被采用：${mistakesText(mistakes)}`,
    troubleFix: '请修正该文件；npm run policy 会列出每个错误及其所在行。',
  },
  directory: {
    good: '可以查询人员和用户组。',
    unknownYou: '无法查询人员，因此无法区分访客和正式成员。',
    groups: (groups: readonly string[]): string =>
      `无法查询 ${all(groups)} 的成员，因此没有人能通过这些用户组获得权限。`,
    fix: '请确认这些用户组存在，且应用拥有查询其成员所需的权限范围。',
  },
};
