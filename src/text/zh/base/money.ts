import { type Charge, type ChargeKind, isSameTerm, renewalOf } from '../../../core/spec/charge.ts';
import type { Text } from '../../en.ts';
import { unread } from '../failure/unread.ts';
import { leaseSpan } from '../lease.ts';
import { diskText } from '../spec/spec.ts';
import { all } from './listed.ts';
import { termText } from './term.ts';

/** What an unknown price means for the order. */
const goOn = (charge: ChargeKind): string =>
  charge === 'prepaid' ? '价格未知时，包年包月不能审批通过。' : '仍可创建实例。';

/** The term of a prepaid instance's auto-renewal. */
const renews = (charge: Extract<Charge, { kind: 'prepaid' }>): string => {
  const by = renewalOf(charge);
  return isSameTerm(by, charge.term) ? '自动续费' : `自动续费，每次 ${termText(by)}`;
};

/** Prices and the balance, in the form and on the card. Amounts come in as text: `CNY 1,416.20`. */
export const money: Text['money'] = {
  what: (amount, type, disks) => `${type} × ${amount}，${disks.map(diskText).join(' + ')}`,
  perHour: (amount) => `${amount}/小时`,
  perMonth: (amount) => `约 ${amount}/月（按 730 小时计）`,
  untilEnd: (amount, ms, perMonth) => `至自动释放约 ${amount}（${leaseSpan(ms)}），${perMonth}`,
  monthOfTerm: (amount) => `约 ${amount}/月`,
  each: (amount) => `每台 ${amount}/小时。`,
  discount: (amount, percent) => `已优惠 ${amount}${percent > 0 ? `（${percent}%）` : ''}。`,
  traffic: '公网流量按使用量另行计费。',
  belowList: (amount, percent) => `比目录价低 ${amount}${percent > 0 ? `（${percent}%）` : ''}。`,
  atOnce: (amount, term?) => `一次性支付 ${amount}${term === undefined ? '' : `（${termText(term)}）`}`,
  ofWhat: {
    payAsYouGo: '按量付费：实例存在期间持续计费。',
    spot: '抢占式实例：当前市场价格，随时变动。市场价格高于上限价或资源紧张时，阿里云可提前 5 分钟通知并回收实例。',
    prepaid: '包年包月：创建时一次性扣除整个周期的费用。机器人无法退款，可在阿里云申请退订。',
  },

  payment: (charge, limit) => {
    switch (charge.kind) {
      case 'payAsYouGo':
        return '按量付费';
      case 'spot':
        return limit === null ? '抢占式实例，按市场价格' : `抢占式实例，按市场价格，单台每小时上限价 ${limit}`;
      case 'prepaid':
        return `包年包月 ${termText(charge.term)}，${charge.autoRenew ? renews(charge) : '不自动续费'}`;
    }
  },

  incomplete: (empty, wrong) => {
    const fill = empty.length === 0 ? '' : `填写${all(empty)}`;
    const check = wrong.length === 0 ? '' : `${fill === '' ? '' : '，并'}修正${all(wrong)}`;
    return `${fill}${check}后显示价格。`;
  },
  asking: '正在向阿里云询价…',
  unknown: (charge) =>
    `价格未知：阿里云未返回所选配置的价格，可能该可用区暂不出售。请更换可用区、实例规格或云盘类型。${goOn(charge)}`,
  failed: (failure, charge) => `价格未知。${unread(failure)}${goOn(charge)}`,
  late: (charge) => `价格未知：阿里云未及时响应。更改任一字段将重新询价。${goOn(charge)}`,

  balanceIs: (amount) => `账户余额：${amount}。`,
  balanceRead: '账户余额，查询于',
  balanceUnread: '账户余额未知，查询于',
  balanceAfter: (amount) => `购买后余额：${amount}。`,
  short: (amount) => `余额还差 ${amount}，充值后才能审批通过。`,
  otherCurrency: '余额与价格的币种不同，无法判断余额是否充足。',
  inDebt: '账户已欠费，充值前可能无法创建实例。',
  balanceAsking: '正在查询账户余额…',
  balanceFailed: (failure) => `账户余额未知。${unread(failure)}`,
  balanceLate: '账户余额未知：阿里云未及时响应。',

  card: {
    payment: '付费类型',
    name: '申请时的价格',
    unknown: '申请时未知',
  },
};
