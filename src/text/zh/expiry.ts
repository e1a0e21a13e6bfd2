import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { termText } from './base/term.ts';
import { unread } from './failure/unread.ts';

const UNCHANGED = '没有做任何更改。';

function refused(name: string, { why }: AutoRenewRefusal): string {
  switch (why) {
    case 'notYours':
      return `${name} 是其他人申请的：是否自动续费只能由申请人和管理员决定。${UNCHANGED}`;
    case 'notPrepaid':
      return `${name} 不是包年包月实例：按小时计费，没有可以续费的周期。${UNCHANGED}`;
    case 'notCreatedYet':
      return `${name} 还没有创建。创建完成后会写在它的消息列里，届时请重试。`;
    case 'neverCreated':
      return `${name} 从未创建成功，原因见卡片。没有可以续费的实例。`;
    case 'gone':
      return `${name} 已不存在，无法续费。请用 /ecs create 申请新的实例。`;
    case 'over':
      return `${name} 已经到期，此时阿里云不能开启自动续费。请在保留期内先续费：/ecs renew ${name} 1 month。${UNCHANGED}`;
    case 'frozen':
      return `目前处于冻结状态，因此没有开启自动续费。${UNCHANGED}`;
    case 'needsApproval':
      return `自动续费会在无人确认的情况下一再从公司账户扣款，而策略要求此类购买由他人审批。因此您不能自行为 ${name} 开启。${UNCHANGED}可以联系：`;
  }
}

const byHowMuch = (term: Term | null): string => (term === null ? '' : `，每次 ${termText(term)}`);

/** Everything that is said of how long something prepaid is paid for, and whether it renews itself. */
export const expiry: Text['expiry'] = {
  refused,
  notOurs: (name, id) => `${name} 不是由此机器人创建的，需要先接管：/ecs adopt ${id}。${UNCHANGED}`,
  storeDown: `机器人目前无法写入数据库。${UNCHANGED}请稍后重试。`,
  why: unread,
  unread: `无法向阿里云查询它的状态。${UNCHANGED}`,

  title: '自动续费',
  turnOn: '开启',
  turnOnAsk: '开启自动续费…',
  turnOnAskFor: (name) => `为 ${name} 开启自动续费…`,
  asking: '正在向阿里云查询状态和价格…',
  means: (term) =>
    `从现在起自动续费，每次 ${termText(term)}，直到有人关闭。每次都会由阿里云从公司账户扣款，不再询问任何人。`,
  facts: {
    instance: '实例',
    price: '每次费用（按当前价格）',
    until: '到期时间',
    debit: '最早的首次扣款',
    balance: '当前账户余额',
  },
  priceUnknown: '阿里云没有给出价格',
  balanceUnknown: '未知',
  debitHow:
    '阿里云从到期前第九天起每天尝试扣款一次，部分账户只在最后三天内扣款。如果届时余额不足，实例会在到期时停止。',
  short: '目前的账户余额不足以支付这笔费用。',

  isOn: (term) => `从现在起自动续费${byHowMuch(term)}。`,
  isOff: '不再自动续费。',
  alreadyOn: (term) => `已经开启自动续费${byHowMuch(term)}。${UNCHANGED}`,
  alreadyOff: `本来就不自动续费。${UNCHANGED}`,
  paidUntil: '到期时间',
  thenEnds: (name) =>
    `到期后实例会停止。阿里云会将实例和云盘再保留 15 天，在此期间仍可续费（/ecs renew ${name} 1 month），之后永久释放。到期前会提醒所有者。`,
  notSet: ({ on }) => `没有更改：目前${on ? '自动续费' : '不自动续费'}。`,
  unconfirmed: (name) => `阿里云已受理，但尚未显示。请一分钟后查看：/ecs show ${name}`,
  unsure: (name) =>
    `阿里云没有给出可用的回答，因此无法确定是否已更改。请一分钟后查看：/ecs show ${name}。重复执行命令没有坏处。`,

  renews: (term) => `自动续费${byHowMuch(term)}`,
  renewsNot: '不自动续费',
  fact: '自动续费',
  on: (term) => `已开启${byHowMuch(term)}`,
  off: '未开启',
  each: (term) => `每次 ${termText(term)}`,
  unknown: '无法读取',

  reminder: {
    one: (name) => `${name} 即将到期`,
    several: (count) => `您的 ${count} 台实例即将到期`,
    plain: (until) => `到期时间：${momentMark(until)}。`,
    costs: (term, amount) => `续费 ${termText(term)}：${amount}`,
    noPrice: (term) => `阿里云没有给出续费 ${termText(term)}的价格`,
    means: () => '到期后实例会停止。阿里云会将实例和云盘再保留 15 天，在此期间仍可续费，之后永久释放。',
    unknown: () => '无法读取是否自动续费。',
    how: (_count, name) =>
      `如需保留：/ecs renew ${name} 1 month 续费一次，或者 /ecs auto-renew ${name} on 每次自动续费。不再需要的实例会自行到期。`,
    anyName: '<名称>',
    short: (_count, balance, needed) =>
      `已开启自动续费，但账户余额只有 ${balance}，同期自动续费共需 ${needed}。如果到期前没有充值，实例会在到期时停止，并在 15 天后释放。`,
    show: '查看',
    more: (count) => `……还有 ${count} 台；/ecs list mine 可以查看全部。`,
  },
  endedMeans: (name) =>
    `阿里云会停止实例，将实例和云盘保留 15 天，之后永久释放。在此之前可以恢复：/ecs renew ${name} 1 month`,
};
