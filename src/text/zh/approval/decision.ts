import type { Overdraft } from '../../../core/approval/budget.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import type { Membership } from '../../../core/policy/people.ts';
import { moneyText } from '../../amounts.ts';
import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { unread } from '../failure/unread.ts';
import { atLine } from './asking.ts';

const NOTHING = '没有购买任何资源。';

const MEMBERSHIP: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `此工作区的访客不能审批采购。${NOTHING}请联系可以审批的正式成员。`,
  stranger: `只有此工作区的成员可以审批采购。${NOTHING}请联系可以审批的成员。`,
  bot: `只有真人可以审批采购。${NOTHING}`,
  deactivated: `已停用的账号不能审批采购。${NOTHING}`,
  unknown: `目前 Slack 无法确认您的身份，身份不明的人不能审批。${NOTHING}请一分钟后再点击；如果一直如此，请告知机器人的运维人员。`,
};

/** What becomes of submissions that need approval, and the answers to a person who decides. Names and moments are put beside these words. */
export const decision: Text['decision'] = {
  marks,
  submitted: (requestId: string, amount: number): string =>
    `您的申请 ${requestId}（${amount} 台实例）正在等待审批。${NOTHING}`,
  mayApprove: (needed: number): string => `需要以下人员中的 ${needed} 人同意：`,
  amongThem: (needed: number): string => `其中须有 ${needed} 人来自：`,
  besides: (needed: number): string => `另需以下人员中的 ${needed} 人同意：`,
  unnamed: (needed: number): string => `需要 ${needed} 人同意。策略规定了谁可以审批，但目前 Slack 无法给出名单。`,
  andMore: (count: number): string => `以及另外 ${count} 人`,
  told: {
    approvers: '已通知他们。',
    others: '已通知策略指定的人。',
    nobody: '除卡片外不会通知任何人：请自行联系其中一位。',
  },
  untold: {
    title: '审批通知未能送达',
    plain: (request: string): string => `申请 ${request} 等待审批，但未能通知任何人。请直接联系审批人，或撤回申请。`,
    refused: '申请等待审批，但 Slack 不接受发给以下对象的消息：',
    next: '请直接联系审批人，或在卡片上撤回申请；管理员可修正策略中的 approvers 和 notify。',
  },
  whatNext: (until: string): string =>
    `卡片会显示进展，结果会私信告知您；您也可以在卡片上撤回。如果到 ${until} 还没有人做出决定，申请会自动结束。`,

  priceUnknown: (failure: Failure | null): string =>
    failure === null
      ? '包年包月按价格审批，而阿里云目前没有给出价格，可能是该可用区暂不出售。没有提交申请。可以换一个可用区、实例规格或云盘类型，或一分钟后重试。'
      : `包年包月按价格审批，而阿里云没有返回价格。没有提交申请。${unread(failure)}`,
  priceLate: '包年包月按价格审批，而阿里云没有及时返回价格。没有提交申请。请一分钟后重试。',
  notSubmitted: '没有提交申请。',
  short: (missing: string, balance: string, total: string): string =>
    `余额还差 ${missing}：费用 ${total}，账户余额 ${balance}。未提交申请，请充值后重新提交。`,
  approversUnread:
    '此申请需要审批，但 Slack 暂时无法确认审批人是否仍是工作区成员。未提交。请一分钟后重试；仍失败请联系策略维护人。',
  overBudget: ({ shared, line, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? '共享预算' : '申请人的预算'}（每月 ${moneyText(perMonth)}）`;
    const rule = `（策略：budgets${atLine(line)}）`;
    if (cost === null)
      return `目前没有价格，而没有价格的申请无法计入${budget}${rule}。${NOTHING}请拒绝此申请，或在阿里云给出价格后再次点击。`;
    if (cost.currency !== perMonth.currency)
      return `${hourly ? '到本月末（UTC）需' : '费用为'} ${moneyText(cost)}，货币不同，无法计入${budget}${rule}。${NOTHING}请拒绝此申请，或在策略的金额改为 ${cost.currency} 后再次点击。`;
    return `将超出${budget}：已扣款、已产生的按量费用及本月剩余时间预留共 ${moneyText(spent)}，本次${hourly ? '到本月末（UTC）' : ''}还需 ${moneyText(cost)}${rule}。${NOTHING}请拒绝此申请，或在预算充足时再次点击。`;
  },

  approved: (amount: number): string => `您已批准：正在购买 ${amount} 台实例。后续进展请看卡片和消息列。`,
  frozen: (reason: string, charge): string =>
    `目前创建已被冻结（${reason}），因此会先等待，冻结结束后自动继续。${charge === 'prepaid' ? '如果超过一天，需要重新申请和审批。' : ''}`,
  voted: (missing: number): string => `您已同意。还需要 ${missing} 人同意才会购买。`,
  denied: `已拒绝。${NOTHING}原因已告知`,
  withdrawn: `已撤回。${NOTHING}`,
  expired: `太晚了：没有人在期限内做出决定，申请已结束。${NOTHING}如仍有需要，可以重新申请。`,
  askedAgain: (before: string, after: string): string =>
    `价格已变动：${before} → ${after}。${NOTHING}所有审批人需要重新同意：请查看卡片，如果同意新价格请再次点击。`,
  scriptAskedAgain: (before: string, after: string): string =>
    `策略中的启动脚本已变更：原为 ${before}，现为 ${after}。未购买。须重新审批：请核对新脚本，同意则在卡片上重新点击。`,
  otherScript: (before: string, after: string): string =>
    `本次点击未生效：按钮对应的启动脚本为 ${before}，现为 ${after}。请查看卡片，同意新脚本则重新点击。`,
  scriptMissing: (name: string): string =>
    `策略中暂无启动脚本 ${name}，无法按申请购买。未购买。请联系策略维护人恢复后重新点击，或拒绝申请。`,
  otherPrice: (before: string, after: string): string =>
    `您点击的按钮对应的是旧价格：原为 ${before}，现为 ${after}。您的点击没有生效。请查看卡片，如果同意新价格请再次点击。`,
  noPrice: '价格未知',

  already: {
    approved: '此前已批准，批准人：',
    denied: '此前已拒绝，拒绝人：',
    withdrawn: '此前已撤回，撤回人：',
  },
  alreadyExpired: `没有人在期限内做出决定，申请已结束。${NOTHING}`,
  alreadyOver: '此申请此前已有决定，您的点击没有改变任何内容。',
  noChange: '您的点击没有改变任何内容。',
  begun: '已来不及撤回：第一台实例正在向阿里云下单。后续情况请看卡片。',
  over: '没有可以撤回的内容：申请已结束。',

  membership: MEMBERSHIP,
  requester: {
    bot: `申请人是机器人，不能购买。${NOTHING}请拒绝。`,
    deactivated: `申请人的账号已停用。${NOTHING}请拒绝，或由您自己申请。`,
    unknown: `Slack 暂时无法确认申请人的身份。${NOTHING}请一分钟后重新点击；仍失败请联系运维人员。`,
  },
  notApprover: '您不能审批此申请。',
  ownRequest: '这是您自己的申请，需要由其他人审批。',
  whoMay: '可以审批的人：',
  nobodyMay: '按照目前的策略，没有人可以审批。策略的编写者可以指定审批人。',
  unreadGroups: '目前 Slack 无法给出以下用户组的成员：',
  ifYouDo: '如果您是其中一员，请一分钟后再点击。',
  notYours: '或管理员可以撤回此申请。没有做任何更改。',
  only: '只有',
  noReason: '请填写原因，以便申请人了解。',
  votedBefore: (missing: number): string => `您此前已经同意。还需要 ${missing} 人同意才会购买。`,
  policyStricter: `策略已不再允许此申请，因此无法批准。${NOTHING}请拒绝此申请，或在策略允许时再次点击。`,
  policyUnread: `策略是否仍然允许此申请取决于一个目前无法读取的 Slack 用户组。${NOTHING}请一分钟后再点击。`,
  priceUnreadable: (failure: Failure | null): string =>
    failure === null
      ? `阿里云目前没有给出价格，可能是该可用区暂不出售。${NOTHING}请稍后再点击，或拒绝此申请。`
      : `目前的价格未知，没有价格不能批准。${NOTHING}${unread(failure)}`,
  balanceUnknown: (failure: Failure | null): string =>
    failure === null
      ? `账户余额与价格的币种不同，无法判断余额是否充足。${NOTHING}可以在策略中放行：unknownBalance: allow。`
      : `账户余额未知，不知道余额时不能批准包年包月。${NOTHING}${unread(failure)}仍可以在策略中放行：unknownBalance: allow。`,
  notEnough: (missing: string, balance: string, total: string): string =>
    `还差 ${missing}：本次费用 ${total}，账户余额 ${balance}。${NOTHING}请充值后再点击；申请会继续等待。`,
  arrears: (owes: string, total: string): string =>
    `账户欠费 ${owes}，本次费用 ${total}。${NOTHING}请结清欠费并充值后再点击；申请会继续等待。`,

  storeDown:
    '机器人目前无法访问数据库，在此期间不会购买任何资源。请稍后查看卡片：如果没有显示您的决定，请再次点击。不会重复生效。',
  crowded: '同时做决定的人太多，您的点击没有生效。请查看卡片，如果仍在等待请再次点击。',
  noSuchRequest: '机器人已找不到此申请。没有做任何更改。',
  oldButton: '此按钮来自其他版本的机器人，不起作用。请使用最新卡片上的按钮。',
  broken: (reference: string): string =>
    `机器人内部出错，据其所知您的点击没有生效。请查看卡片；如果仍在等待请再次点击。供运维人员排查的编号：${reference}。`,

  askAgainNotYours: '只有原申请人可以重新申请：',
  askAgain: '重新申请',

  window: {
    close: '关闭',
    deciding: '正在重新核对所有相关条件…您可以关闭此窗口：结果会显示在卡片上，不会以您看到的价格之外的任何价格购买。',
    slow: '响应时间过长。您的决定的结果会显示在卡片上；如果一分钟后仍在等待，请再次点击。不会重复生效。',
  },
  button: {
    approve: '批准',
    deny: '拒绝',
    withdraw: '撤回',
  },
};
