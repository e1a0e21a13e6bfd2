import { isOptionField } from '../../../core/option/option-fields.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../../core/spec/disks.ts';
import type { Field, FieldProblem, FormField } from '../../../core/spec/spec.ts';
import { hourlyText } from '../../amounts.ts';
import type { Text } from '../../en.ts';
import { quoted } from '../../quoted.ts';
import { oneOf } from '../base/listed.ts';
import { termText } from '../base/term.ts';
import { unread } from '../failure/unread.ts';
import { leaseSpan } from '../lease.ts';
import { policy } from '../policy/policy.ts';
import { options } from './options.ts';
import { DISK, INSTANCES } from './spec.ts';

/** The problem of a choice that is not in its list. */
const UNKNOWN: Readonly<Record<FormField, (it: string) => string>> = {
  region: (it) => `账号无${it}地域，请从列表中选择。`,
  zone: (it) => `所选地域无${it}可用区，请从列表中选择。`,
  type: (it) => `所选可用区不提供${it}，请更换实例规格或可用区。`,
  image: (it) => `所选地域无与${it}匹配的镜像，请从列表中选择。`,
  network: (it) => `${it}不是策略中的网络，请从列表中选择。`,
  vswitch: (it) => `所选地域无${it}交换机，请从列表中选择。`,
  group: (it) => `所选地域无${it}安全组，请从列表中选择。`,
  disk: (it) => `${it}不是有效的云盘类型，请从列表中选择。`,
  size: (it) => `${it}不是有效的大小。`,
  bandwidth: (it) => `${it}不是有效的带宽。`,
  name: (it) => `${it}不是有效的名称。`,
  amount: (it) => `${it}不是有效的数量。`,
  charge: (it) => `${it}不是有效的付费类型，请从列表中选择。`,
  period: (it) => `阿里云不提供时长${it}，请从列表中选择。`,
  renew: (it) => `${it}无效，应为 on 或 off。`,
  maxprice: (it) => `${it}不是有效的价格。`,
};

const unknown = (field: Field, it: string): string =>
  isOptionField(field) ? options.fault({ is: 'notOneOf', words: [] }, it) : UNKNOWN[field](it);

/** With its word for commands. */
const DISK_NAME = Object.fromEntries(DISK_CATEGORIES.map((one) => [one, `${DISK[one]}（${one}）`])) as Record<
  DiskCategory,
  string
>;

/** What to do if a disk does not fit the type. */
const fitting = (fits: readonly DiskCategory[] = []): string =>
  fits.length === 0
    ? '请更换实例规格或可用区。'
    : `请选择 ${oneOf(fits.map((category) => DISK_NAME[category]))}，或更换实例规格。`;

/** Every label, hint and sentence of the create form. Labels are short, because they stand beside the fields. */
export const modal: Text['modal'] = {
  title: '创建实例',
  submit: '创建',
  submitAsk: '提交审批',
  needs: '需要审批：',
  needsOpen: {
    who: '需要审批。审批人和人数取决于价格，价格尚未确定。',
    whether: '是否需要审批取决于价格，价格尚未确定。',
  },
  needsNobody: '无需审批。',
  close: '取消',
  closeDone: '关闭',
  label: {
    region: '地域',
    zone: '可用区',
    type: '实例规格',
    image: '镜像',
    network: '网络',
    vswitch: '交换机',
    group: '安全组',
    disk: '系统盘',
    size: '系统盘大小（GiB）',
    bandwidth: '公网带宽（Mbit/s）',
    name: '名称',
    amount: '数量',
    charge: '付费类型',
    period: '购买时长',
    renew: '自动续费',
    maxprice: '单台每小时上限价',
    ...options.label,
  },
  placeholder: {
    preset: '选择预设',
    region: '选择地域',
    zone: '选择可用区',
    type: '输入以筛选，例如 g7 或 4c16g',
    image: '输入以筛选，例如 ubuntu 22',
    network: '选择网络',
    vswitch: '输入以筛选：名称、ID 或网段',
    group: '输入以筛选：名称或 ID',
    login: '输入以筛选：密钥对名称',
    script: '选择启动脚本',
    name: '例如 web-1',
    charge: '选择付费类型',
    period: '选择购买时长',
  },
  preset: '预设',
  noPreset: '不使用预设',
  fromTemplate: ({ name, version, isEarlier = false }) =>
    `已按启动模板 ${name} 版本 ${version} 填入。${isEarlier ? '阿里云未返回当前应使用的版本，请核对，或稍后重新选择该预设。' : ''}`,
  details: '修改详情…',
  more: '更多…',
  dataDisk: {
    category: '数据盘',
    size: '数据盘大小（GiB）',
    hint: '留空则不挂载数据盘。',
  },
  tag: (key) => `标签 ${key}`,
  addKey: '添加密钥…',
  noScript: '不使用启动脚本',
  hint: {
    purpose: '用途，显示在卡片上。',
    purposeApproved: '请写明用途，审批人可见。',
    login: {
      linux:
        '留空则不绑定密钥对：仅可通过云助手 Agent 使用“打开终端”或会话管理登录。如需 SSH，请用 /ecs key add 添加密钥。',
      noKeys: '留空则不设置登录方式：仅可通过云助手 Agent 使用“打开终端”或会话管理登录。',
      windows: '留空则不设置密码：请在 ECS 控制台重置 Administrator 的密码，或通过云助手 Agent 使用会话管理。',
    },
    bandwidth: '0～100，填 0 不分配公网 IP。',
    name: '以字母开头，可包含字母、数字和 : _ . -。多台实例自动添加 -1、-2 等后缀。',
    amount: (most) => (most === 1 ? '每次 1 台。' : `1～${most} 台，配置相同。`),
    size: '最大 2048（部分云盘更低），且不小于镜像大小。ESSD PL0 和 AutoPL 最小 1，PL2 最小 461，PL3 最小 1261，其他最小 20。',
    lease: (usualMs) =>
      `从首次运行起计，如 8h、3d。留空为${usualMs === null ? '不自动释放' : ` ${leaseSpan(usualMs)}（按策略）`}。`,
    renew: (term) =>
      `开启后，阿里云在每个周期结束时自动扣款续费${term === null ? '' : `，每次 ${termText(term)}`}，不再询问。`,
    maxprice:
      '币种与账户相同，仅含实例，不含云盘，例如 0.35。留空以按量付费价格为上限。市场价格超过上限价时，阿里云将回收实例。',
  },
  diskName: DISK_NAME,
  chargeName: {
    payAsYouGo: '按量付费：按小时计费',
    spot: '抢占式实例：按市场价格按小时计费，可能被回收',
    prepaid: '包年包月：一次性支付整个周期',
  },
  term: (term) => termText(term),
  renew: { off: '关闭：到期后停止', on: '开启：每个周期结束时自动续费' },
  placeName: (names) => names.zh,
  typeOption: (id, vCpu, memoryGiB) => `${id} · ${vCpu} vCPU · ${memoryGiB} GiB`,
  soldOut: '已售罄',
  gpus: (count, model) => `${count} 块 ${model ?? 'GPU'}`,
  perHour: (price) => `${hourlyText(price)}/小时`,
  typeKind: {
    general: '通用型',
    compute: '计算型',
    memory: '内存型',
    universal: '通用算力型',
    economy: '经济型',
    burstable: '突发性能型',
    localSsd: '本地 SSD 型',
    bigData: '大数据型',
    bareMetal: '弹性裸金属',
  },
  updatesEnded: (on) => `${on.slice(0, 7)} 起停止更新`,
  free: (addresses) => `${addresses} 个可用 IP`,
  listNote: {
    loading: '列表加载中，请输入名称的一部分后再选择。',
    failed: '列表加载失败，请 1 分钟后重新输入名称的一部分。',
  },
  noVSwitchInZone: (zone) => `${zone} 暂无交换机。请更换可用区，或在专有网络控制台创建交换机。`,
  nothingToPick: '阿里云未返回可选项。',
  noNetworkInZone: (zone) => `按策略，${zone} 中无当前频道可用的网络，请选择其他可用区。`,
  noGroupInVpc: '该 VPC 暂无安全组。请更换交换机，或在 ECS 控制台创建安全组。',

  whereChannel: '申请卡片将发布到',
  whereHere: '申请卡片将发布到当前会话。',
  unlessClosed: '；机器人无法在该频道发消息时，改发到您与机器人的私信',
  whereDm: '申请卡片将发布到您与机器人的私信。',
  // If the bot is stopped now, no other sentence follows.
  loading: '正在从阿里云加载可选项…尚未创建实例。超过 30 秒请关闭弹窗后重试。',
  loadingZones: (region) => `正在加载 ${region} 的可用区…`,
  checking: '正在向阿里云校验…可先关闭弹窗，结果见卡片或私信。几分钟后两者均无即未创建，可重新申请。',

  startTitle: '提交前请检查：',
  problemsTitle: '尚未创建实例，请修改后重新提交：',
  fieldLine: (label, sentence) => `${label}：${sentence}`,

  listsFailed: (failure) => `可选项加载失败，未创建实例。${unread(failure)}`,
  listsSlow: '阿里云未及时响应，未创建实例。请稍后重试。',
  noRegions: '阿里云未返回账号的地域，未创建实例。请联系运维人员。',
  tooMuch: '内容超出表单可携带的长度，未创建实例。请缩短标签、描述和数据盘名称。',
  tooMuchAgain: '填写的内容过长，无法在此处重试。请缩短标签、描述和数据盘名称后重新执行 /ecs create。',
  tryAgain: '重试',
  uncheckedFailed: (failure) => `校验失败，未创建实例。${unread(failure)}`,
  stillChecking: '阿里云或数据库未及时响应。已出现卡片即申请处理中；无卡片即未创建实例，可重试。',
  storeDown: '申请暂时无法写入数据库，未创建实例。请稍后在弹窗中重试，不会重复执行；仍失败请联系运维人员。',
  inDoubt: '保存时与数据库的连接中断，无法确认申请是否已提交。请稍后在弹窗中重试，不会重复执行。',
  submitted: (requestId, amount) => `申请 ${requestId}（${amount} 台实例）处理中，进展见卡片。`,
  alreadySubmitted: (requestId, amount, name) =>
    `表单此前已提交：申请 ${requestId}，${name} × ${amount}。未重复创建。如需其他实例，请打开新表单。`,

  problem: ({ field, problem, given, min, max, fits, rule, chargeKind, fault }: FieldProblem): string => {
    const it = quoted(given);
    const of = chargeKind === undefined ? '' : `的${INSTANCES[chargeKind]}`;
    const another = chargeKind === undefined ? '实例规格或可用区' : '实例规格、可用区或付费类型';
    switch (problem) {
      case 'option':
        return fault === undefined ? unknown(field, it) : options.fault(fault, given);
      case 'required':
        return '必填。';
      case 'notANumber':
        return `${it}无效，应为 ${min}～${max} 的整数。`;
      case 'outOfRange':
        return `${it}超出范围，应为 ${min}～${max}。`;
      case 'unknownChoice':
        return unknown(field, it);
      case 'notAllowed':
        return rule === undefined ? `不允许使用${it}。` : policy.refusal(rule, given);
      case 'notAPrice':
        return `${it}不是有效的价格，写法如 0.35，最多 3 位小数。`;
      case 'ambiguous':
        return `多个选项与${it}匹配，请从列表中选择。`;
      case 'otherVpc':
        return `${it}不属于交换机所在的 VPC。请选择该 VPC 的安全组，或更换交换机。`;
      case 'otherZone':
        return `${it}在其他可用区，请选择所选可用区的交换机。`;
      case 'nameShape':
        return `${it}不是有效的名称：2～128 个字符，以字母开头，可包含字母、数字和 : _ . -（多台实例的 -1、-2 等后缀计入长度）。`;
      case 'tooSmallForImage':
        return `${given} GiB 过小，所选镜像至少需要 ${min} GiB。`;
      case 'soldOut':
        return field === 'disk'
          ? `所选可用区中，该规格${of}的${it}已售罄。${fitting(fits)}`
          : `${it}${of}在所选可用区已售罄，请更换${another}。`;
      case 'notSoldHere':
        return field === 'disk'
          ? `所选可用区中，该规格${of}不支持${it}。${fitting(fits)}`
          : field === 'type'
            ? `所选可用区不提供${it}${of}，请更换${another}。`
            : unknown(field, it);
    }
  },

  shortcut: '创建 ECS 实例',
  shortcutWhat: '打开表单，卡片将发布到您与机器人的私信。',
};
