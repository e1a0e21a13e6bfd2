import { USUAL_MAX_AMOUNT } from '../../core/spec/spec.ts';
import { sizeText } from '../amounts.ts';
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

/** What `/ecs doctor` answers. Each check: its state and, if that is not good, what to do in one sentence. */
export const doctor: Text['doctor'] = {
  marks,
  said: slackTroubleText,
  checking: '正在检查 Slack、阿里云和机器人，结果稍后发出。',
  late: '检查未及时完成。请 1 分钟后重新执行 /ecs doctor，并查看机器人的日志。',
  allWell: '一切正常',
  needsAttention: (many) => `${many} 项需要处理`,
  notKnown: (many) => `已确认的项目均正常（${many} 项无法确认）`,
  again: '重新检查',
  tellAdmins: '请将结果提供给运维人员。',
  short: '以上为简略结果，管理员可查看每一项的处理方法。',
  harmless: '未购买或更改资源：权限通过 DryRun 预检和只读调用确认。',

  check: {
    connection: '与 Slack 的连接',
    slackToken: 'Slack 令牌',
    scopes: 'Slack 权限范围',
    channel: '当前频道',
    clock: '时钟',
    cloud: '阿里云',
    rights: 'RAM 权限',
    account: '账号',
    limiter: '调用频率',
    store: '数据库',
    outbox: '待发送的消息',
    policy: '策略',
    networks: '策略中的网络',
    names: '策略中的名称',
    digest: '每周摘要',
    directory: '人员与用户组',
  },

  lateCheck: (ms) => `无法检查：${seconds(ms)}内未响应。`,
  brokenCheck: (reference) => `无法检查：原因见日志，编号 ${reference}。`,
  slackSilent: (code) => `无法检查：Slack 未响应（${code}）。`,

  connection: {
    socket: (since) => `Socket Mode，自 ${momentMark(since)} 起已连接。`,
    lost: (times) => `启动以来重新连接 ${times} 次；Slack 每隔几小时断开属正常现象。`,
    http: 'HTTP（已签名），监听中。',
    down: '当前未连接。',
    downFor: (reason) => `未连接：Slack 返回 ${reason}。`,
    downFix: '机器人数秒后自动重新连接；仍失败请检查网络和 SLACK_APP_TOKEN。',
  },
  token: {
    is: (bot, team) => `机器人在 ${team} 中的身份：${bot}。`,
  },
  scopes: {
    all: (many) => `${many} 个权限范围均已授予。`,
    unknown: '无法检查：Slack 未返回权限范围。',
    isMissing: (cost) => `缺失：${cost}`,
    fix: '请用 manifest.yml 更新应用（应用设置中的 App Manifest），重新安装，并设置新的 SLACK_BOT_TOKEN。',
    optionalFix: '可选；如需启用，请用 manifest.yml 更新应用并重新安装。',
    cost: {
      commands: '无法使用 /ecs。',
      'chat:write': '无法发送消息。',
      'chat:write.public': '卡片仅能发到已邀请机器人的公共频道，其他情况发到私信。',
      'im:write': '无法发送私信。',
      'users:read': '无法确认审批人是否为正式成员。',
      'usergroups:read': '无法识别策略中用户组的成员。',
      'channels:read': '无法确认公共频道是否与其他公司共享，卡片仍会发到这些频道。',
      'groups:read': '无法确认私有频道是否与其他公司共享，卡片仍会发到这些频道。',
      'channels:history': '发送途中崩溃时，公共频道可能出现重复消息；也无法确认机器人是否在某个公共频道中。',
      'groups:history': '发送途中崩溃时，私有频道可能出现重复消息；也无法确认机器人是否在某个私有频道中。',
      'im:history': '发送途中崩溃时，私信可能重复。',
    },
    otherCost: (methods) => `无法调用 ${methods}。`,
  },
  networks: {
    good: (networks) => `${networks} 个网络的交换机和安全组均存在。`,
    missing: (region) => `${region} 中不存在以下交换机或安全组：`,
    fix: '请修改策略文件 networks 中的 ID，或将其删除。',
    unread: (region) => `无法检查 ${region} 的网络。`,
  },
  names: {
    good: '策略和预设中的 RAM 角色、KMS 密钥、资源组和部署集均存在，预设中的镜像、实例规格和密钥对也均存在。',
    fix: '请在策略文件中修改以上名称，或将其删除。',
    unread: '部分名称无法检查：阿里云未返回结果、无可用于预检的配置，或名称超过 20 个。',
  },
  digest: {
    good: (channels) => `机器人可在 ${channels} 个摘要频道中发消息。`,
    closed: '机器人不在以下频道中，无法发消息：',
    fix: '请邀请机器人加入以上频道，或将其从策略文件的 digest 中删除。',
    unknown: '无法确认机器人能否在以下频道中发消息：',
  },
  channel: {
    member: '机器人在当前频道中，可发消息。',
    direct: '机器人可在当前会话中发消息。',
    guest: '机器人不在当前频道中，但公共频道可发消息。',
    guestFix: '如需机器人崩溃后找回已发的消息，请邀请机器人加入频道。',
    closed: '机器人不在当前频道中，无法发消息；卡片将发到您与机器人的私信。',
    closedFix: '请邀请机器人加入当前频道。',
    refused: (code) => `Slack 拒绝了机器人在当前频道的上一条消息（${code}），卡片将发到您与机器人的私信。`,
    shared: '频道已与其他公司共享，卡片改发到您与机器人的私信中。',
    refusedFix: {
      shared: '如需发到频道，请在未与其他公司共享的频道中申请。',
      absent: '请邀请机器人加入当前频道。',
      archived: '请更换频道。',
      restricted: '请在频道设置中允许机器人发消息。',
      refused: '请在 Slack 的 chat.postMessage 文档中查询错误码。',
    },
    unknown: '缺少可选的权限范围 channels:history（私有频道为 groups:history），无法确认机器人是否在当前频道中。',
    other: (code) => `无法检查：Slack 返回 ${code}。`,
  },
  clock: {
    good: (ms) => (Math.abs(ms) < 2000 ? '与 Slack 的时钟一致。' : `与 Slack 的时钟相差 ${seconds(ms)}。`),
    off: (ms) => `比 Slack 的时钟${ms > 0 ? '快' : '慢'} ${seconds(ms)}。`,
    fix: '请用 NTP 校准服务器时钟：相差 5 分钟起，机器人拒绝 Slack 的签名请求；相差 15 分钟起，阿里云拒绝请求。',
    unknown: '无法检查：Slack 的响应中无时间。',
  },
  cloud: {
    answers: (region) => `${region} 响应正常。`,
    failed: (failure) => {
      const { code } = failure;
      const { title } = failureWords(failures, failure);
      return code === null ? `${title}。` : `${title}（${code}）。`;
    },
    fix: (failure) => failureWords(failures, failure).next,
    clockFix: '阿里云因时间不符拒绝签名，请校准服务器时钟。',
  },
  rights: {
    all: (many) => `${many} 个 API 均有调用权限。`,
    some: (granted, all) => `已确认 ${granted}/${all} 个 API 有调用权限。`,
    lacks: (principal) => `${principal ?? '机器人的 RAM 身份'} 缺少`,
    fix: '请在 RAM 权限策略中添加；完整的权限策略见 docs/install.md。',
    unproven: '未被拒绝，但无法确认：',
    whyUnproven: '无状态合适的实例可供预检。',
    noOrder: (region) =>
      `未检查能否创建实例：${region} 当前无法下单，缺少交换机及所属 VPC 中的安全组、镜像，或有库存的实例规格。`,
    refused: (failure) =>
      `当前下单会被拒绝：${failureWords(failures, failure).title}${failure.code === null ? '' : `（${failure.code}）`}。`,
    unasked: '以下权限未得到响应：',
  },
  limiter: {
    calm: (gates) => (gates === 0 ? '尚未调用 API。' : `${gates} 个 API 均全速调用。`),
    gate: (api, region, perSecond, full) =>
      `${region} 的 ${api} 为每秒 ${Number(perSecond.toFixed(2))} 次（上限 ${full}）`,
    slowed: (gates) => `因阿里云流控而降速：${gates.join('；')}。`,
    rate: (gates) => `创建速率：${gates.join('；')}。`,
    refusedGate: (api, region, many) => `${region} 的 ${api} ${many} 次`,
    refused: (gates) => `启动以来被流控：${gates.join('；')}。`,
    waiting: (calls) => `${calls} 个调用排队中。`,
    fix: '自动恢复；经常出现请在配额中心提高 API 速率配额，或调低 ECS_PER_SECOND。',
  },
  account: {
    is: (id) => `凭证和数据库同属账号 ${id}。`,
    other: (stored, actual) => `凭证属于 ${actual}，数据库属于 ${accountOfStore(stored)}：不查询、不购买、不更改。`,
    otherFix: (stored, actual) =>
      `请配置 ${accountOfStore(stored)} 的凭证，或为 ${actual} 配置单独的数据库。仅当要在 ${actual} 中继续使用当前数据库时，执行 /ecs unfreeze account ${actual}。`,
    unknown: (why) => `尚未确认凭证属于哪个账号（${why}）：不查询、不购买、不更改。`,
    unknownFix: {
      way: '请确保机器人服务器能访问 sts.aliyuncs.com，或设置 STS_ENDPOINT。',
      credentials: '请检查 AccessKey 或角色是否存在并已启用，以及 ALIBABA_CLOUD_CREDENTIALS 的设置。',
      store: '请恢复数据库，原因见数据库检查项。',
    },
    noStore: '数据库无法读取',
  },
  store: {
    is: (kind, bytes, migrations, newest, ms) =>
      `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}，${sizeText(bytes)}，${migrations} 次迁移（${newest}），写入耗时 ${Math.round(ms)} 毫秒。`,
    newer: (names) => `机器人的更新版本已扩展数据库结构（${names.join('、')}）。当前版本可正常使用，但不使用新增部分。`,
    newerFix: '如正在逐个替换副本，请完成替换；如有意回退到当前版本，无需操作；否则请重新运行更新的版本。',
    open: '同一服务器上的其他用户可读取数据库文件。',
    openFix: '请仅允许机器人的用户访问：chmod 700 DATA_DIR，并对其中的文件和 .env 执行 chmod 600。',
    behind: '数据库已回退（主备切换或恢复备份），购买已冻结。',
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
      '购买须依赖不丢失的提交。请设置 synchronous_commit = on、fsync = on、full_page_writes = on；如备库可能接管，还需设置 synchronous_standby_names；并让 DATABASE_URL 指向主库。',
    slowFix: '写入缓慢，请检查磁盘或数据库的负载。',
    down: '无法写入。期间不购买，消息不丢失。',
    downFix: '请在机器人的日志中查找原因：磁盘已满、权限不足，或数据库未响应。',
  },
  outbox: {
    empty: '无待发送的消息。',
    waiting: (many, ms) => `${many} 条待发送，最早的一条已等待 ${seconds(ms)}。`,
    soon: (many) => `${many} 条排队中。`,
    trouble: (code) => `Slack 拒收消息（${code}）。`,
    fix: 'Slack 恢复接收后立即发送；仍失败请检查 SLACK_BOT_TOKEN 和网络。',
    unreadable: '数据库无法读取，无法统计。',
  },
  policy: {
    none: `无策略文件：工作区所有成员均可创建按量付费和抢占式实例，每个申请最多 ${USUAL_MAX_AMOUNT} 台。`,
    noneFix: '请编写 policy.yml，可参考 policy.example.yml。',
    inForce: (hash) => `生效版本 ${hash.slice(0, 12)}，生效时间：`,
    trouble: (mistakes) => `当前文件未采用：${mistakesText(mistakes)}`,
    troubleFix: '请修正文件；npm run policy 列出每个错误及所在行。',
  },
  directory: {
    good: '人员和用户组查询正常。',
    unknownYou: '人员查询失败，无法区分访客和正式成员。',
    groups: (groups) => `${all(groups)} 的成员查询失败，这些用户组的授权不生效。`,
    fix: '请确认用户组存在，且应用拥有查询成员所需的权限范围。',
  },
};
