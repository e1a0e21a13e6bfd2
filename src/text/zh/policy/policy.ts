import type { Login } from '../../../core/option/options.ts';
import type { FiredRule, RuleKey } from '../../../core/policy/rules.ts';
import { USUAL_MAX_AMOUNT } from '../../../core/spec/spec.ts';
import type { Text } from '../../en.ts';
import { quoted } from '../../quoted.ts';
import { marks } from '../base/marks.ts';
import { leaseSpan } from '../lease.ts';
import { atLine, policyApprovals } from './approvals.ts';
import { mistakesText } from './mistakes.ts';

const SHOWN = 12;

/** A list that may be long, cut with a count of the rest. */
const listed = (words: readonly string[]): string =>
  words.length <= SHOWN ? words.join('、') : `${words.slice(0, SHOWN).join('、')} 等 ${words.length} 项`;

/** The place of a rule; allowed ways of paying belong to `create`. There is none without a file. */
const where = ({ rule, line }: Pick<FiredRule, 'rule' | 'line'>): string =>
  line === null ? '（无策略文件）' : `（策略：${rule === 'charges' ? 'create' : rule}${atLine(line)}）`;

const NO_FILE_PREPAID =
  '无策略文件时，仅管理员可申请包年包月。请更换付费类型、联系管理员，或由运维人员在策略文件中规定谁可申请。';

/** The name of a rule, whatever its content. */
export const RULE_NAME: Readonly<Record<RuleKey, string>> = {
  create: '创建权限',
  charges: '付费类型',
  regions: '地域',
  families: '实例规格',
  types: '实例规格',
  images: '镜像',
  networks: '网络',
  roles: 'RAM 角色',
  kmsKeys: 'KMS 密钥',
  login: '登录方式',
  tags: '标签',
  required: '必填项',
  lease: '自动释放',
  maxLease: '自动释放时长',
  maxAmount: '数量',
  maxVCpu: '整个申请的 vCPU',
  maxBandwidthOut: '公网带宽',
  maxDiskGiB: '云盘容量',
};

const LOGIN: Readonly<Record<Login['kind'], string>> = {
  keyPair: '密钥对',
  session: '会话管理',
  image: '镜像预设密码',
};

/** Why a rule refuses, what it allows, and its place. */
function refusal(fired: FiredRule, given: string): string {
  const { rule, allowed, max } = fired;
  switch (rule) {
    case 'create':
      return `您不能在此处创建实例${where(fired)}。`;
    case 'charges':
      if (fired.line === null) return NO_FILE_PREPAID;
      return `您不能在此处使用付费类型${quoted(given)}${where(fired)}。可用的付费类型见 /ecs policy。`;
    case 'regions':
      return `策略不允许地域${quoted(given)}。允许：${listed(allowed)}${where(fired)}。`;
    case 'families':
    case 'types':
      return `策略不允许实例规格${quoted(given)}。允许：${listed(allowed)}${where(fired)}。`;
    case 'images':
      return `策略不允许镜像${quoted(given)}。允许：${listed(allowed)}${where(fired)}。`;
    case 'networks':
      if (fired.line === null) return '策略未定义网络，请选择交换机和安全组。';
      return allowed.length === 0
        ? `按策略，此处无可用网络${where(fired)}。请更换可用区，或在其他频道申请。`
        : `策略不允许在此处使用网络${quoted(given)}。允许：${listed(allowed)}${where(fired)}。`;
    case 'roles':
      return allowed.length === 0
        ? `策略不允许 RAM 角色${where(fired)}。请去掉 role=，或由策略维护人将${quoted(given)}加入 roles。`
        : `策略不允许 RAM 角色${quoted(given)}。允许：${listed(allowed)}${where(fired)}。`;
    case 'kmsKeys':
      return `策略不允许使用 KMS 密钥${quoted(given)}，可选：${listed(allowed)}${where(fired)}。`;
    case 'login':
      return `策略不允许所选登录方式。允许：${listed(allowed)}${where(fired)}。`;
    case 'tags':
      if (max !== null) return `连同策略设置的标签共 ${given} 个，最多 ${max} 个，请减少标签${where(fired)}。`;
      return allowed.length === 0
        ? `标签${quoted(given)}必填，请加上 tag:${given}=…${where(fired)}。`
        : `标签${quoted(given)}缺失或取值不符。允许：${listed(allowed)}${where(fired)}。`;
    case 'required':
      return `必填，请在 /ecs create 后加上 ${given}=…${where(fired)}。`;
    case 'lease':
      return `策略规定每台实例须设置自动释放，仅管理员可不设置。请填写时长，例如 lease=8h${where(fired)}。`;
    case 'maxLease':
      return `${quoted(given)}过长：策略规定最晚首次运行后 ${leaseSpan(max ?? 0)}自动释放${where(fired)}。`;
    case 'maxAmount':
      if (fired.line === null)
        return `${given} 台实例过多：每个申请最多 ${max} 台。策略维护人可调高 limits.maxAmount。`;
      return `${given} 台实例过多：策略允许每个申请最多 ${max} 台${where(fired)}。`;
    case 'maxVCpu':
      return `共 ${given} vCPU：策略允许每个申请的所有实例合计最多 ${max} vCPU${where(fired)}。`;
    case 'maxBandwidthOut':
      return max === 0
        ? `策略不允许公网 IP，请设为 0${where(fired)}。`
        : `${given} Mbit/s 过大：策略最多允许 ${max}${where(fired)}。`;
    case 'maxDiskGiB':
      return `${given} GiB 过大：策略最多允许 ${max}${where(fired)}。`;
  }
}

/** The same for a person who approves another's request. */
function refusalOfRequester(fired: FiredRule, given: string): string {
  if (fired.rule === 'create') return `申请人不能在该处创建实例${where(fired)}。`;
  if (fired.rule !== 'charges') return refusal(fired, given);
  return fired.line === null
    ? '无策略文件时，仅管理员可申请包年包月，申请人不是管理员。'
    : `申请人不能在该处使用付费类型${quoted(given)}${where(fired)}。`;
}

/** What the policy allows and refuses, and answers about it. */
export const policy: Text['policy'] = {
  marks,
  ...policyApprovals,
  refusal,
  refusalOfRequester,
  listed,
  title: '您在此处的权限',
  none: `无策略文件：所有成员可在所有位置创建按量付费实例和抢占式实例，每个申请最多 ${USUAL_MAX_AMOUNT} 台。仅管理员可申请包年包月，且需另一位管理员同意。`,
  mayHere: '您可在此处创建实例。',
  mayNotHere: (line) => `您不能在此处创建实例${where({ rule: 'create', line })}。`,
  elsewhere: '可创建实例的位置：',
  direct: '私信',
  seePolicy: '可创建的位置见 /ecs policy。',
  nowhere: '您在所有频道均不能创建实例。',
  askAdmins: '详情请联系管理员：',
  ruleTitle: {
    regions: '地域',
    types: '实例规格',
    images: '镜像',
    networks: '网络',
    maxAmount: '每个申请的实例数量',
    maxVCpu: '每个申请的 vCPU',
    maxBandwidthOut: '公网带宽（Mbit/s）',
    maxDiskGiB: '单块云盘（GiB）',
    partial: '库存不足以满足全部时',
  },
  buysNone: '整个申请不购买',
  networkIs: (name, region, isUsual, about) =>
    `${name}（${region}${isUsual ? '，默认' : ''}）${about === null ? '' : `：${about}`}`,
  moreNetworks: (more) => `另有 ${more} 个`,
  noNetworkHere: '当前频道无可用网络',
  optionRule: {
    title: { scripts: '启动脚本', roles: 'RAM 角色', kmsKeys: 'KMS 密钥', defaults: '自动填入', required: '此处必填' },
    none: '无',
    login: ({ allowed, usual }) =>
      `${listed(allowed.map((kind) => LOGIN[kind]))}${usual === null ? '' : `；默认：${LOGIN[usual]}`}`,
    tags: ({ required, fixed, allowed }) =>
      [
        required.length === 0 ? '' : `必填：${listed(required)}`,
        fixed.length === 0 ? '' : `统一设置：${listed(fixed.map(({ key, value }) => `${key}=${value}`))}`,
        ...[...allowed].map(([key, values]) => `${key}：${listed(values)}`),
      ]
        .filter((part) => part !== '')
        .join('；'),
  },
  notTheBots: '非机器人创建的实例',
  actOnAll: '管理员可接管、启动、停止、重启和释放全部非机器人创建的实例。',
  actOnTagged: (tags) => `您可接管、启动、停止、重启和释放带以下标签的实例：${listed(tags)}。`,
  atMost: (max) => `最多 ${max}`,
  presets: '预设',
  presetHow: (name) => `用预设填写表单：/ecs create ${name}`,
  trouble: (mistakes) => `策略文件已更改，但未采用，此前版本仍生效。原因：${mistakesText(mistakes)}`,
  usage:
    '输入 /ecs policy 查看您在此处的权限，或输入 /ecs policy check type=ecs.g7.large amount=2（或预设名）查看策略的判断。',
  allowed: '允许：您可在此处创建。',
  allowedToAsk: '允许：您可在此处申请。',
  refused: '不允许：',
  open: (rule, line) =>
    rule === 'create' || rule === 'charges'
      ? `是否允许取决于频道或用户组成员，暂时无法获取${where({ rule, line })}。`
      : `策略对${RULE_NAME[rule]}有规定，但未填写${where({ rule, line })}。`,
  ruleAt: (rule, line) => `${RULE_NAME[rule]}${where({ rule, line })}`,
  barred: (rules) => `策略不允许您在此处提交：${listed(rules)}。未提交申请。您的权限见 /ecs policy。`,
  unjudged: (rules) =>
    `暂时无法判断策略是否允许，未提交：${listed(rules)}。可能 Slack 未返回用户组成员。请 1 分钟后重试；仍失败请联系策略维护人。`,
  cannotSay: '暂时无法判断：',
  asked: '查询的内容：',
  noRegionAllowed: '策略不允许账号的所有地域，未创建实例。请联系策略维护人。',
};
