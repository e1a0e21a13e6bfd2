import { type DiskGrowth, diskWord } from '../../core/disk/disk-wish.ts';
import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import type { Text } from '../en.ts';
import { eventWord } from '../event-data.ts';
import { openPurchase, purchaseText } from './purchase.ts';

type Data = AuditEvent['data'];
type Growth = Pick<DiskGrowth, 'which' | 'from' | 'to'>;

const which = (disk: DiskGrowth['which']): string => (disk === 'system' ? '系统盘' : diskWord(disk));
const step = (growth: Growth): string => `${which(growth.which)} ${growth.from} → ${growth.to} GiB`;

const shared = purchaseText({
  command: '/ecs set',
  api: 'ResizeDisk',
  ...{ act: '扩容', to: '云盘', shows: '云盘容量', fresh: '新容量', old: '原容量' },
  ...{ check: '云盘容量', asBefore: '云盘容量' },
  whether: '云盘是否已扩容',
  instead: '容量',
  price: '扩容差价',
  barred: { moved: '已在别处变更，未扣款', gone: '云盘已不存在，未扣款' },
  own: {
    ambiguous: { next: '重新申请前，请先用 /ecs show 查看云盘容量。' },
    inFlight: { next: '请几分钟后查看 /ecs show，可能已显示新容量。' },
    wrongState: {
      cause: '仅在实例运行中或已停止时可扩容云盘。',
      next: '未扣款。请等待实例运行或停止，再用 /ecs set 重新申请。',
    },
    gone: { next: '未扣款。请用 /ecs show 确认云盘是否存在。' },
    noStock: {
      title: '云盘库存不足',
      cause: '可用区内这一类型的云盘当前库存不足，无法扩容。未扣款。',
      next: '请稍后或以较小的容量用 /ecs set 重新申请。',
    },
    badInput: {
      title: '容量无效',
      cause: '阿里云不支持将云盘扩容到所选容量。未扣款。',
      next: '请用 /ecs set 更换容量后重新申请。',
    },
    notAllowed: {
      cause: '策略已不允许这一容量的云盘。未扣款。',
      next: '请用 /ecs set 申请较小的容量，允许的范围见 /ecs policy。',
    },
  },
});

function barredMeans(why: RenewalBlocker): string {
  switch (why) {
    case 'moved':
      return '云盘容量或实例规格与申请时不同：已在别处更改。请先查看 /ecs show，仍需扩容再用 /ecs set 重新申请。';
    case 'notPrepaid':
      return '实例或云盘现为按量付费。仍需扩容请用 /ecs set 重新操作。';
    case 'gone':
      return '在实例上已查询不到云盘。请在 ECS 控制台和操作审计中确认原因。';
    case 'locked':
      return '实例因到期或安全原因被锁定，请查看控制台的消息。解锁后可重新申请。';
    case 'elsewhere':
      return '机器人已不再使用实例所在的阿里云账号。仍需扩容请在该账号的控制台操作。';
  }
}

/** To one person: why nothing was requested. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} 已不是包年包月。未做更改。请重试，云盘将按量扩容。`;
    case 'notCreatedYet':
      return `${name} 尚未创建。未做更改。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，无云盘可扩容。原因见卡片。`;
    case 'gone':
      return `${name} 已不存在，无法扩容云盘。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 释放中，未扩容云盘。`;
    case 'openAlready':
      return openPurchase(name, refusal.requestId);
  }
}

const growthIn = (data: Data): Growth | null => (data.disk as Growth | undefined) ?? null;

/** Texts about a larger prepaid disk, for the rest of its period. */
export const prepaidDisk: Text['prepaidDisk'] = {
  ...shared,
  title: (name, growth) => `为 ${name} 扩容云盘：${step(growth)}`,
  what: (name, growth) => `为 ${name} 扩容云盘，${step(growth)}`,
  facts: { disk: '云盘', from: '当前容量', to: '新容量' },
  was: '原容量',
  diskIs: (disk, id) => (disk === 'system' ? `系统盘（${id}）` : `数据盘 ${diskWord(disk)}（${id}）`),
  payment: '包年包月，支付剩余时长的差价',

  whenApproved: (price) =>
    `审批通过后立即扩容，并扣除剩余时长的差价${price === null ? '' : ` ${price}`}。机器人无法退款，云盘不支持缩容。`,
  grown: (gib) => `已扩容至 ${gib} GiB`,
  grownNote: '已扩容',
  grownMeans: '分区和文件系统不变，请在实例内扩展。',
  barredMeans,

  refused,
  costs: (price) => `剩余时长的差价为 ${price}，审批通过后立即扣款，机器人无法退款。`,
  balance: (amount) => `当前账户余额：${amount ?? '暂时未知'}。`,
  needs: (needed) => `需 ${needed} 人同意。`,
  request: '提交审批',
  unread: (title, next) => `实例查询失败：${title}。未做更改。${next}`,
  unlisted: (name) => `查询不到 ${name}，无法扩容云盘。未做更改。请 1 分钟后重试。`,
  locked: (name) => `${name} 因到期或安全原因被锁定。未做更改。已到期请先用 /ecs renew 续费，否则请查看控制台的消息。`,
  noPrice: '阿里云未返回价格，无法审批。未做更改。请 1 分钟后重试，或在 ECS 控制台扩容。',
  submitted: (id, name, growth) => `申请 ${id}（为 ${name} 扩容云盘，${step(growth)}）已提交审批，审批通过前不扣款。`,
  submittedBefore: (id) => `此前已提交申请 ${id}。未重复申请。`,
  again: '重新申请',

  history: {
    ...shared.history,
    asked: (name, growth) => `申请为 ${name} 扩容包年包月云盘：${step(growth)}。`,
    askedOf: (data) => `申请扩容包年包月云盘：${eventWord(data, 'by')}。`,
    grown: (data) => {
      const growth = growthIn(data);
      return growth === null ? '包年包月云盘已扩容。' : `包年包月云盘已扩容：${step(growth)}。`;
    },
    ended: (end) => (end.is === 'grown' ? '申请完结：云盘已扩容。' : shared.history.ended(end)),
  },
};
