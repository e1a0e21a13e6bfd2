import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { purchaseText as english, PurchaseNames } from '../en/purchase.ts';
import { eventWord } from '../event-data.ts';
import { type OwnFailureWords, ownFailureWords } from '../failure-words.ts';
import { failures } from './failure/failures.ts';

/** The Chinese names of one kind of purchase: a further term, or a larger disk. */
interface Names extends Pick<PurchaseNames, 'command' | 'api' | 'instead' | 'own'> {
  /** 续费, 实例, 到期时间. */
  readonly act: string;
  readonly to: string;
  readonly shows: string;
  /** 新的到期时间, 原到期时间; and where both are shown, 实例的到期时间. */
  readonly fresh: string;
  readonly old: string;
  readonly check: string;
  /** Before 不变, if nothing was charged. */
  readonly asBefore: string;
  /** After 无法确认: 是否已续费. */
  readonly whether: string;
  /** The charge, if no amount is known. */
  readonly price: string;
  readonly barred: Pick<Readonly<Record<RenewalBlocker, string>>, 'moved' | 'gone'>;
}

/** The texts of both purchases, made from the names of one. */
export function purchaseText(names: Names): ReturnType<typeof english> {
  const { command, api, act, to, shows, fresh, whether } = names;
  const barred: Readonly<Record<RenewalBlocker, string>> = {
    ...names.barred,
    notPrepaid: '已不是包年包月，未扣款',
    locked: '已被阿里云锁定，未扣款',
    elsewhere: '实例属于其他阿里云账号，未扣款',
  };
  const words = failuresOf(names);
  const titled = (kind: string): string =>
    kind in failures.kinds
      ? (words.kinds[kind as FailureKind]?.title ?? failures.kinds[kind as FailureKind].title)
      : kind;
  return {
    nothingYet: '尚未扣款。',
    confirmApprove: (what, price) => `${what}。审批通过后立即扣款 ${price ?? names.price}，机器人无法退款。`,
    confirmWithdraw: '撤回后不能再审批。尚未扣款。仅申请人和管理员可撤回。',
    confirmWithdrawHeld: `撤回后不再${act}。尚未扣款。仅申请人和管理员可撤回。`,
    approvedMeans: `审批已完成，接下来${act}。`,
    approved: `审批已通过，正在${act}。进展见卡片和消息列。`,
    whatToDo: {
      denied: `请联系拒绝人，或用 ${command} 申请其他${names.instead}。`,
      withdrawn: `请联系该管理员，或用 ${command} 重新申请。`,
      expired: `请用 ${command} 重新申请，并联系审批人；审批人不明时可询问管理员。`,
    },
    stage: {
      waiting: `即将${act}`,
      trying: `${act}中`,
      accepted: `阿里云已受理，尚未显示${fresh}`,
      held: '等待解除冻结',
      inDoubt: `已发送但未得到明确响应，正在查询${whether}`,
      failed: `未${act}`,
      unclear: `无法确认${whether}`,
    },
    barred,
    failure: (failure: Failure) => ownFailureWords(words, failure),
    acceptedNote: `${act}已受理`,
    acceptedMeans: `已扣款，${fresh}将在此处更新。`,
    troubledNote: `${act}遇到问题`,
    failedNote: `未${act}`,
    dm: { bought: `您的${to}已${act}`, not: `您的${to}未${act}`, unclear: `无法确认您的${to}是否已${act}` },
    busy: '实例状态变化过于频繁，未提交申请。请重试。',
    history: {
      trying: `即将调用 ${api}。`,
      newToken: `${shows}未变化；下一次 ${api} 使用新的幂等 Token。`,
      accepted: `阿里云已受理${act}。`,
      refused: (data) => `重复的调用被拒绝（${titled(eventWord(data, 'kind'))}）；此后仅查询首次调用是否已生效。`,
      ended: (end: AuditEvent['data']) =>
        end.is === 'barred'
          ? `申请完结。${barred[end.why as RenewalBlocker] ?? eventWord(end, 'why')}。`
          : `申请完结：${titled(eventWord(end, 'kind'))}。`,
    },
  };
}

/** The meanings of failures that differ between a purchase and a creation. */
function failuresOf({ command, act, to, shows, fresh, old, whether, check, asBefore, own }: Names): OwnFailureWords {
  const again = `再用 ${command} 重新申请。`;
  const beforeClear = `请在控制台查看${to}和订单，确认前不要再次${act}。`;
  const once = '为避免重复扣款，机器人不会重发。';
  const unconfirmed = {
    title: `无法确认${whether}`,
    next: `请在控制台查看${check}和账户的订单。两处均无${act}记录，才可用 ${command} 重新申请。`,
  };
  return {
    kinds: {
      throttled: { next: `未扣款。请 2 分钟后用 ${command} 重新申请。` },
      queued: { next: `未扣款。请 2 分钟后用 ${command} 重新申请。` },
      transient: { next: `未扣款。请用 ${command} 重新申请。` },
      notSent: { next: `未扣款。请运维人员检查网络、代理和 DNS，${again}` },
      busy: { next: `未扣款。请等待其他操作结束，${again}` },
      money: {
        cause: `阿里云账户的余额、信用额度或支付方式不满足要求。未扣款，${asBefore}不变。`,
        next: `请账户负责人充值，${again}`,
      },
      quota: { next: `未扣款。请在配额中心申请提高配额，${again}` },
      permission: { next: `请运维人员在 RAM 权限策略中添加权限，${again}` },
      account: { next: `请账号所有者登录控制台完成所需操作，${again}` },
      locked: {
        cause: `按阿里云的规则，${to}当前不能${act}。未扣款。`,
        next: `原因见 ECS 控制台，可尝试在控制台${act}。`,
      },
      credentials: { next: `未扣款。请运维人员检查凭证和服务器时钟，${again}` },
      deadline: {
        title: `未显示${fresh}`,
        cause: `阿里云已受理${act}并扣款，但${to}仍显示${old}。`,
        next: beforeClear,
      },
      doubtful: { ...unconfirmed, cause: `${act}请求未得到明确响应，此后${shows}也未变化。${once}` },
      priceChanged: { next: `未扣款。请用 ${command} 重新申请，按新价格审批。` },
      lapsed: {
        cause: `未在审批有效期内完成${act}，例如因冻结。`,
        next: `未扣款。请用 ${command} 重新申请和审批。`,
      },
      unknown: { next: `请查看下方的错误码和 ECS 控制台中的${to}，${again}` },
      ...own,
    },
    causes: {
      disk: { cause: '该云盘类型不支持此操作。未扣款。', next: `可行的操作见 ECS 控制台，${again}` },
      notOpened: { next: `未扣款。请账号所有者在控制台申请开通，${again}` },
      payMethod: { next: `未扣款。请账号所有者申请开通，${again}` },
      // There was no look, so the text does not tell what shows.
      unseen: {
        title: `${fresh}查询失败`,
        cause: `阿里云已受理${act}并扣款，但${fresh}查询失败。`,
        next: beforeClear,
      },
      unlooked: { ...unconfirmed, cause: `${act}请求未得到明确响应，${shows}也查询失败。${once}` },
    },
  };
}

/** To a person who asks for a renewal or a larger prepaid disk while another such request is open. */
export const openPurchase = (name: string, requestId: string): string =>
  `${name} 的续费或云盘扩容申请 ${requestId} 尚未完结，未提交新申请。进展见 /ecs history ${requestId}。该申请完结或在其卡片上撤回后，可重新申请。`;
