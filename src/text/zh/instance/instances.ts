import { diskWord } from '../../../core/disk/disk-wish.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import type { Disk } from '../../../core/instance/cloud-instance.ts';
import type { Text } from '../../en.ts';
import { quoted } from '../../quoted.ts';
import { all } from '../base/listed.ts';
import { marks } from '../base/marks.ts';
import { usageText } from '../base/usage.ts';
import { unread } from '../failure/unread.ts';
import { diskName } from '../spec/spec.ts';
import { otherAccount } from './other-account.ts';
import { STATUS } from './status.ts';

const counted = (count: number): string => count.toLocaleString('zh-CN');
const LATE = '阿里云未及时响应。';
const why = (reason: Failure | 'late'): string => (reason === 'late' ? LATE : unread(reason));

/** What each lock of the cloud means, by its LockReason. Source: the API's description of OperationLocks. */
const LOCKS: Readonly<Record<string, string>> = {
  financial: '因费用被锁定：已到期或账户欠费。请续费或充值，否则阿里云将释放实例。',
  security: '因安全原因被锁定：阿里云检测到对外攻击或违规内容。在控制台处理前无法操作。',
  recycling: '即将释放：阿里云正在回收抢占式实例。',
  dedicatedhostfinancial: '因费用被锁定：所在的专有宿主机欠费。',
  refunded: '已锁定：实例已退款。',
};

/** `/ecs list` and `/ecs show`. The Slack side adds names, tags and ids. */
export const instancesText: Text['instances'] = {
  marks,
  title: {
    mine: '您的实例',
    all: '所有地域的实例',
    region: (region) => `${region} 的实例`,
  },
  narrowed: {
    tag: (tag) => `标签为${quoted(tag)}`,
    text: (text) => `名称包含${quoted(text)}`,
    id: (id) => `ID 为${quoted(id)}`,
  },
  columns: {
    name: '名称',
    id: 'ID',
    state: '状态',
    addresses: 'IP 地址',
    owner: '所有者',
    type: '规格',
    zone: '可用区',
    price: '价格',
    ends: '到期',
  },
  range: (from, to, total, isExact) => {
    const all = `共${isExact ? '' : '超过'} ${counted(total)} 台实例`;
    return isExact && from === 1 && to === total ? all : `第 ${counted(from)}–${counted(to)} 台，${all}`;
  },
  inRegions: (regions) => `分布在 ${regions} 个地域`,
  readAt: '查询时间：',
  cut: (regions, most) =>
    `${all(regions)} 仅可查看前 ${counted(most)} 台。请缩小范围：/ecs list <地域>、tag:key=value 或名称的一部分。`,
  narrow: '可用地域、tag:key=value 或名称的一部分缩小范围，例如 /ecs list cn-beijing web。',
  how: '查看实例详情：在下方选择，或用 /ecs show 加 ID 或名称。',
  none: {
    mine: '您暂无实例。所有人的实例见 /ecs list all。',
    region: (region) => `${region} 暂无实例。查询所有地域请用 /ecs list all。`,
    all: '所有地域均无实例。',
    tag: '无符合条件的实例。请更换标签，或用 /ecs list all 查看全部。',
    text: '无符合条件的实例。请缩短名称关键词，或用 /ecs list all 查看全部。',
    state: '无符合条件的实例。列表可按名称、标签或地域筛选，不能按状态筛选。您的实例及其状态见 /ecs list mine。',
    id: '无符合条件的实例：已释放，或属于其他账号。全部实例见 /ecs list all。',
    request: (id) => `无符合条件的实例。查看申请的实例请用 /ecs show ${id}。`,
  },
  nothingRead: '实例列表加载失败：',
  regionUnread: (region, reason, remembered) =>
    `${region} 加载失败，${remembered ? '显示的是此前的数据' : '缺少该地域的数据'}。${why(reason)}`,
  manyUnread: (regions, reason, remembered) =>
    `${regions.length} 个地域（${all(regions)}）加载失败，${remembered ? '显示的是此前的数据' : '缺少这些地域的数据'}。${why(reason)}`,
  othersUnread: (regions) => `以下地域也加载失败：${all(regions)}。`,
  regionsUnknown: (region, reason) => `地域列表加载失败，仅查询了 ${region}。${why(reason)}`,
  previous: '上一页',
  next: '下一页',
  refresh: '刷新',
  pick: '查看实例…',

  problem: (problem) => {
    switch (problem.problem) {
      case 'badTag':
        return `${quoted(problem.given)}不是有效的标签。请写 tag:key=value，或用 tag:key 匹配所有值，例如 /ecs list tag:team=web。`;
      case 'badPage':
        return `${quoted(problem.given)}不是有效的页码，页码从 page=1 开始。`;
      case 'tooLong':
        return `${quoted(problem.given)}超过名称或标签的最大长度。`;
      case 'twoScopes':
        return `${quoted(problem.given)}多余：mine、all 和地域只能写 1 个，例如 /ecs list cn-beijing。`;
      case 'twoTags':
        return '只能写 1 个标签，例如 /ecs list tag:team=web；可再用名称的一部分缩小范围。';
      case 'unknownKey':
        return `不支持按${quoted(problem.given)}列出。可用 mine、all、地域、tag:key=value 或名称的一部分。`;
      case 'noSuchRegion':
        return `地域${quoted(problem.given)}不存在。您是否想用 /ecs list ${problem.meant}？按名称查找请加星号：*${problem.given}*`;
    }
  },

  state: {
    ...STATUS,
    creating: '下单中',
    gone: '已不存在',
  },
  locked: '已锁定',
  lastSeen: (state) => `上次查询：${state}`,
  nobody: '未知',
  free: 'vCPU 和内存不计费',
  perHour: (amount) => `${amount}/小时`,
  forTerm: (amount) => `${amount} 包年包月`,
  expires: '到期时间',
  released: '释放',
  renews: '自动续费',

  charge: {
    payAsYouGo: '按量付费',
    spot: '抢占式实例：按量付费，可能被阿里云回收',
    prepaid: '包年包月',
  },
  facts: {
    publicAddress: '公网 IP',
    privateAddress: '私网 IP',
    ipv6: 'IPv6 地址',
    type: '实例规格',
    zone: '可用区',
    system: '操作系统',
    network: '网络',
    groups: '安全组',
    disks: '云盘',
    payment: '付费类型',
    price: '申请时的价格',
    grown: '之后扩容的云盘，另加',
    expires: '到期时间',
    autoRelease: '自动释放时间',
    owner: '所有者',
    request: '申请',
    created: '创建时间',
    protection: '实例释放保护',
    tags: '标签',
  },
  size: (type, vCpu, memoryGiB) => `${type}，${vCpu} vCPU，${memoryGiB} GiB`,
  bandwidth: (mbits) => `最高 ${mbits} Mbit/s`,
  classic: '经典网络',
  on: '已开启：关闭后才能释放',
  notByBot: '非机器人创建',
  disk: (
    { kind, category, performanceLevel, sizeGiB }: Pick<Disk, 'kind' | 'category' | 'performanceLevel' | 'sizeGiB'>,
    n: number,
  ): string =>
    `${sizeGiB} GiB ${diskName(category, performanceLevel)}（${kind === 'system' ? '系统盘' : diskWord(n)}）`,
  disksUnread: (reason) => `查询失败。${why(reason)}`,
  lock: (reason) => LOCKS[reason.toLowerCase()] ?? `已锁定（${reason}）。原因和处理方法见 ECS 控制台。`,
  moreTags: (count) => `另有 ${count} 个`,
  stoppedModes: {
    KeepCharging: '已停止（普通停机模式），照常计费。',
    StopCharging: '已停止（节省停机模式），vCPU 和内存不计费。下次启动后公网 IP 可能变化，届时该规格也可能库存不足。',
  },
  unseen: {
    notYet: '创建中，进展见申请卡片。',
    gone: '阿里云查询不到实例：已释放，或未创建成功。以下为机器人已知的信息。',
    late: `${LATE}以下为机器人已知的信息。`,
    failed: (failure) => `查询失败。${unread(failure)}以下为机器人已知的信息。`,
  },
  showReadAt: '查询时间：',
  openCard: '打开卡片',
  takenOver: '已接管，非机器人创建',
  history: '操作历史',

  otherAccount,
  noRegion: (region, meant, everywhere) =>
    meant === null
      ? `地域${quoted(region)}不存在。不写地域则查找全部地域：${everywhere}`
      : `地域${quoted(region)}不存在。您是否想用 ${meant}？`,
  unknown: (given, where) =>
    `${typeof where === 'string' ? `${where} ` : `${where} 个地域`}中未找到实例${quoted(given)}。请从卡片或控制台复制实例 ID（i-…），或用 /ecs list 加名称的一部分查找。`,
  allMeant: (given, line) => `未找到实例${quoted(given)}，未执行操作。您的全部实例请用：${line}`,
  seenEmpty: (regions, ask) => `其中 ${regions} 个地域几分钟前无实例，本次未查询；如需查询，请用 ${usageText(ask)}。`,
  similar: (given) => `名为${quoted(given)}的实例不存在。您是否想找以下实例？`,
  several: (given) => `多台实例名为${quoted(given)}，请选择：`,
  unsure: (given) => `部分地域加载失败，可能还有其他名为${quoted(given)}的实例。是否为以下实例？`,
  moreCandidates: '还有更多。查看全部请用 /ecs list 加名称的一部分；准确指定可用实例 ID（i-…）。',
  someUnread: (regions, reason) =>
    `${regions.length === 1 ? regions.join() : `${regions.length} 个地域（${all(regions)}）`} 加载失败。${why(reason)}`,
  again: '重新查询',
  thisOne: '选择',
};
