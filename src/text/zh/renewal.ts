import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { causeOf, type FailureCause } from '../../core/failure/failure-cause.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { FailureText } from '../en/failure/failure-text.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { all } from './base/listed.ts';
import { termText } from './base/term.ts';
import { failures } from './failure/failures.ts';

type Data = AuditEvent['data'];

const AGAIN = '请用 /ecs renew 重新申请。';

/** Where a failure means something else for a renewal than for a creation. */
const ofFailure: Readonly<Partial<Record<FailureKind, Partial<FailureText>>>> = {
  throttled: { next: `没有扣款。请等待一两分钟。${AGAIN}` },
  transient: { next: `没有扣款。${AGAIN}` },
  ambiguous: { next: '重新申请之前，请先在 ECS 控制台查看该实例的到期时间。' },
  notSent: { next: `请机器人的运维人员检查网络、代理和 DNS。没有扣款。${AGAIN}` },
  inFlight: { next: '请几分钟后在 ECS 控制台查看：新的到期时间可能会显示出来。' },
  wrongState: { next: `没有扣款。请在 ECS 控制台查看该实例。${AGAIN}` },
  busy: { next: `没有扣款。请等待另一项操作结束。${AGAIN}` },
  gone: { next: '没有扣款。请在 ECS 控制台确认是否有人释放了它。' },
  money: {
    cause: '阿里云账户的余额、信用额度或支付方式不满足要求。没有扣款，实例的到期时间不变。',
    next: `请账户负责人充值。${AGAIN}`,
  },
  quota: { next: `没有扣款。请在配额中心申请提高配额。${AGAIN}` },
  permission: { next: `请机器人的运维人员在 RAM 策略中添加该权限。${AGAIN}` },
  account: { next: `请账户所有者登录控制台，完成所要求的操作。${AGAIN}` },
  locked: {
    cause: '按照阿里云的规则，该实例目前不能续费。没有扣款。',
    next: '原因见 ECS 控制台，也许可以在那里续费。',
  },
  credentials: { next: `请机器人的运维人员检查凭证和所在机器的时钟。没有扣款。${AGAIN}` },
  badInput: {
    title: '阿里云不接受该时长',
    cause: '阿里云不支持按该时长为此实例续费。没有扣款。',
    next: '请用 /ecs renew 换一个时长重新申请。',
  },
  deadline: {
    title: '新的到期时间没有显示',
    cause: '阿里云已受理续费，因此已经扣款，但实例仍显示原来的到期时间。',
    next: '请在控制台查看该实例和订单。在弄清楚之前，不要再次续费。',
  },
  doubtful: {
    title: '无法确认是否已续费',
    cause: '续费调用没有得到明确的响应，此后实例的到期时间也没有变化。为避免重复付款，机器人不会再次发送。',
    next: '请在控制台查看该实例的到期时间和账户的订单。只有两处都没有续费记录时，才用 /ecs renew 重新申请。',
  },
  priceChanged: { next: `没有扣款。${AGAIN}届时按新价格审批。` },
  lapsed: {
    cause: '没能在审批有效期内完成续费，例如因为冻结。',
    next: `没有扣款。${AGAIN}届时需要重新审批。`,
  },
  unknown: { next: `请查看下方的错误码，并在 ECS 控制台查看该实例。${AGAIN}` },
};

/** Where its end could not be seen: nothing is said of where it is. */
const ofCause: Readonly<Partial<Record<FailureCause, Partial<FailureText>>>> = {
  unseen: {
    title: '无法查看新的到期时间',
    cause: '阿里云已受理续费，因此已经扣款，但机器人查询不到新的到期时间。',
    next: '请在控制台查看该实例和订单。在弄清楚之前，不要再次续费。',
  },
  unlooked: {
    title: '无法确认是否已续费',
    cause: '续费调用没有得到明确的响应，机器人也无法查看到期时间是否变化。为避免重复付款，机器人不会再次发送。',
    next: '请在控制台查看该实例的到期时间和账户的订单。只有两处都没有续费记录时，才用 /ecs renew 重新申请。',
  },
};

function failureOf(failure: Failure): Partial<FailureText> {
  const cause = causeOf(failure);
  return (cause === null ? ofFailure[failure.kind] : ofCause[cause]) ?? {};
}

const BARRED: Readonly<Record<RenewalBlocker, string>> = {
  moved: '到期时间已在别处变更，没有扣款',
  notPrepaid: '已不是包年包月，没有扣款',
  gone: '实例已不存在，没有扣款',
  locked: '已被阿里云锁定，没有扣款',
  elsewhere: '实例在另一个账户中，没有扣款',
};

function barredMeans(why: RenewalBlocker, until: number | null): string {
  switch (why) {
    case 'moved':
      return `它的到期时间与申请时不同${until === null ? '' : `，现为 ${momentMark(until)}`}：有人在别处做了更改，因此机器人没有续费。如果仍然需要，请用 /ecs renew 重新申请。`;
    case 'notPrepaid':
      return '它现在是按量付费，没有可以续费的到期时间。';
    case 'gone':
      return '阿里云的列表中已没有该实例。请在 ECS 控制台和操作审计中确认由谁释放。';
    case 'locked':
      return '阿里云出于安全原因锁定了它：请查看云安全中心和控制台的消息。解锁后可重新申请。';
    case 'elsewhere':
      return '该实例所在的阿里云账户，机器人已不再使用。如果仍然需要，请在那个账户的控制台续费。';
  }
}

/** To one person, why nothing was asked for. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} 不是包年包月实例：按用量计费的实例没有可以续费的到期时间。没有做任何更改。如果它有租期，可以用 /ecs extend 延长。`;
    case 'notCreatedYet':
      return `${name} 还没有创建，无法续费。创建完成后会写在它的消息列里。`;
    case 'neverCreated':
      return `${name} 从未创建成功，原因见卡片。没有可以续费的实例。`;
    case 'gone':
      return `${name} 已不存在，无法续费。请用 /ecs create 申请新的实例。`;
    case 'beingReleased':
      return `${name} 正在释放，因此没有续费。`;
    case 'openAlready':
      return `${name} 已在续费：申请 ${refusal.requestId} 尚未结束，没有重复申请。进展见 /ecs history ${refusal.requestId}。`;
  }
}

const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const titled = (kind: string): string =>
  kind in failures.kinds ? (ofFailure[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title) : kind;

/** Everything about prolonging the time of a prepaid instance. */
export const renewal: Text['renewal'] = {
  term: termText,
  title: (name: string, term: Term): string => `为 ${name} 续费 ${termText(term)}`,
  what: (name: string, term: Term): string => `为 ${name} 续费 ${termText(term)}`,
  facts: {
    instance: '实例',
    id: '实例 ID',
    type: '实例规格',
    region: '地域',
    until: '当前到期时间',
    newEnd: '续费后约至',
    wasUntil: '原到期时间',
    nowUntil: '现到期时间',
    payment: '付费类型',
  },
  payment: (term: Term): string => `包年包月，续费 ${termText(term)}`,

  whenApproved: (price: string | null): string =>
    `同意的人数足够后立即续费：当即扣款${price === null ? '' : ` ${price}`}，机器人无法退款。`,
  nothingYet: '目前还没有扣款。',
  confirmApprove: (what: string, price: string | null): string =>
    `您同意${what}。同意的人数足够后当即扣款 ${price ?? '其价格'}，机器人无法退款。`,
  confirmWithdraw: '撤回后无法再批准。目前没有扣款。只有申请人或管理员可以撤回。',
  confirmWithdrawHeld: '撤回后不再续费。目前没有扣款。只有申请人或管理员可以撤回。',
  approvedMeans: '正在续费。',
  approved: '您已批准：正在续费。后续进展请看卡片和消息列。',
  whatToDo: {
    denied: '请与拒绝的人沟通，或用 /ecs renew 申请其他时长。',
    withdrawn: '管理员已撤回。请与其沟通，或用 /ecs renew 重新申请。',
    expired: '请用 /ecs renew 重新申请，并告知可以审批的人；不清楚是谁时请询问管理员。',
  },

  stage: {
    waiting: '即将续费',
    trying: '正在续费',
    accepted: '阿里云已受理；新的到期时间尚未显示',
    held: '等待冻结结束',
    inDoubt: '已发送给阿里云但没有明确响应：机器人正在查看是否已续费',
    failed: '未续费',
    unclear: '无法确认是否已续费',
  },
  renewedUntil: '已续费，到期时间：',
  renewed: (until: number): string => `已续费，到期时间 ${momentMark(until)}`,
  barred: BARRED,
  barredMeans,
  failure: failureOf,
  acceptedNote: '续费已受理',
  acceptedMeans: '已扣款；新的到期时间一显示就会写在这里。',
  troubledNote: '续费遇到问题',
  failedNote: '未续费',
  renewedNote: '已续费',
  paidUntil: '到期时间',
  dm: { renewed: '您的实例已续费', not: '您的实例没有续费', unclear: '无法确认您的实例是否已续费' },

  refused,
  notOurs: (name: string): string =>
    `${name} 不是由此机器人创建的，因此这里没有可以审批续费的卡片。请先用 /ecs adopt 接管它，再续费。`,
  notSold: (terms: readonly Term[]): string => `不支持按该时长续费，可选：${all(terms.map(termText))}。未做更改。`,
  window: {
    title: '续费',
    submit: '提交审批',
    term: '时长',
    close: '关闭',
    looking: '正在向阿里云查询到期时间和续费价格…',
    working: '正在记录…',
    price: '价格',
    balance: '当前账户余额',
    unknownBalance: '目前未知',
    needs: (needed: number): string => `需要 ${needed} 人同意。同意后`,
    debited: (price: string): string => `当即扣款 ${price}，机器人无法退款，实例会不间断地运行到新的到期时间。`,
    autoRenew: '到期时是否自动续费不受此影响。',
    overdue: '它已经到期。此时如何计算续费时长由阿里云决定。',
  },
  unread: (title: string, next: string): string => `阿里云没有返回到期时间：${title}。没有做任何更改。${next}`,
  late: '阿里云没有及时响应，因此没有提交申请。请一分钟后重试。',
  unlisted: (name: string): string => `阿里云目前的列表中没有 ${name}，无法续费。没有做任何更改。`,
  locked: (name: string): string =>
    `阿里云出于安全原因锁定了 ${name}，无法续费。没有做任何更改。请查看云安全中心和控制台的消息。`,
  noPrice: '阿里云目前没有给出价格，而没有价格就无法审批。没有做任何更改。可以换一个时长，或一分钟后重试。',
  moved: (name: string, until: number): string =>
    `${name} 现在的到期时间是 ${momentMark(until)}，与窗口中显示的不同：期间有人做了更改。没有提交申请。如果仍然需要，请重新使用 /ecs renew。`,
  mayNot: '策略不允许您在这里预付费，因此没有提交申请。/ecs policy 会显示您可以做什么。',
  submitted: (id: string, name: string, term: Term): string =>
    `您的申请 ${id}（为 ${name} 续费 ${termText(term)}）正在等待审批。目前没有扣款。`,
  submittedBefore: (id: string): string => `此窗口已提交过：对应的申请是 ${id}。没有重复申请。`,
  storeDown: '机器人目前无法写入数据库，因此没有提交申请。请稍后重试。',
  busy: '实例的状态刚刚变化过于频繁，因此没有提交申请。请重试。',
  broken: (reference: string): string =>
    `机器人出错了，不确定申请是否已提交：请先查看是否有卡片。如果没有，请重试；如果再次出现，请把编号 ${reference} 告知机器人的运维人员。`,
  again: '重新申请…',
  button: '续费…',
  buttonFor: (name) => `续费 ${name}…`,

  history: {
    asked: (name: string, charge: string): string => `申请为 ${name} 续费：${charge}。`,
    askedOf: (data: Data): string => `申请为它续费：申请 ${word(data, 'by')}。`,
    renewed: (data: Data): string =>
      `已续费${typeof data.until === 'number' ? `，到期时间 ${momentMark(data.until)}` : ''}。`,
    trying: '即将发送 RenewInstance。',
    accepted: '阿里云已受理续费。',
    refused: (data: Data): string =>
      `重复的调用被拒绝（${titled(word(data, 'kind'))}）；此后机器人只查看第一次调用是否已生效。`,
    ended: (end: Data): string => {
      if (end.is === 'renewed' && typeof end.until === 'number')
        return `申请结束：已续费，到期时间 ${momentMark(end.until)}。`;
      if (end.is === 'barred') return `申请结束。${BARRED[end.why as RenewalBlocker] ?? word(end, 'why')}。`;
      return `申请结束：${titled(word(end, 'kind'))}。`;
    },
  },
};
