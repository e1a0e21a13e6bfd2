import type { DecisionNote } from '../../../core/request/message.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';

const together = (instances: number): string => (instances === 1 ? '' : `（${instances} 台合计）`);

/** What happens to money and instances once enough people have approved. */
function whenApproved(charge: Charge['kind'], price: string | null): string {
  if (price === null)
    return `提交申请时未获取到价格。审批时重新询价：获取到价格后须按该价格重新审批${charge === 'prepaid' ? '；未获取到则不购买' : '；未获取到则直接创建，按实际用量计费'}。`;
  return charge === 'prepaid'
    ? `审批通过后立即购买并扣款 ${price}，机器人无法退款。`
    : `审批通过后立即创建并开始计费：${price}。`;
}

const MILESTONE: Readonly<Record<DecisionNote['what'], string>> = {
  voted: '已同意',
  approved: '已通过',
  denied: '已拒绝',
  withdrawn: '已撤回',
  expired: '审批超时',
  askedAgain: '内容变动，重新审批',
  reminded: '已催办',
  escalated: '已升级通知',
};

/** The sentence after the milestone and the person. */
const MEANS: Readonly<Record<DecisionNote['what'], string>> = {
  voted: '还需其他人同意后才会购买。',
  approved: '审批已完成，接下来创建实例。',
  denied: '未购买。',
  withdrawn: '未购买。',
  expired: '超时未审批，申请已关闭，未购买。',
  askedAgain: '审批时内容已变动，须按当前内容重新审批。未购买。',
  reminded: '已催办收到通知但尚未同意的人。尚未购买。',
  escalated: '长时间未审批，已通知策略指定的其他人。',
};

/** Requests that wait for approval, and how they were decided. The Slack side adds people, moments and notes. */
export const approval: Text['approval'] = {
  marks,
  atOnceFor: (amount, term, instances) =>
    `一次性支付 ${amount}（${[termText(term), ...(instances === 1 ? [] : [`${instances} 台合计`])].join('，')}）`,
  byTheHour: (perHour, perMonth, instances) => `${perHour}，${perMonth}${together(instances)}`,
  priceUnknown: '未知：阿里云未返回价格',
  price: '价格',
  priceBefore: '原价',
  priceNow: '现价',
  scriptBefore: '原启动脚本',
  scriptNow: '当前启动脚本',

  waits: '等待审批',
  nobodyYet: '暂无人同意',
  agreed: (have, needed) => `已同意 ${have}/${needed} 人`,
  needed: (needed) => `需 ${needed} 人同意，来自`,
  ofThem: (needed) => `其中 ${needed} 人来自`,
  besides: (needed) => `另需 ${needed} 人，来自`,
  stillMissing: '尚未满足',
  approvers: '审批人',
  nobodyMay: '策略指定的审批人，但暂无成员，请联系管理员',
  moreOf: (count) => `另有 ${count} 人`,
  moreRules: (count) => `另有 ${count} 条策略规则，均须满足`,
  unreadable: '以下用户组的成员：',
  unreadableMeans: '（暂时无法获取成员）',
  byDefault: (charge) => (charge === 'prepaid' ? '（包年包月需要审批）' : '（等待过的申请需要审批）'),
  askedAnew: '价格或启动脚本已变动，需重新审批。',
  expires: '审批截止：',
  nothingYet: '尚未购买。',
  whenApproved,

  bought: ({ bought, amount, paid, doubtful }): string => {
    const open = doubtful === 0 ? '' : `${doubtful} 台无法确认，见下方。`;
    if (bought === 0) return doubtful === 0 ? '未购买，未扣款。' : open;
    return `${bought === amount ? `已购买 ${bought} 台` : `已购买 ${bought}/${amount} 台`}${paid === null ? '' : `，扣款约 ${paid}`}。${open}`;
  },

  whoDecides: '按钮对所有人显示。仅以上审批人可同意或拒绝，仅申请人和管理员可撤回。',
  approve: '同意',
  approveWithNote: '同意并备注…',
  deny: '拒绝…',
  withdraw: '撤回',
  confirmApprove: {
    title: (price) => (price === null ? '价格未知，仍要同意？' : `同意支付 ${price}？`),
    text: (what, charge, price) =>
      charge.kind === 'prepaid' && price !== null
        ? `购买 ${what}，包年包月 ${termText(charge.term)}。审批通过后立即扣款 ${price}，机器人无法退款。`
        : `${what}。${whenApproved(charge.kind, price)}`,
    yes: '同意',
    no: '暂不',
  },
  confirmWithdraw: {
    title: '撤回申请？',
    text: '撤回后不能再审批。尚未购买。仅申请人和管理员可撤回。',
    yes: '撤回',
    no: '继续等待',
  },
  confirmWithdrawHeld: {
    title: '撤回申请？',
    text: '撤回后不再创建申请中的实例。尚未购买。仅申请人和管理员可撤回。',
    yes: '撤回',
    no: '继续等待',
  },
  withdrawn: '已撤回',
  askAgain: '修改后重新申请',

  approvedBy: '已通过，审批人：',
  deniedBy: '拒绝人：',
  withdrawnBy: '撤回人：',
  expired: '审批超时',
  expiredMeans: '超时未审批，未购买。',
  nothingBought: '未购买。',
  at: '·',
  reason: '原因：',
  note: '备注：',
  plainState: {
    pending: '等待审批',
    denied: '已拒绝，未购买',
    withdrawn: '已撤回，未购买',
    expired: '审批超时，未购买',
    approved: '已通过',
  },

  ask: {
    title: '等待审批，申请人：',
    plain: (what, price) => `请审批：${what}，${price}`,
    decided: (what, state) => `${what}：${state}`,
    askedIn: '来自',
    toCard: '查看卡片和消息列',
  },

  asks: {
    title: (waiting, all) =>
      waiting === 0 ? `${all} 个申请已全部处理，申请人：` : `${all} 个申请中有 ${waiting} 个等待审批，申请人：`,
    later: '其他申请处理后在此显示按钮',
    plain: (waiting, all) =>
      waiting === 0 ? `${all} 个申请已全部处理` : `请审批：${all} 个申请中有 ${waiting} 个等待审批`,
  },

  reminder: {
    title: '申请仍待您审批',
    plain: (what, price) => `仍待您审批：${what}，${price}`,
  },
  again: {
    title: '申请需要您重新审批',
    plain: (what, price) => `需要您重新审批：${what}，${price}`,
    why: '您同意之后，价格或启动脚本有变更，此前的同意已失效。',
  },
  escalation: {
    title: '申请长时间未审批',
    plain: (what, price) => `长时间未审批：${what}，${price}`,
    why: '按策略规定，申请长时间未审批时通知您。',
  },
  voteLost: {
    title: '您此前的同意已失效',
    unconfirmed: '其他审批人同意时，Slack 未能确认您的身份。仍同意请重新点击同意。',
    noLonger: '您已不是审批人。',
  },
  nudgeOver: '无需您再审批',
  waitsSince: '等待起始时间：',
  toButtons: '打开带按钮的消息',
  toCard: '打开带按钮的卡片',
  noLink: '按钮见本会话中的审批消息。',

  dm: {
    denied: '您的申请已被拒绝',
    withdrawn: '管理员已撤回您的申请',
    expired: '您的申请审批超时',
    whatToDo: {
      denied: '如需其他配置，请点击卡片下方的“修改后重新申请”，或联系拒绝人。',
      withdrawn: '请联系该管理员，或用 /ecs create 重新申请。',
      expired: '请点击卡片下方的“修改后重新申请”，并联系审批人；审批人不明时可询问管理员。',
    },
  },

  milestone: MILESTONE,
  milestoneMeans: MEANS,

  windows: {
    denyTitle: '拒绝申请',
    denySubmit: '拒绝',
    denyLabel: '原因',
    denyHint: '申请人及所有能查看卡片的人可见。',
    denyMeans: '拒绝后申请关闭，不会购买。申请人可修改后重新申请。',
    noteTitle: '同意并备注',
    noteSubmit: '同意',
    noteLabel: '备注',
    noteHint: '所有能查看消息列的人可见。',
    close: '取消',
  },
};
