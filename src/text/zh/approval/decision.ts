import type { Overdraft } from '../../../core/approval/budget.ts';
import type { Membership } from '../../../core/policy/people.ts';
import { moneyText } from '../../amounts.ts';
import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { unread } from '../failure/unread.ts';
import { atLine } from '../policy/approvals.ts';

const NOTHING = '未购买。';

const MEMBERSHIP: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `工作区访客不能审批采购。${NOTHING}请联系卡片上列出的审批人。`,
  stranger: `仅工作区成员可审批采购。${NOTHING}请联系卡片上列出的审批人。`,
  bot: `机器人账号不能审批采购。${NOTHING}`,
  deactivated: `已停用的账号不能审批采购。${NOTHING}`,
  unknown: `Slack 暂时无法确认您的身份，身份未确认不能审批。${NOTHING}请 1 分钟后重新点击；仍失败请联系运维人员。`,
};

/** Answers to submissions that need approval, and to a person who decides. The Slack side adds names and moments. */
export const decision: Text['decision'] = {
  marks,
  submitted: (requestId, amount) => `申请 ${requestId}（${amount} 台实例）已提交审批，审批通过前不购买。`,
  mayApprove: (needed) => `需 ${needed} 人同意：`,
  amongThem: (needed) => `其中 ${needed} 人来自：`,
  besides: (needed) => `另需 ${needed} 人同意：`,
  unnamed: (needed) => `需 ${needed} 人同意。审批人由策略规定，Slack 暂时无法返回名单。`,
  andMore: (count) => `另有 ${count} 人`,
  told: {
    approvers: '已通知审批人。',
    others: '已通知策略指定的人。',
    nobody: '未单独通知，请自行联系其中 1 人。',
  },
  untold: {
    title: '审批通知未能送达',
    plain: (request) => `申请 ${request} 等待审批，但审批通知未能送达。请直接联系审批人，或撤回申请。`,
    refused: '申请等待审批，但 Slack 拒收发给以下对象的消息：',
    next: '请直接联系审批人，或在卡片上撤回申请；管理员可修正策略中的 approvers 和 notify。',
    over: (request) => `申请 ${request} 已不再等待审批。`,
  },
  whatNext: (until) => `审批结果见卡片，审批前可在卡片上撤回；结果将私信通知。${until} 前未审批将自动关闭。`,

  priceUnknown: (failure) =>
    failure === null
      ? '包年包月须按价格审批，阿里云未返回价格，可能该可用区暂不出售。未提交申请。请更换可用区、实例规格或云盘类型，或 1 分钟后重试。'
      : `包年包月须按价格审批，阿里云未返回价格。未提交申请。${unread(failure)}`,
  priceLate: '包年包月须按价格审批，阿里云未及时返回价格。未提交申请。请 1 分钟后重试。',
  notSubmitted: '未提交申请。',
  short: (missing, balance, total) =>
    `余额还差 ${missing}：费用 ${total}，账户余额 ${balance}。未提交申请，请充值后重新提交。`,
  approversUnread:
    '申请需要审批，但 Slack 暂时无法确认审批人是否仍是工作区成员。未提交申请。请 1 分钟后重试；仍失败请联系策略维护人。',
  overBudget: ({ shared, line, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? '共享预算' : '申请人的预算'}（每月 ${moneyText(perMonth)}）`;
    const rule = `（策略：budgets${atLine(line)}）`;
    if (cost === null)
      return `暂无价格，无法计入${budget}${rule}。${NOTHING}请拒绝申请，或在阿里云返回价格后重新点击。`;
    if (cost.currency !== perMonth.currency)
      return `${hourly ? '到本月末（UTC）需' : '费用为'} ${moneyText(cost)}，币种不同，无法计入${budget}${rule}。${NOTHING}请拒绝申请，或在策略金额改为 ${cost.currency} 后重新点击。`;
    return `将超出${budget}：已扣款、已产生的按量费用及本月剩余时间预留共 ${moneyText(spent)}，本次${hourly ? '到本月末（UTC）' : ''}还需 ${moneyText(cost)}${rule}。${NOTHING}请拒绝申请，或在预算充足时重新点击。`;
  },

  approved: (amount) => `审批已通过，正在购买 ${amount} 台实例。进展见卡片和消息列。`,
  approvedHeld: '审批已通过。',
  frozen: (reason, charge) =>
    `实例创建已冻结（${reason}），解除后自动继续。${charge === 'prepaid' ? '超过 1 天须重新申请和审批。' : ''}`,
  voted: (missing) => `您已同意，还需 ${missing} 人同意后才会购买。`,
  denied: `已拒绝。${NOTHING}原因已通知`,
  withdrawn: `已撤回。${NOTHING}`,
  expired: `审批超时，申请已关闭。${NOTHING}如仍需要，请重新申请。`,
  askedAgain: (before, after) =>
    `价格已变动：${before} → ${after}。${NOTHING}须重新审批：请查看卡片，同意新价格则重新点击。`,
  scriptAskedAgain: (before, after) =>
    `策略中的启动脚本已变更：原为 ${before}，现为 ${after}。未购买。须重新审批：请核对新脚本，同意则在卡片上重新点击。`,
  otherScript: (before, after) =>
    `本次点击未生效：按钮对应的启动脚本为 ${before}，现为 ${after}。请查看卡片，同意新脚本则重新点击。`,
  scriptMissing: (name) =>
    `策略中暂无启动脚本 ${name}，无法按申请购买。未购买。请联系策略维护人恢复后重新点击，或拒绝申请。`,
  otherPrice: (before, after) =>
    `按钮对应旧价格（${before}），现价 ${after}，本次点击未生效。请查看卡片，同意新价格则重新点击。`,
  noPrice: '价格未知',

  already: {
    approved: '此前已通过，审批人：',
    denied: '此前已拒绝，拒绝人：',
    withdrawn: '此前已撤回，撤回人：',
  },
  alreadyExpired: `审批超时，申请已关闭。${NOTHING}`,
  alreadyOver: '申请已处理完毕，本次点击未生效。',
  noChange: '本次点击未生效。',
  begun: '无法撤回：第一台实例已在下单，结果见卡片。',
  over: '申请已完结，无需撤回。',

  membership: MEMBERSHIP,
  requester: {
    bot: `申请人是机器人，不能购买。${NOTHING}请拒绝。`,
    deactivated: `申请人的账号已停用。${NOTHING}请拒绝，或由您自己申请。`,
    unknown: `Slack 暂时无法确认申请人的身份。${NOTHING}请 1 分钟后重新点击；仍失败请联系运维人员。`,
  },
  notApprover: '您不是审批人，不能审批。',
  ownRequest: '不能审批自己的申请，须由其他人审批。',
  whoMay: '审批人：',
  nobodyMay: '按当前策略无人可审批。策略维护人可指定审批人。',
  unreadGroups: 'Slack 暂时无法返回以下用户组的成员：',
  ifYouDo: '如您是其中成员，请 1 分钟后重新点击。',
  notYours: '和管理员可撤回申请。未做更改。',
  only: '仅',
  noReason: '请填写原因，以便申请人了解。',
  votedBefore: (missing) => `您此前已同意，还需 ${missing} 人同意后才会购买。`,
  policyStricter: `申请已不符合策略，无法通过审批。${NOTHING}请拒绝申请，或在策略允许后重新点击。`,
  policyUnread: `申请是否仍符合策略取决于 Slack 用户组成员，暂时无法获取。${NOTHING}请 1 分钟后重新点击。`,
  priceUnreadable: (failure) =>
    failure === null
      ? `阿里云未返回价格，可能该可用区暂不出售。${NOTHING}请稍后重新点击，或拒绝申请。`
      : `当前价格未知，不能审批通过。${NOTHING}${unread(failure)}`,
  balanceUnknown: (failure) =>
    failure === null
      ? `账户余额与价格的币种不同，无法判断余额是否充足。${NOTHING}可在策略中放行：unknownBalance: allow。`
      : `账户余额未知，包年包月不能审批通过。${NOTHING}${unread(failure)}也可在策略中放行：unknownBalance: allow。`,
  notEnough: (missing, balance, total) =>
    `余额还差 ${missing}：费用 ${total}，账户余额 ${balance}。${NOTHING}请充值后重新点击；申请继续等待。`,
  arrears: (owes, total) => `账户欠费 ${owes}，本次费用 ${total}。${NOTHING}请结清欠费并充值后重新点击；申请继续等待。`,

  storeDown: '数据库暂时无法访问，期间不会购买。请稍后查看卡片；未显示您的操作则重新点击，不会重复生效。',
  crowded: '同时审批的人过多，本次点击未生效。请查看卡片；仍在等待则重新点击。',
  noSuchRequest: '申请不存在，未做更改。',
  oldButton: '按钮来自机器人的其他版本，已失效。请使用最新卡片上的按钮。',
  broken: (reference) =>
    `机器人内部出错，据其所知本次点击未生效。请查看卡片；仍在等待则重新点击。运维人员排查编号：${reference}。`,

  askAgainNotYours: '仅原申请人可重新申请：',
  askAgain: '重新申请',

  window: {
    close: '关闭',
    judging: '正在确认您能否审批…',
    deciding: '正在重新校验…可先关闭弹窗，结果见卡片。仅按您看到的价格购买。',
    slow: '响应超时，结果见卡片。1 分钟后仍在等待请重新点击，不会重复生效。',
  },
  button: {
    approve: '同意',
    deny: '拒绝',
    withdraw: '撤回',
  },
};
