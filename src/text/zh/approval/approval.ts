import type { DecisionNote } from '../../../core/request/message.ts';
import type { Charge, Term } from '../../../core/spec/charge.ts';
import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';

const together = (instances: number): string => (instances === 1 ? '' : `（${instances} 台合计）`);

/** What becomes of money and instances when enough have agreed. */
function whenApproved(charge: Charge['kind'], price: string | null): string {
  if (price === null)
    return `提交申请时阿里云没有给出价格。有人批准时会重新询价：如果询到价格，需要所有审批人先同意该价格${charge === 'prepaid' ? '；询不到价格则不会购买' : '；否则直接创建，按实际用量计费'}。`;
  return charge === 'prepaid'
    ? `同意的人数足够后立即购买：当即扣款 ${price}，机器人无法退款。`
    : `同意的人数足够后立即创建，并从那时起计费：${price}。`;
}

const MILESTONE: Readonly<Record<DecisionNote['what'], string>> = {
  voted: '已同意',
  approved: '已批准',
  denied: '已拒绝',
  withdrawn: '已撤回',
  expired: '已过期',
  askedAgain: '内容变动，需重新审批',
  reminded: '仍在等待审批',
  escalated: '已通知其他人',
};

/** What follows the milestone, and who it was. */
const MEANS: Readonly<Record<DecisionNote['what'], string>> = {
  voted: '还需要其他人同意才会购买。',
  approved: '正在创建实例。',
  denied: '没有购买任何资源。',
  withdrawn: '没有购买任何资源。',
  expired: '没有人在期限内做出决定，没有购买任何资源。',
  askedAgain: '审批时内容已变动，须按当前内容重新审批。未购买。',
  reminded: '已提醒收到通知但尚未同意的人。尚未购买。',
  escalated: '长时间没有人做出决定，已通知策略中指定的其他人。',
};

/** Requests that wait for approval and how they were decided. People, moments and notes are put beside these words. */
export const approval: Text['approval'] = {
  marks,
  atOnceFor: (amount: string, term: Term, instances: number): string =>
    `一次性支付 ${amount}，时长 ${termText(term)}${together(instances)}`,
  byTheHour: (perHour: string, perMonth: string, instances: number): string =>
    `${perHour}，${perMonth}${together(instances)}`,
  priceUnknown: '未知：阿里云没有给出价格',
  price: '价格',
  priceBefore: '原价格',
  priceNow: '当前价格',
  scriptBefore: '原启动脚本',
  scriptNow: '当前启动脚本',

  waits: '等待审批',
  nobodyYet: '暂无人同意',
  agreed: (have: number, needed: number): string => `已有 ${have} 人同意，共需 ${needed} 人`,
  needed: (needed: number): string => `需要以下人员中的 ${needed} 人：`,
  ofThem: (needed: number): string => `其中 ${needed} 人来自`,
  besides: (needed: number): string => `另需 ${needed} 人，来自`,
  stillMissing: '尚未满足',
  approvers: '审批人',
  nobodyMay: '策略中指定的人，但目前一个人也没有：请告知管理员',
  moreOf: (count: number): string => `另有 ${count} 人`,
  moreRules: (count: number): string => `以及策略中的另外 ${count} 条规则，每一条都必须满足`,
  unreadable: '以下用户组的成员：',
  unreadableMeans: '（目前无法得知具体是谁）',
  byDefault: (charge: Charge['kind']): string =>
    charge === 'prepaid' ? '（包年包月需要审批）' : '（等待过的申请需要审批）',
  askedAnew: '价格已变动，所有审批人需要重新同意。',
  expires: '过期时间：',
  nothingYet: '尚未购买。',
  whenApproved,

  bought: ({ bought, amount, paid, doubtful }): string => {
    const open = doubtful === 0 ? '' : `有 ${doubtful} 台无法确认：详见下方。`;
    if (bought === 0) return doubtful === 0 ? '没有购买任何资源，也没有扣款。' : open;
    return `${bought === amount ? `已购买 ${bought} 台` : `${amount} 台中已购买 ${bought} 台`}${paid === null ? '' : `，扣款约 ${paid}`}。${open}`;
  },

  approve: '批准',
  approveWithNote: '批准并备注…',
  deny: '拒绝…',
  withdraw: '撤回',
  confirmApprove: {
    title: (price: string | null): string => (price === null ? '没有价格，仍要批准吗？' : `批准 ${price}？`),
    text: (what: string, charge: Charge, price: string | null): string =>
      charge.kind === 'prepaid' && price !== null
        ? `您同意购买 ${what}，包年包月 ${termText(charge.term)}。同意的人数足够后当即扣款 ${price}，机器人无法退款。`
        : `您同意 ${what}。${whenApproved(charge.kind, price)}`,
    yes: '批准',
    no: '暂不',
  },
  confirmWithdraw: {
    title: '撤回此申请？',
    text: '撤回后无法再批准。没有购买任何资源。只有申请人和管理员可以撤回。',
    yes: '撤回',
    no: '继续等待',
  },
  confirmWithdrawHeld: {
    title: '撤回此申请？',
    text: '撤回后不会再创建其中的实例。没有购买任何资源。只有申请人和管理员可以撤回。',
    yes: '撤回',
    no: '继续等待',
  },
  withdrawn: '已撤回',
  askAgain: '修改后重新申请',

  approvedBy: '批准人：',
  deniedBy: '拒绝人：',
  withdrawnBy: '撤回人：',
  expired: '已过期',
  expiredMeans: '没有人在期限内做出决定，因此没有购买任何资源。',
  nothingBought: '没有购买任何资源。',
  at: '·',
  reason: '原因：',
  note: '备注：',
  plainState: {
    pending: '等待审批',
    denied: '已拒绝，没有购买任何资源',
    withdrawn: '已撤回，没有购买任何资源',
    expired: '已过期，没有购买任何资源',
    approved: '已批准',
  },

  ask: {
    title: '等待审批，申请人：',
    plain: (what: string, price: string): string => `请审批：${what}，${price}`,
    decided: (what: string, state: string): string => `${what}：${state}`,
    askedIn: '来自',
    toCard: '查看卡片和消息列',
  },

  asks: {
    title: (waiting: number, all: number): string =>
      waiting === 0 ? `${all} 个申请已全部处理，申请人：` : `${all} 个申请中有 ${waiting} 个等待审批，申请人：`,
    later: '其他申请处理后在此显示按钮',
    plain: (waiting: number, all: number): string =>
      waiting === 0 ? `${all} 个申请已全部处理` : `请审批：${all} 个申请中有 ${waiting} 个等待审批`,
  },

  reminder: {
    title: '此申请仍在等待您的决定',
    plain: (what: string, price: string): string => `仍在等待您的决定：${what}，${price}`,
  },
  escalation: {
    title: '此申请还没有人做出决定',
    plain: (what: string, price: string): string => `还没有人做出决定：${what}，${price}`,
    why: '策略指定在申请等待过久时通知您，因此您收到此消息。',
  },
  waitsSince: '开始等待的时间：',
  toButtons: '打开带按钮的消息',
  toCard: '打开带按钮的卡片',
  noLink: '按钮在本会话中请您审批的那条消息里。',

  dm: {
    denied: '您的申请被拒绝',
    withdrawn: '您的申请已被撤回',
    expired: '您的申请已过期',
    whatToDo: {
      denied: '如需申请其他配置，请点击卡片下方的“修改后重新申请”，或与拒绝人沟通。',
      withdrawn: '管理员撤回了此申请。请与其沟通，或使用 /ecs create 重新申请。',
      expired: '请点击卡片下方的“修改后重新申请”，并告知可以审批的人；不清楚是谁时请询问管理员。',
    },
  },

  milestone: MILESTONE,
  milestoneMeans: MEANS,

  windows: {
    denyTitle: '拒绝申请',
    denySubmit: '拒绝',
    denyLabel: '原因',
    denyHint: '申请人以及所有能看到卡片的人都会看到。',
    denyMeans: '不会购买任何资源，申请就此结束。申请人可以修改后重新申请。',
    noteTitle: '批准并备注',
    noteSubmit: '批准',
    noteLabel: '备注',
    noteHint: '所有能看到消息列的人都会看到。',
    close: '取消',
  },
};
