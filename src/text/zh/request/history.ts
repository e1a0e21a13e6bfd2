import type { FailureKind } from '../../../core/failure/failure.ts';
import type { Summary } from '../../../core/instance/summary.ts';
import { tagText } from '../../../core/option/tag.ts';
import type { RuleKey } from '../../../core/policy/rules.ts';
import type { AuditEvent, EventKind } from '../../../core/request/event.ts';
import type { Request } from '../../../core/request/request.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import { limitText } from '../../amounts.ts';
import type { Text } from '../../en.ts';
import { eventMoment, eventStep, eventWord, eventWords, isChangeOpen, restoredReason } from '../../event-data.ts';
import { optionRow } from '../../option-facts.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';
import { all } from '../base/listed.ts';
import { marks } from '../base/marks.ts';
import { money } from '../base/money.ts';
import { failures } from '../failure/failures.ts';
import { statusText } from '../instance/status.ts';
import { RULE_NAME } from '../policy/policy.ts';
import { lockWord, NOUN } from '../power.ts';
import { prepaidDisk } from '../prepaid-disk.ts';
import { renewal } from '../renewal.ts';
import { options as optionWords } from '../spec/options.ts';

type Data = AuditEvent['data'];

const tagsText = (tags: unknown): string => (Array.isArray(tags) ? all(tags.map(tagText)) : '');

const among = (words: readonly string[]): string => words.filter((one) => one !== '').join('，');

const inBrackets = (words: readonly string[]): string => (among(words) === '' ? '' : `（${among(words)}）`);

const titleOf = (kind: string): string => (kind in failures.kinds ? failures.kinds[kind as FailureKind].title : kind);

const failed = (data: Data): string =>
  `${titleOf(eventWord(data, 'kind'))}${inBrackets([eventWord(data, 'code'), eventWord(data, 'api')])}`;

const addressed = (data: Data): string => {
  const inner = eventWord(data, 'privateIp');
  return among([eventWord(data, 'publicIp'), inner === '' ? '' : `私网 ${inner}`]);
};

const paid = (charge: Charge): string => `，${money.payment(charge, limitText(charge))}`;

/** By the call that the event names; an event of a renewal names none. */
const purchaseHistory = (data: Data) => (data.api === 'ResizeDisk' ? prepaidDisk.history : renewal.history);

const submitted = (data: Data): string => {
  const { spec, amount, renewal: renews } = data as Partial<Pick<Request, 'spec' | 'amount' | 'renewal'>>;
  if (renews?.disk !== undefined) return prepaidDisk.history.asked(spec?.name ?? '', renews.disk);
  if (renews !== undefined && spec?.charge.kind === 'prepaid')
    return renewal.history.asked(spec.name, renewal.payment(spec.charge.term));
  if (spec === undefined) return '申请实例。';
  const options = optionRow(spec, { options: optionWords, marks });
  return `申请 ${spec.instanceType} × ${amount}，可用区 ${spec.zone}，名称 ${spec.name}${paid(spec.charge)}。${options === '' ? '' : `${options}。`}`;
};

const finished = (data: Data): string => {
  if (typeof data.renewal === 'object' && data.renewal !== null)
    return purchaseHistory(data.renewal as Data).ended(data.renewal as Data);
  const { reached = 0, failed = 0, stopped = 0, released = 0 } = data as Partial<Summary>;
  const since = [stopped > 0 ? `${stopped} 台已停止` : '', released > 0 ? `${released} 台已释放` : ''];
  return `申请完结：${among([`${reached - stopped - released} 台运行中`, ...since, `${failed} 台失败`])}。`;
};

const observed = (data: Data): string => {
  const locks = Array.isArray(data.locks) ? all(data.locks.map((lock) => lockWord(String(lock)))) : '';
  const inner = eventWord(data, 'privateIp');
  const its = inner === '' ? '' : `，私网 IP ${inner}`;
  const name = eventWord(data, 'name');
  const named = name === '' ? '' : `，实例名称 ${name}`;
  return `阿里云显示的状态：${statusText(eventWord(data, 'status'))}${named}${its}${locks === '' ? '' : `；锁定：${locks}`}。`;
};

const goingOn = (data: Data): string => {
  if (data.held === true) return '冻结已解除，继续处理。';
  if (data.ordered === false && data.trouble == null) return '订单最终未发出，未购买。';
  const kind = eventWord(data, 'trouble');
  return `故障已恢复${kind in failures.kinds ? `：${titleOf(kind)}` : ''}。`;
};

/** A later version's words are shown as written. */
const orderName = (what: string): string => (what in NOUN ? NOUN[what as keyof typeof NOUN] : what);

const wanted = (data: Data): string => {
  const mode = eventWord(data, 'stoppedMode') === 'StopCharging' ? '（节省停机模式，vCPU 和内存不计费）' : '';
  const before = eventWord(data, 'replaces');
  return `发起${orderName(eventWord(data, 'what'))}${mode}${before === '' ? '' : `，取代进行中的${orderName(before)}`}。`;
};

const addressChanged = (data: Data): string =>
  eventWord(data, 'publicIp') === '' ? '已释放公网 IP。' : `公网 IP：${eventWord(data, 'publicIp')}。`;

const stopped = (data: Data): string =>
  eventWord(data, 'stoppedMode') === 'StopCharging' ? '已停止，vCPU 和内存不计费。' : '已停止。';

const noted = (data: Data): string => (eventWord(data, 'note') === '' ? '' : `：${eventWord(data, 'note')}`);

const stepOf = ({ step }: Data): string => {
  const known = eventStep(step);
  return known === null ? '' : attribute.step(known);
};

/** The bot's store has the new owner all the same. */
function notChanged(data: Data): string {
  if (eventStep(data.step)?.is === 'owner') return attribute.ownerTagNotChanged;
  return `${isChangeOpen(data) ? attribute.unconfirmed : attribute.notChanged}：${stepOf(data)}`;
}

/** A disk that is not attached, and so not released with the instance. */
function looseDisk(data: Data): string {
  if (eventWord(data, 'diskId') !== '') return `云盘 ${eventWord(data, 'diskId')} 已创建，但未挂载。`;
  const isNew = data.isDoubtful === true && eventStep(data.step)?.is !== 'grow';
  return isNew ? '可能已创建 1 块云盘，请在 ECS 控制台查看。' : '';
}

const stepsOf = ({ steps }: Data): readonly string[] =>
  Array.isArray(steps) ? steps.map((step: unknown) => stepOf({ step })) : [];

const CLICKED: Readonly<Record<string, string>> = { approve: '同意', deny: '拒绝', withdraw: '撤回' };

/** Why a click changed nothing. */
const REFUSED_FOR: Readonly<Record<string, string>> = {
  decided: '申请已处理',
  membership: '不是可以审批的成员',
  notApprover: '不是审批人',
  ownRequest: '不能审批自己的申请',
  notYours: '不是申请人或管理员',
  noReason: '未填写原因',
  otherPrice: '价格已变动',
  votedBefore: '此前已同意',
  requester: '申请人不能购买或身份无法确认',
  policy: '策略不再允许或无法判断',
  scriptMissing: '策略中暂无该启动脚本',
  budget: '超出预算',
  priceUnknown: '价格未知',
  balanceUnknown: '账户余额未知',
  notEnough: '账户余额不足',
};

const clicked = (what: string): string => CLICKED[what] ?? what;
const refusedFor = (why: string): string => REFUSED_FOR[why] ?? why;
/** `types (line 12)`, as events store it. */
const ruleName = (written: string): string => {
  const [, rule = '', line] = /^(\w+)(?: \(line (\d+)\))?$/u.exec(written) ?? [];
  if (!(rule in RULE_NAME)) return written;
  return `${RULE_NAME[rule as RuleKey]}${line === undefined ? '' : `（策略第 ${line} 行）`}`;
};

/** What happened, in a sentence; the person and the instance come before it. A missing kind does not compile. */
const sentences: Readonly<Record<EventKind, (data: Data) => string>> = {
  'request.submitted': submitted,
  'request.finished': finished,
  'request.refused': (data) => `提交被策略拒绝：${all(eventWords(data.rules).map(ruleName))}。`,
  'request.approved': (data) => `审批通过${noted(data)}。`,
  'request.denied': (data) => `拒绝申请${noted(data)}。`,
  'request.withdrawn': (data) => `撤回申请${noted(data)}。`,
  'request.expired': () => '超时未审批，申请已关闭。',
  'approval.voted': (data) => `同意申请${noted(data)}；还需 ${eventWord(data, 'missing')} 人同意。`,
  'approval.askedAgain': ({ drift, script }) =>
    `${script === undefined ? '价格' : drift === 'none' ? '启动脚本' : '价格和启动脚本'}已变动，需重新审批。`,
  'approval.refused': (data) =>
    `点击“${clicked(eventWord(data, 'what'))}”未生效：${refusedFor(eventWord(data, 'why'))}。`,
  'approval.reminded': () => '已催办审批人。',
  'approval.escalated': () => '长时间未审批，已升级通知。',
  'instance.adopted': (data) => `接管 ${eventWord(data, 'cloudId')}（非机器人创建）。`,
  'instance.creating': ({ together, policyTags }) => {
    const tags = tagsText(policyTags);
    const sent =
      typeof together === 'number' ? `即将调用 RunInstances，共 ${together} 台实例` : '即将调用 CreateInstance';
    return `${sent}${tags === '' ? '' : `，并设置策略新增的标签：${tags}`}。`;
  },
  'instance.newToken': ({ releaseAt, policyTags }) => {
    if (releaseAt === undefined && policyTags === undefined)
      return '请求被拒绝，且未查到对应实例；下一次创建请求使用新的幂等 Token。';
    const later = releaseAt === undefined ? '' : '，自动释放时间已顺延';
    const tags = tagsText(policyTags);
    const other = policyTags === undefined ? '' : `，并按当前策略设置标签：${tags === '' ? '无' : tags}`;
    return `创建请求曾等待${later}${other}；使用新的幂等 Token。`;
  },
  'instance.placed': ({ cloudIds, asked }) => {
    const ids = Array.isArray(cloudIds) ? cloudIds.map(String) : [];
    return `阿里云已创建 ${ids.length}/${Number(asked)} 台实例：${ids.join('、')}。`;
  },
  'instance.accepted': (data) => `阿里云已受理，实例 ID：${eventWord(data, 'cloudId')}。`,
  'instance.observed': observed,
  'instance.address': addressChanged,
  'instance.noAddress': (data) => `无公网 IP，继续创建：${failed(data)}。`,
  'instance.addressWanted': () => '重新分配公网 IP。',
  'instance.starting': () => '阿里云已受理启动。',
  'instance.running': (data) => `运行中${addressed(data) === '' ? '' : `：${addressed(data)}`}。`,
  'instance.troubled': (data) => `${failed(data)}，重试中。`,
  'instance.goingOn': goingOn,
  'instance.failed': (data) => `失败：${failed(data)}。`,
  'instance.wanted': wanted,
  'instance.stopping': () => '阿里云已受理停止。',
  'instance.stopped': stopped,
  'instance.restarting': () => '阿里云已受理重启。',
  'instance.releasing': () => '阿里云已受理释放。',
  'instance.released': () => '实例已不存在。',
  'instance.vanished': () => '已查询不到实例，且未通过机器人释放。',
  'instance.reclaiming': () => '阿里云通知将回收抢占式实例。',
  'instance.reclaimed': (data) =>
    data.announced === true ? '阿里云已回收抢占式实例。' : '已查询不到抢占式实例，且未通过机器人释放，可能已被回收。',
  'instance.held': (data) => `等待解除冻结：${eventWord(data, 'reason')}`,
  'instance.leased': (data) =>
    eventWord(data, 'endsAt') === '' ? '不自动释放，保留至手动释放。' : `${eventMoment(data.endsAt)} 自动释放。`,
  'instance.leaseSet': (data) =>
    eventWord(data, 'endsAt') === ''
      ? '阿里云已取消自动释放。'
      : `阿里云已设置自动释放时间：${eventMoment(data.endsAt)}。`,
  'instance.leaseMoved': (data) =>
    eventWord(data, 'endsAt') === ''
      ? '自动释放已在机器人之外取消。'
      : `自动释放时间已在机器人之外变更：${eventMoment(data.endsAt)}。`,
  'instance.leaseTroubled': (data) => `自动释放设置失败：${failed(data)}。`,
  'instance.leaseWarned': (data) => `已提醒所有者：${eventMoment(data.endsAt)} 自动释放。`,
  'instance.leaseEnded': () => '阿里云已自动释放。',
  'instance.expirySeen': (data) => `到期时间：${eventMoment(data.until)}。`,
  'instance.renewalReminded': (data) =>
    data.short === true ? '已提醒所有者：账户余额不足以续费。' : `已提醒所有者：${eventMoment(data.until)} 到期。`,
  'instance.expired': (data) => `已于 ${eventMoment(data.until)} 到期。`,
  'instance.autoRenewWanted': (data) => (data.on === true ? '发起开启自动续费。' : '发起关闭自动续费。'),
  'instance.autoRenewSet': (data) => (data.on === true ? '阿里云已开启自动续费。' : '阿里云已关闭自动续费。'),
  'instance.autoRenewNotSet': (data) =>
    data.unsure === true
      ? `无法确认自动续费是否已${data.on === true ? '开启' : '关闭'}：${failed(data)}。`
      : `自动续费未${data.on === true ? '开启' : '关闭'}${eventWord(data, 'kind') === '' ? '，以阿里云显示为准' : `：${failed(data)}`}。`,
  'instance.changeWanted': (data) => `发起更改：${among(stepsOf(data))}。`,
  'instance.given': (data) => `所有者由 ${eventWord(data, 'was')} 变更为 ${eventWord(data, 'owner')}。`,
  'instance.changed': (data) => `阿里云已更改：${stepOf(data)}。`,
  'instance.diskBought': (data) => `已创建云盘 ${eventWord(data, 'diskId')}。`,
  'instance.notChanged': (data) => `${notChanged(data)}。${failed(data)}。${looseDisk(data)}`,
  'instance.changeDropped': (data) => `实例已不存在，未更改：${among(stepsOf(data))}。${looseDisk(data)}`,
  'instance.renewalAsked': renewal.history.askedOf,
  'instance.renewed': renewal.history.renewed,
  'instance.growthAsked': prepaidDisk.history.askedOf,
  'instance.grown': prepaidDisk.history.grown,
  'renewal.trying': (data) => purchaseHistory(data).trying,
  'renewal.newToken': (data) => purchaseHistory(data).newToken,
  'renewal.accepted': (data) => purchaseHistory(data).accepted,
  'renewal.held': (data) => `等待解除冻结：${eventWord(data, 'reason')}`,
  'renewal.troubled': (data) => `${failed(data)}，重试中。`,
  'renewal.goingOn': goingOn,
  'renewal.refused': (data) => purchaseHistory(data).refused(data),
  'freeze.set': (data) => `冻结实例创建和启动：${eventWord(data, 'reason')}`,
  'freeze.lifted': (data) =>
    `解除冻结。${restoredReason(data) === '' ? '' : `此前的冻结恢复生效：${restoredReason(data)}`}`,
  'key.added': (data) => `添加公钥 ${eventWord(data, 'name')}（MD5 ${eventWord(data, 'fingerprint')}）。`,
  'key.importing': (data) => `即将在 ${eventWord(data, 'region')} 导入公钥 ${eventWord(data, 'name')}。`,
  'key.removing': (data) => `发起移除密钥对 ${eventWord(data, 'name')}。`,
  'key.removed': (data) =>
    'refused' in data
      ? `阿里云拒绝了公钥 ${eventWord(data, 'name')}，未保存。`
      : `密钥对 ${eventWord(data, 'name')} 已移除。`,
  'account.set': (data) =>
    typeof data.replaces === 'string'
      ? `机器人改用阿里云账号 ${eventWord(data, 'account')}，不再使用 ${data.replaces}，原账号的实例不再计入预算。${Array.isArray(data.givenUp) ? `标记为无法确认：${data.givenUp.join('、')}。` : ''}`
      : `机器人使用阿里云账号 ${eventWord(data, 'account')}。`,
  'policy.changed': () => '新版本策略已生效。',
  'trail.archived': (data) => `审计记录已归档至第 ${eventWord(data, 'seq')} 条。`,
  'message.abandoned': (data) =>
    `Slack 拒绝了 1 条消息${inBrackets([eventWord(data, 'message'), eventWord(data, 'reason')])}，已放弃发送。`,
};

/** What `/ecs history` says. */
export const history: Text['history'] = {
  marks,
  title: (id) => `${id} 的操作历史`,
  theBot: '机器人',
  sentence: (kind, data) => sentences[kind]?.(data) ?? kind,
  earlier: (count) => `…另有更早的 ${count} 条，运维人员可导出全部记录。`,
  nothing: '暂无记录。',
  archived: '申请已完结并归档。',
  lacksFirst: '最早的记录已随归档数据移出，请联系运维人员查询。',
  oneInstance: (example) => `仅查看 1 台实例：/ecs history ${example}`,
  several: (given, ids) =>
    `多台实例名为${quoted(given)}，请按 ID 选择：${ids.map((id) => `/ecs history ${id}`).join('、')}`,
  usage: '请指定对象：/ecs history 加实例名称、卡片上的申请 ID（r-…）、单台实例的 ID（r-…-1）或阿里云实例 ID（i-…）。',
  unknown: (given) =>
    `${quoted(given)}不是机器人已知的申请或实例。实例释放后名称不可用，请从卡片复制 ID：申请 ID（r-…），加 -1、-2 等表示其中一台实例，或阿里云实例 ID（i-…）。非机器人创建的实例无操作历史。`,
  storeDown: '操作历史暂时无法加载。请稍后重试；仍失败请联系运维人员。',
};
