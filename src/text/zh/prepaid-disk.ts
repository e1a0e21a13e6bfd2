import { type DiskGrowth, diskWord } from '../../core/disk/disk-wish.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { FailureCause } from '../../core/failure/failure-cause.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { FailureText } from '../en/failure/failure-text.ts';
import type { Text } from '../en.ts';
import { ownFailureWords } from '../failure-words.ts';
import { openPurchase } from './base/open-purchase.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];
type Growth = Pick<DiskGrowth, 'which' | 'from' | 'to'>;

const which = (disk: DiskGrowth['which']): string => (disk === 'system' ? '系统盘' : diskWord(disk));
const step = (growth: Growth): string => `${which(growth.which)} ${growth.from} → ${growth.to} GiB`;

/** Where a failure means something else for a larger prepaid disk than for a creation. */
const ofFailure: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>> = {
  throttled: { next: '未扣款。请 2 分钟后用 /ecs set 重新申请。' },
  transient: { next: '未扣款。请用 /ecs set 重新申请。' },
  ambiguous: { next: '重新申请前，请先用 /ecs show 查看云盘容量。' },
  notSent: { next: '未扣款。请运维人员检查网络、代理和 DNS，再用 /ecs set 重新申请。' },
  inFlight: { next: '请几分钟后查看 /ecs show，可能已显示新容量。' },
  wrongState: {
    cause: '仅在实例运行中或已停止时可扩容云盘。',
    next: '未扣款。请等待实例运行或停止，再用 /ecs set 重新申请。',
  },
  busy: { next: '未扣款。请等待其他操作结束，再用 /ecs set 重新申请。' },
  gone: { next: '未扣款。请用 /ecs show 确认云盘是否存在。' },
  noStock: {
    title: '云盘库存不足',
    cause: '可用区内这一类型的云盘当前库存不足，无法扩容。未扣款。',
    next: '请稍后或以较小的容量用 /ecs set 重新申请。',
  },
  money: {
    cause: '阿里云账户的余额、信用额度或支付方式不满足要求。未扣款，云盘容量不变。',
    next: '请账户负责人充值，再用 /ecs set 重新申请。',
  },
  quota: { next: '未扣款。请在配额中心申请提高配额，再用 /ecs set 重新申请。' },
  permission: { next: '请运维人员在 RAM 权限策略中添加权限，再用 /ecs set 重新申请。' },
  account: { next: '请账号所有者登录控制台完成所需操作，再用 /ecs set 重新申请。' },
  locked: {
    cause: '按阿里云的规则，云盘当前不能扩容。未扣款。',
    next: '原因见 ECS 控制台，可尝试在控制台扩容。',
  },
  credentials: { next: '未扣款。请运维人员检查凭证和服务器时钟，再用 /ecs set 重新申请。' },
  badInput: {
    title: '容量无效',
    cause: '阿里云不支持将云盘扩容到所选容量。未扣款。',
    next: '请用 /ecs set 更换容量后重新申请。',
  },
  deadline: {
    title: '未显示新容量',
    cause: '阿里云已受理扩容并扣款，但云盘仍显示原容量。',
    next: '请在控制台查看云盘和订单，确认前不要再次扩容。',
  },
  doubtful: {
    title: '无法确认云盘是否已扩容',
    cause: '扩容请求未得到明确响应，此后云盘容量也未变化。为避免重复扣款，机器人不会重发。',
    next: '请在控制台查看云盘容量和账户的订单。两处均无扩容记录，才可用 /ecs set 重新申请。',
  },
  priceChanged: { next: '未扣款。请用 /ecs set 重新申请，按新价格审批。' },
  lapsed: {
    cause: '未在审批有效期内完成扩容，例如因冻结。',
    next: '未扣款。请用 /ecs set 重新申请和审批。',
  },
  notAllowed: {
    cause: '策略已不允许这一容量的云盘。未扣款。',
    next: '请用 /ecs set 申请较小的容量，允许的范围见 /ecs policy。',
  },
  unknown: { next: '请查看下方的错误码和 ECS 控制台中的云盘，再用 /ecs set 重新申请。' },
};

/** Where its size could not be seen: nothing is said of it. */
const ofCause: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>> = {
  unseen: {
    title: '新容量查询失败',
    cause: '阿里云已受理扩容并扣款，但新容量查询失败。',
    next: '请在控制台查看云盘和订单，确认前不要再次扩容。',
  },
  unlooked: {
    title: '无法确认云盘是否已扩容',
    cause: '扩容请求未得到明确响应，云盘容量也查询失败。为避免重复扣款，机器人不会重发。',
    next: '请在控制台查看云盘容量和账户的订单。两处均无扩容记录，才可用 /ecs set 重新申请。',
  },
};

const failureOf = (failure: Failure): Partial<FailureText> =>
  ownFailureWords({ kinds: ofFailure, causes: ofCause }, failure);

const BARRED: Readonly<Record<RenewalBlocker, string>> = {
  moved: '已在别处变更，未扣款',
  notPrepaid: '已不是包年包月，未扣款',
  gone: '云盘已不存在，未扣款',
  locked: '已被阿里云锁定，未扣款',
  elsewhere: '实例属于其他阿里云账号，未扣款',
};

function barredMeans(why: RenewalBlocker): string {
  switch (why) {
    case 'moved':
      return '云盘容量或实例规格与申请时不同：已在别处更改。请先查看 /ecs show，仍需扩容再用 /ecs set 重新申请。';
    case 'notPrepaid':
      return '实例或云盘现为按量付费。仍需扩容请用 /ecs set 重新操作。';
    case 'gone':
      return '在实例上已查询不到云盘。请在 ECS 控制台和操作审计中确认原因。';
    case 'locked':
      return '实例因到期或安全原因被锁定，请查看控制台的消息。解锁后可重新申请。';
    case 'elsewhere':
      return '机器人已不再使用实例所在的阿里云账号。仍需扩容请在该账号的控制台操作。';
  }
}

/** To one person, why nothing was asked for. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} 已不是包年包月。未做更改。请重试，云盘将按量扩容。`;
    case 'notCreatedYet':
      return `${name} 尚未创建。未做更改。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，无云盘可扩容。原因见卡片。`;
    case 'gone':
      return `${name} 已不存在，无法扩容云盘。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 释放中，未扩容云盘。`;
    case 'openAlready':
      return openPurchase(name, refusal.requestId);
  }
}

const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const growthIn = (data: Data): Growth | null => (data.disk as Growth | undefined) ?? null;

const titled = (kind: string): string =>
  kind in failures.kinds ? (ofFailure[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title) : kind;

/** Everything about a prepaid disk that gets larger, for the rest of its period. */
export const prepaidDisk: Text['prepaidDisk'] = {
  title: (name: string, growth: Growth): string => `为 ${name} 扩容云盘：${step(growth)}`,
  what: (name: string, growth: Growth): string => `为 ${name} 扩容云盘，${step(growth)}`,
  facts: { disk: '云盘', from: '当前容量', to: '新容量' },
  was: '原容量',
  diskIs: (disk: Growth['which'], id: string): string =>
    disk === 'system' ? `系统盘（${id}）` : `数据盘 ${diskWord(disk)}（${id}）`,
  payment: '包年包月，支付剩余时长的差价',

  whenApproved: (price: string | null): string =>
    `审批通过后立即扩容，并扣除剩余时长的差价${price === null ? '' : ` ${price}`}。机器人无法退款，云盘不支持缩容。`,
  nothingYet: '尚未扣款。',
  confirmApprove: (what: string, price: string | null): string =>
    `${what}。审批通过后立即扣款 ${price ?? '扩容差价'}，机器人无法退款。`,
  confirmWithdraw: '撤回后不能再审批。尚未扣款。仅申请人和管理员可撤回。',
  confirmWithdrawHeld: '撤回后不再扩容。尚未扣款。仅申请人和管理员可撤回。',
  approvedMeans: '扩容中。',
  approved: '审批已通过，正在扩容。进展见卡片和消息列。',
  whatToDo: {
    denied: '请联系拒绝人，或用 /ecs set 申请其他容量。',
    withdrawn: '请联系该管理员，或用 /ecs set 重新申请。',
    expired: '请用 /ecs set 重新申请，并联系审批人；审批人不明时可询问管理员。',
  },

  stage: {
    waiting: '即将扩容',
    trying: '扩容中',
    accepted: '阿里云已受理，尚未显示新容量',
    held: '等待解除冻结',
    inDoubt: '已发送但未得到明确响应，正在查询云盘是否已扩容',
    failed: '未扩容',
    unclear: '无法确认云盘是否已扩容',
  },
  grown: (gib: number): string => `已扩容至 ${gib} GiB`,
  grownNote: '已扩容',
  grownMeans: '分区和文件系统不变，请在实例内扩展。',
  barred: BARRED,
  barredMeans,
  failure: failureOf,
  acceptedNote: '扩容已受理',
  acceptedMeans: '已扣款，新容量将在此处更新。',
  troubledNote: '扩容遇到问题',
  failedNote: '未扩容',
  dm: { bought: '您的云盘已扩容', not: '您的云盘未扩容', unclear: '无法确认您的云盘是否已扩容' },

  refused,
  costs: (price: string): string => `剩余时长的差价为 ${price}，审批通过后立即扣款，机器人无法退款。`,
  balance: (amount: string | null): string => `当前账户余额：${amount ?? '暂时未知'}。`,
  needs: (needed: number): string => `需 ${needed} 人同意。`,
  request: '提交审批',
  unread: (title: string, next: string): string => `实例查询失败：${title}。未做更改。${next}`,
  unlisted: (name: string): string => `查询不到 ${name}，无法扩容云盘。未做更改。请 1 分钟后重试。`,
  locked: (name: string): string =>
    `${name} 因到期或安全原因被锁定。未做更改。已到期请先用 /ecs renew 续费，否则请查看控制台的消息。`,
  noPrice: '阿里云未返回价格，无法审批。未做更改。请 1 分钟后重试，或在 ECS 控制台扩容。',
  mayNot: '策略不允许您在此处使用包年包月，或不允许这一容量的云盘，未提交申请。您的权限见 /ecs policy。',
  submitted: (id: string, name: string, growth: Growth): string =>
    `申请 ${id}（为 ${name} 扩容云盘，${step(growth)}）等待审批。尚未扣款。`,
  submittedBefore: (id: string): string => `此前已提交申请 ${id}。未重复申请。`,
  busy: '实例状态变化过于频繁，未提交申请。请重试。',
  again: '重新申请',

  history: {
    asked: (name: string, growth: Growth): string => `申请为 ${name} 扩容包年包月云盘：${step(growth)}。`,
    askedOf: (data: Data): string => `申请扩容包年包月云盘：${word(data, 'by')}。`,
    grown: (data: Data): string => {
      const growth = growthIn(data);
      return growth === null ? '包年包月云盘已扩容。' : `包年包月云盘已扩容：${step(growth)}。`;
    },
    trying: '即将调用 ResizeDisk。',
    newToken: '云盘容量未变化；下一次 ResizeDisk 使用新的幂等 Token。',
    accepted: '阿里云已受理扩容。',
    ended: (end: Data): string => {
      if (end.is === 'grown') return '申请完结：云盘已扩容。';
      if (end.is === 'barred') return `申请完结。${BARRED[end.why as RenewalBlocker] ?? word(end, 'why')}。`;
      return `申请完结：${titled(word(end, 'kind'))}。`;
    },
  },
};
