import type { Overdraft } from '../../../core/approval/budget.ts';
import { UNTOLD_LINE } from '../../../core/policy/rules.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { moneyText } from '../../amounts.ts';
import { all } from '../base/listed.ts';

export const atLine = (line: number): string => (line === UNTOLD_LINE ? '' : `，第 ${line} 行`);

const chargeName: Readonly<Record<ChargeKind, string>> = {
  payAsYouGo: '按量付费',
  spot: '抢占式实例',
  prepaid: '包年包月',
};

/** `36 小时`, `2 天`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes % 1440 === 0) return `${minutes / 1440} 天`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}

/** Who has to approve what, and the budgets: as the policy says it, and for an order that is only asked about. */
export const policyApprovals = {
  chargeName,
  mayPay: (charges: readonly ChargeKind[]): string =>
    `可用的付费类型：${all(charges.map((charge) => chargeName[charge]))}。`,
  dependsOnGroups: '能否在此处创建实例取决于用户组成员，暂时无法获取以下用户组的成员：',

  agreeTitle: '审批要求',
  agreeHow: '所有符合的规则均须满足。包年包月按整个周期计，其他按约 1 个月计；价格未知视为超过。',
  fits: (charge: ChargeKind | null, above: string | null): string =>
    [charge === null ? (above === null ? '全部' : '') : chargeName[charge], above === null ? '' : `超过 ${above}`]
      .filter((part) => part !== '')
      .join(''),
  outOf: (needed: number): string => `需 ${needed} 人，来自`,
  approvers: '审批人',
  otherPrepaid: '其他包年包月',
  approversAre: '审批人：',
  approversAreAdmins: '审批人为管理员：',
  noApprovers: '暂无审批人：请在 approvers 中指定，或指定管理员。',
  ownRequest: '不能审批自己的申请。',
  ownRequestToo: '审批人可审批自己的申请。',
  expires: (ms: number): string => `${duration(ms)}内未审批的申请自动关闭，不会购买。`,
  moreRules: (count: number): string => `另有 ${count} 条`,

  budgetsTitle: '每月预算（UTC）',
  budgetsHow:
    '包年包月在扣款时计入，等待期间预留。按量付费按已存在的小时数计入；实例存在期间，本月剩余时间也计入，之后每月相同。已释放的仅计已存在的小时数。普通停机期间照常计入；节省停机期间不计小时数，但本月剩余时间仍计入。抢占式实例按最后已知价格计入。自动续费在查询到时计入。接管的实例不计入。',
  each: '每人各自',
  perMonth: (amount: string): string => amount,
  left: (amount: string): string => `剩余 ${amount}`,
  leftForYou: (amount: string): string => `您剩余 ${amount}`,
  nothingLeft: '已用完',

  wouldAgree: '审批要求',
  nobodyHasTo: '无需审批。',
  atPrice: (price: string): string => `按 ${price} 计算。`,
  withoutPrice: '价格未知，所有与价格有关的规则均适用。',
  byRule: (line: number | null): string =>
    line === null ? '（包年包月需要审批）' : `（策略：approvals${atLine(line)}）`,
  nobody: '无',
  adminsElsewhere: 'ADMIN_USERS 中的管理员',
  notAPrice: (given: string): string => `--price ${given} 不是有效的金额。请填写数字，例如 4800 或 99.50。`,
  unknownMembers: '以下用户组的成员：',
  unknownMeans: '（此处无法获取）',
  unsatisfiable: (needed: number, there: number, line: number | null): string =>
    `无法通过审批：需 ${needed} 人同意，但${there === 0 ? '无人' : `仅 ${there} 人`}可审批${policyApprovals.byRule(line)}。请联系策略维护人。`,
  wouldBeTold: '将通知：',
  pings: (count: number): string => (count === 0 ? '无人收到通知。' : `共 ${count} 人。`),
  pingsAtLeast: (count: number): string =>
    count === 0 ? '人数在此处无法获取。' : `共 ${count} 人，另加此处无法获取的成员。`,

  overBudget: ({ line, shared, perMonth, spent, cost, hourly }: Overdraft): string => {
    const budget = `${shared ? '共享预算' : '您的预算'}每月 ${moneyText(perMonth)}`;
    const rule = `（策略：budgets${atLine(line)}）`;
    if (cost === null)
      return `暂无价格，无法计入预算：${budget}${rule}。请 1 分钟后重试，或更换可用区、实例规格或云盘类型。`;
    const costs = hourly ? `到本月末（UTC）需 ${moneyText(cost)}` : `费用为 ${moneyText(cost)}`;
    if (cost.currency !== perMonth.currency)
      return `${costs}，与预算币种不同，无法计入预算：${budget}${rule}。请联系策略维护人以 ${cost.currency} 填写金额。`;
    return `${costs}；${budget}，已扣款、已产生的按量费用及本月剩余时间预留共 ${moneyText(spent)}${rule}。${hourly ? '请减少申请，或释放不再需要的实例。' : '请减少申请，或下月再申请。'}`;
  },
  countsAgainst: (perMonth: string, line: number): string =>
    `计入每月 ${perMonth} 的预算（策略：budgets${atLine(line)}）；此处无法获取已占用金额。`,
};
