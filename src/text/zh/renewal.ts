import type { RenewalBlocker } from '../../core/renewal/renewal.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import type { Text } from '../en.ts';
import { eventWord } from '../event-data.ts';
import { momentMark } from '../moments.ts';
import { all } from './base/listed.ts';
import { termText } from './base/term.ts';
import { openPurchase, purchaseText } from './purchase.ts';

const shared = purchaseText({
  command: '/ecs renew',
  api: 'RenewInstance',
  ...{ act: '续费', to: '实例', shows: '到期时间', fresh: '新的到期时间', old: '原到期时间' },
  ...{ check: '实例的到期时间', asBefore: '实例到期时间' },
  whether: '是否已续费',
  instead: '时长',
  price: '续费价格',
  barred: { moved: '到期时间已在别处变更，未扣款', gone: '实例已不存在，未扣款' },
  own: {
    ambiguous: { next: '重新申请前，请先在 ECS 控制台查看实例的到期时间。' },
    inFlight: { next: '请几分钟后在 ECS 控制台查看，可能已显示新的到期时间。' },
    wrongState: { next: '未扣款。请在 ECS 控制台查看实例，再用 /ecs renew 重新申请。' },
    gone: { next: '未扣款。请在 ECS 控制台确认实例是否已释放。' },
    badInput: {
      title: '续费时长无效',
      cause: '阿里云不支持按所选时长为实例续费。未扣款。',
      next: '请用 /ecs renew 更换时长后重新申请。',
    },
  },
});

function barredMeans(why: RenewalBlocker, until: number | null): string {
  switch (why) {
    case 'moved':
      return `到期时间与申请时不同${until === null ? '' : `，现为 ${momentMark(until)}`}：已在别处更改，机器人未续费。仍需续费请用 /ecs renew 重新申请。`;
    case 'notPrepaid':
      return '实例现为按量付费，无需续费。';
    case 'gone':
      return '已查询不到实例。请在 ECS 控制台和操作审计中确认由谁释放。';
    case 'locked':
      return '实例因安全原因被锁定，请查看云安全中心和控制台的消息。解锁后可重新申请。';
    case 'elsewhere':
      return '机器人已不再使用实例所在的阿里云账号。仍需续费请在该账号的控制台操作。';
  }
}

/** To one person: why nothing was requested. */
function refused(name: string, refusal: RenewalRefusal): string {
  switch (refusal.why) {
    case 'notPrepaid':
      return `${name} 不是包年包月实例，无需续费。未做更改。推迟自动释放请用 /ecs extend。`;
    case 'notCreatedYet':
      return `${name} 尚未创建，无法续费。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，原因见卡片，无法续费。`;
    case 'gone':
      return `${name} 已不存在，无法续费。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 释放中，未续费。`;
    case 'openAlready':
      return openPurchase(name, refusal.requestId);
  }
}

/** Texts about renewing a prepaid instance. */
export const renewal: Text['renewal'] = {
  ...shared,
  term: termText,
  title: (name, term) => `为 ${name} 续费 ${termText(term)}`,
  what: (name, term) => `为 ${name} 续费 ${termText(term)}`,
  facts: {
    instance: '实例',
    id: '实例 ID',
    type: '实例规格',
    region: '地域',
    until: '当前到期时间',
    newEnd: '续费后约至',
    wasUntil: '原到期时间',
    nowUntil: '现到期时间',
    payment: '付费类型',
  },
  payment: (term) => `包年包月，续费 ${termText(term)}`,

  whenApproved: (price) => `审批通过后立即续费并扣款${price === null ? '' : ` ${price}`}，机器人无法退款。`,
  renewedUntil: '已续费，到期时间：',
  renewed: (until) => `已续费，到期时间 ${momentMark(until)}`,
  barredMeans,
  renewedNote: '已续费',
  paidUntil: '到期时间',

  refused,
  notOurs: (name) => `${name} 非机器人创建，无审批续费的卡片。请先用 /ecs adopt 接管再续费。`,
  notSold: (terms) => `不支持按该时长续费，可选：${all(terms.map(termText))}。未做更改。`,
  window: {
    title: '续费',
    submit: '提交审批',
    term: '时长',
    close: '关闭',
    looking: '正在查询到期时间和续费价格…',
    working: '正在记录…',
    price: '价格',
    balance: '当前账户余额',
    unknownBalance: '暂时未知',
    needs: (needed) => `需 ${needed} 人同意。审批通过后`,
    debited: (price) => `立即扣款 ${price}，机器人无法退款；实例持续运行至新的到期时间。`,
    autoRenew: '不影响到期时是否自动续费。',
    overdue: '实例已到期，续费时长的起算由阿里云决定。',
  },
  unread: (title, next) => `到期时间查询失败：${title}。未做更改。${next}`,
  late: '阿里云未及时响应，未提交申请。请 1 分钟后重试。',
  unlisted: (name) => `查询不到 ${name}，无法续费。未做更改。`,
  locked: (name) => `${name} 因安全原因被锁定，无法续费。未做更改。请查看云安全中心和控制台的消息。`,
  noPrice: '阿里云未返回价格，无法审批。未做更改。请更换时长，或 1 分钟后重试。',
  moved: (name, until) =>
    `${name} 的到期时间现为 ${momentMark(until)}，与弹窗中显示的不同：期间已有更改。未提交申请。仍需续费请重新执行 /ecs renew。`,
  submitted: (id, name, term) => `申请 ${id}（为 ${name} 续费 ${termText(term)}）已提交审批，审批通过前不扣款。`,
  submittedBefore: (id) => `弹窗此前已提交，对应申请 ${id}。未重复申请。`,
  storeDown: '数据库暂时无法写入，未提交申请。请稍后重试。',
  broken: (reference) =>
    `机器人内部出错，无法确认申请是否已提交。请先查看卡片，无卡片再重试；仍失败可联系运维人员，并提供编号 ${reference}。`,
  again: '重新申请…',
  button: '续费…',
  buttonFor: (name) => `续费 ${name}…`,

  history: {
    ...shared.history,
    asked: (name, charge) => `申请为 ${name} 续费：${charge}。`,
    askedOf: (data) => `申请续费：${eventWord(data, 'by')}。`,
    renewed: (data) => `已续费${typeof data.until === 'number' ? `，到期时间 ${momentMark(data.until)}` : ''}。`,
    ended: (end) =>
      end.is === 'renewed' && typeof end.until === 'number'
        ? `申请完结：已续费，到期时间 ${momentMark(end.until)}。`
        : shared.history.ended(end),
  },
};
