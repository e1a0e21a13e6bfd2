import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { termText } from './base/term.ts';
import { unread } from './failure/unread.ts';

const UNCHANGED = '未做更改。';

function refused(name: string, { why }: AutoRenewRefusal): string {
  switch (why) {
    case 'notYours':
      return `${name} 属于他人，仅所有者和管理员可设置自动续费。${UNCHANGED}`;
    case 'notPrepaid':
      return `${name} 不是包年包月实例，按小时计费，无需续费。${UNCHANGED}`;
    case 'notCreatedYet':
      return `${name} 尚未创建，进展见消息列。请在创建完成后重试。`;
    case 'neverCreated':
      return `${name} 创建失败，原因见卡片，无法续费。`;
    case 'gone':
      return `${name} 已不存在，无法续费。请用 /ecs create 申请新实例。`;
    case 'over':
      return `${name} 已到期，阿里云不支持到期后开启自动续费。请在保留期内先续费：/ecs renew ${name} 1 month。${UNCHANGED}`;
    case 'frozen':
      return `当前处于冻结状态，未开启自动续费。${UNCHANGED}`;
    case 'needsApproval':
      return `自动续费每次从公司账户扣款且不再询问，而策略要求此类购买由他人审批，您不能自行为 ${name} 开启。${UNCHANGED}可联系：`;
  }
}

const byHowMuch = (term: Term | null): string => (term === null ? '' : `，每次 ${termText(term)}`);

/** Texts about the end of a prepaid period, and about auto-renewal. */
export const expiry: Text['expiry'] = {
  refused,
  notOurs: (name, id) => `${name} 非机器人创建，须先接管：/ecs adopt ${id}。${UNCHANGED}`,
  storeDown: `数据库暂时无法写入。${UNCHANGED}请稍后重试。`,
  why: unread,
  unread: `实例状态查询失败。${UNCHANGED}`,

  title: '自动续费',
  turnOn: '开启',
  turnOnAsk: '开启自动续费…',
  turnOnAskFor: (name) => `为 ${name} 开启自动续费…`,
  asking: '正在向阿里云查询状态和价格…',
  means: (term) => `此后每次自动续费 ${termText(term)}，直至关闭。阿里云每次从公司账户扣款，不再询问。`,
  facts: {
    instance: '实例',
    price: '每次费用（按当前价格）',
    until: '到期时间',
    debit: '最早扣款时间',
    balance: '当前账户余额',
  },
  priceUnknown: '阿里云未返回价格',
  balanceUnknown: '未知',
  debitHow: '阿里云从到期前第 9 天起每天尝试扣款 1 次，部分账户仅在最后 3 天内扣款。届时余额不足，实例将在到期时停止。',
  short: '当前账户余额不足以支付。',

  isOn: (term) => `已开启自动续费${byHowMuch(term)}。`,
  isOff: '已关闭自动续费。',
  alreadyOn: (term) => `此前已开启自动续费${byHowMuch(term)}。${UNCHANGED}`,
  alreadyOff: `此前未开启自动续费。${UNCHANGED}`,
  paidUntil: '到期时间',
  thenEnds: (name) =>
    `到期后实例停止。阿里云将实例和云盘再保留 15 天，期间仍可续费（/ecs renew ${name} 1 month），之后永久释放。到期前将提醒所有者。`,
  notSet: ({ on }) => `未做更改：当前${on ? '自动续费' : '不自动续费'}。`,
  unconfirmed: (name) => `阿里云已受理，但尚未显示。请 1 分钟后查看：/ecs show ${name}`,
  unsure: (name) =>
    `阿里云未返回可用结果，无法确认是否已更改。请 1 分钟后查看：/ecs show ${name}。可放心重复执行命令。`,

  renews: (term) => `自动续费${byHowMuch(term)}`,
  renewsNot: '不自动续费',
  fact: '自动续费',
  on: (term) => `已开启${byHowMuch(term)}`,
  off: '未开启',
  each: (term) => `每次 ${termText(term)}`,
  unknown: '查询失败',

  reminder: {
    one: (name) => `${name} 即将到期`,
    several: (count) => `您的 ${count} 台实例即将到期`,
    plain: (until) => `到期时间：${momentMark(until)}。`,
    costs: (term, amount) => `续费 ${termText(term)}：${amount}`,
    noPrice: (term) => `阿里云未返回续费 ${termText(term)}的价格`,
    means: () => '到期后实例停止。阿里云将实例和云盘再保留 15 天，期间仍可续费，之后永久释放。',
    unknown: () => '自动续费状态查询失败。',
    how: (_count, name) =>
      `如需保留：/ecs renew ${name} 1 month 续费 1 次，或 /ecs auto-renew ${name} on 每次自动续费。不再需要则无需操作。`,
    anyName: '<名称>',
    short: (_count, balance, needed) =>
      `已开启自动续费，但账户余额仅 ${balance}。截至到期时，机器人已知的自动续费共需约 ${needed}。到期前未充值，实例将在到期时停止，并在 15 天后释放。`,
    show: '查看',
    over: {
      title: '到期提醒已失效',
      gone: (name) => `${name} 已不存在。`,
      renewed: (name) => `提醒发出后，${name} 的到期时间已变更。查看：/ecs show ${name}`,
      turned: (name, on) => `提醒发出后，${name} 已${on ? '开启' : '关闭'}自动续费。`,
      ended: (name) => `${name} 已到期。恢复方法见卡片的消息列。`,
      several: '提醒发出后，所列实例已续费、更改自动续费、到期或释放。查看：/ecs list mine',
    },
    more: (count) => `…另有 ${count} 台，查看全部：/ecs list mine。`,
  },
  endedMeans: (_count, name) =>
    `阿里云停止实例，将实例和云盘保留 15 天，之后永久释放。释放前可恢复：/ecs renew ${name} 1 month`,
};
