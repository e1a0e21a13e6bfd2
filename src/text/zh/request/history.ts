import type { AttributeStep } from '../../../core/attribute/attribute.ts';
import type { FailureKind } from '../../../core/failure/failure.ts';
import type { Summary } from '../../../core/instance/summary.ts';
import type { AuditEvent, EventKind } from '../../../core/request/event.ts';
import type { Request } from '../../../core/request/request.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import { limitText } from '../../amounts.ts';
import type { Text } from '../../en.ts';
import { momentMark } from '../../moments.ts';
import { optionRow } from '../../option-facts.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';
import { all } from '../base/listed.ts';
import { marks } from '../base/marks.ts';
import { money } from '../base/money.ts';
import { failures } from '../failure/failures.ts';
import { NOUN } from '../power.ts';
import { renewal } from '../renewal.ts';
import { options as optionWords } from '../spec/options.ts';

type Data = AuditEvent['data'];

/** A detail of an event as it was written, perhaps by another version: what is not there is left out. */
const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const among = (words: readonly string[]): string => words.filter((one) => one !== '').join('，');

const inBrackets = (words: readonly string[]): string => (among(words) === '' ? '' : `（${among(words)}）`);

const titleOf = (kind: string): string => (kind in failures.kinds ? failures.kinds[kind as FailureKind].title : kind);

const failed = (data: Data): string =>
  `${titleOf(word(data, 'kind'))}${inBrackets([word(data, 'code'), word(data, 'api')])}`;

const addressed = (data: Data): string => {
  const inner = word(data, 'privateIp');
  return among([word(data, 'publicIp'), inner === '' ? '' : `私网 ${inner}`]);
};

const paid = (charge: Charge): string => `，${money.payment(charge, limitText(charge))}`;

const submitted = (data: Data): string => {
  const { spec, amount, renewal: renews } = data as Partial<Pick<Request, 'spec' | 'amount' | 'renewal'>>;
  if (renews !== undefined && spec?.charge.kind === 'prepaid')
    return renewal.history.asked(spec.name, renewal.payment(spec.charge.term));
  if (spec === undefined) return '申请了实例。';
  const options = optionRow(spec, { options: optionWords, marks });
  return `申请了 ${amount} × ${spec.instanceType}，可用区 ${spec.zone}，名称 ${spec.name}${paid(spec.charge)}。${options === '' ? '' : `${options}。`}`;
};

const finished = (data: Data): string => {
  if (typeof data.renewal === 'object' && data.renewal !== null) return renewal.history.ended(data.renewal as Data);
  const { reached = 0, failed = 0, stopped = 0, released = 0 } = data as Partial<Summary>;
  const since = [stopped > 0 ? `${stopped} 台已停止` : '', released > 0 ? `${released} 台已释放` : ''];
  return `申请结束：${among([`${reached - stopped - released} 台运行中`, ...since, `${failed} 台失败`])}。`;
};

const observed = (data: Data): string => {
  const locks = Array.isArray(data.locks) ? all(data.locks.map(String)) : '';
  const inner = word(data, 'privateIp');
  const its = inner === '' ? '' : `，私网 IP ${inner}`;
  const name = word(data, 'name');
  const named = name === '' ? '' : `，实例名称 ${name}`;
  return `阿里云显示的状态：${word(data, 'status')}${named}${its}${locks === '' ? '' : `；锁定：${locks}`}。`;
};

const goingOn = (data: Data): string => {
  if (data.held === true) return '不再等待冻结结束。';
  const kind = word(data, 'trouble');
  return `故障已消除${kind in failures.kinds ? `：${titleOf(kind)}` : ''}。`;
};

/** Words of a later version are shown as they were written. */
const orderName = (what: string): string => (what in NOUN ? NOUN[what as keyof typeof NOUN] : what);

const wanted = (data: Data): string => {
  const mode = word(data, 'stoppedMode') === 'StopCharging' ? '（节省停机模式，不收取 vCPU 和内存费用）' : '';
  const before = word(data, 'replaces');
  return `下达了${orderName(word(data, 'what'))}指令${mode}${before === '' ? '' : `，取代正在进行的${orderName(before)}`}。`;
};

const addressChanged = (data: Data): string =>
  word(data, 'publicIp') === '' ? '已释放公网 IP。' : `公网 IP 为 ${word(data, 'publicIp')}。`;

const stopped = (data: Data): string =>
  word(data, 'stoppedMode') === 'StopCharging' ? '已停止；不收取 vCPU 和内存费用。' : '已停止。';

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const noted = (data: Data): string => (word(data, 'note') === '' ? '' : `：${word(data, 'note')}`);

/** What an admin had frozen before the bot did, and what is in force again. */
const restored = (data: Data): string =>
  typeof data.restored === 'object' && data.restored !== null ? word(data.restored as Data, 'reason') : '';

const moment = (at: unknown): string => (typeof at === 'number' ? momentMark(at) : '');

const stepOf = ({ step }: Data): string => (isStep(step) ? attribute.step(step) : '');

/** Whose it is the bot has written down all the same. */
const notChanged = (data: Data): string =>
  isStep(data.step) && data.step.is === 'owner' ? attribute.ownerTagNotChanged : `未能更改：${stepOf(data)}`;

const stepsOf = ({ steps }: Data): readonly string[] =>
  Array.isArray(steps) ? steps.map((step: unknown) => stepOf({ step })) : [];

const isStep = (step: unknown): step is AttributeStep => typeof step === 'object' && step !== null && 'is' in step;

/** What happened, in a sentence; who did it and to which instance stand before it. A kind that lacks one does not compile. */
const sentences: Readonly<Record<EventKind, (data: Data) => string>> = {
  'request.submitted': submitted,
  'request.finished': finished,
  'request.refused': (data) => `提交被拒绝：${all(strings(data.rules))}。`,
  'request.approved': (data) => `批准了申请${noted(data)}。`,
  'request.denied': (data) => `拒绝了申请${noted(data)}。`,
  'request.withdrawn': (data) => `撤回了申请${noted(data)}。`,
  'request.expired': () => '没有人在期限内做出决定：申请已过期。',
  'approval.voted': (data) => `同意了申请${noted(data)}；还需要 ${word(data, 'missing')} 人同意。`,
  'approval.askedAgain': ({ drift, script }) =>
    `${script === undefined ? '价格' : drift === 'none' ? '启动脚本' : '价格和启动脚本'}已变动：需重新审批。`,
  'approval.refused': (data) => `点击了 ${word(data, 'what')}，但被拒绝：${word(data, 'why')}。`,
  'approval.reminded': () => '提醒了可以审批的人。',
  'approval.escalated': () => '已将无人审批的情况通知其他人。',
  'instance.adopted': (data) => `接管了 ${word(data, 'cloudId')}，它不是由机器人创建的。`,
  'instance.creating': ({ together }) =>
    typeof together === 'number' ? `即将发送 RunInstances，共 ${together} 台实例。` : '即将发送 CreateInstance。',
  'instance.newToken': () => '请求被拒绝，且未查到对应的实例；下一次创建请求使用新的幂等 Token。',
  'instance.placed': ({ cloudIds, asked }) => {
    const ids = Array.isArray(cloudIds) ? cloudIds.map(String) : [];
    return `阿里云已创建 ${Number(asked)} 台实例中的 ${ids.length} 台：${ids.join('、')}。`;
  },
  'instance.accepted': (data) => `阿里云已受理，实例 ID 为 ${word(data, 'cloudId')}。`,
  'instance.observed': observed,
  'instance.address': addressChanged,
  'instance.noAddress': (data) => `在没有公网 IP 的情况下继续：${failed(data)}。`,
  'instance.addressWanted': () => '再次申请公网 IP。',
  'instance.starting': () => '阿里云已受理启动。',
  'instance.running': (data) => `正在运行${addressed(data) === '' ? '' : `：${addressed(data)}`}。`,
  'instance.troubled': (data) => `${failed(data)}；正在重试。`,
  'instance.goingOn': goingOn,
  'instance.failed': (data) => `失败：${failed(data)}。`,
  'instance.wanted': wanted,
  'instance.stopping': () => '阿里云已受理停止。',
  'instance.stopped': stopped,
  'instance.restarting': () => '阿里云已受理重启。',
  'instance.releasing': () => '阿里云已受理释放。',
  'instance.released': () => '实例已不存在。',
  'instance.vanished': () => '阿里云不再列出它，而且没有人通过机器人释放它。',
  'instance.reclaiming': () => '阿里云通知将回收此抢占式实例。',
  'instance.reclaimed': (data) =>
    data.announced === true
      ? '阿里云已回收此抢占式实例。'
      : '阿里云不再列出此抢占式实例，而且没有人通过机器人释放它：可能已被回收。',
  'instance.held': (data) => `等待冻结结束：${word(data, 'reason')}`,
  'instance.leased': (data) =>
    word(data, 'endsAt') === '' ? '将一直保留，直到有人释放。' : `将于 ${moment(data.endsAt)} 自动释放。`,
  'instance.leaseSet': (data) =>
    word(data, 'endsAt') === '' ? '阿里云不再自动释放它。' : `阿里云将于 ${moment(data.endsAt)} 自动释放它。`,
  'instance.leaseTroubled': (data) => `租期的结束未能落实：${failed(data)}。`,
  'instance.leaseWarned': (data) => `已提醒所有者：租期将于 ${moment(data.endsAt)} 结束。`,
  'instance.leaseEnded': () => '租期结束，阿里云已释放它。',
  'instance.expirySeen': (data) => `到期时间：${moment(data.until)}。`,
  'instance.renewalReminded': (data) =>
    data.short === true ? '已提醒所有者：账户余额不足以续费。' : `已提醒所有者：将于 ${moment(data.until)} 到期。`,
  'instance.expired': (data) => `已于 ${moment(data.until)} 到期。`,
  'instance.autoRenewWanted': (data) => (data.on === true ? '要求开启自动续费。' : '要求关闭自动续费。'),
  'instance.autoRenewSet': (data) => (data.on === true ? '阿里云已开启自动续费。' : '阿里云已关闭自动续费。'),
  'instance.autoRenewNotSet': (data) =>
    `自动续费没有${data.on === true ? '开启' : '关闭'}${word(data, 'kind') === '' ? '，以阿里云显示的为准' : `：${failed(data)}`}。`,
  'instance.changeWanted': (data) => `要求更改：${among(stepsOf(data))}。`,
  'instance.given': (data) => `交给了 ${word(data, 'owner')}，原所有者是 ${word(data, 'was')}。`,
  'instance.changed': (data) => `阿里云已更改：${stepOf(data)}。`,
  'instance.notChanged': (data) => `${notChanged(data)}。${failed(data)}。`,
  'instance.changeDropped': (data) => `完成更改前它已不存在：${among(stepsOf(data))}。`,
  'instance.renewalAsked': renewal.history.askedOf,
  'instance.renewed': renewal.history.renewed,
  'renewal.trying': () => renewal.history.trying,
  'renewal.newToken': () => '到期时间没有变化；下一次 RenewInstance 使用新的幂等 Token。',
  'renewal.accepted': () => renewal.history.accepted,
  'renewal.held': (data) => `等待冻结结束：${word(data, 'reason')}`,
  'renewal.troubled': (data) => `${failed(data)}；正在重试。`,
  'renewal.goingOn': goingOn,
  'renewal.refused': renewal.history.refused,
  'freeze.set': (data) => `冻结了创建和启动：${word(data, 'reason')}`,
  'freeze.lifted': (data) => `解除了冻结。${restored(data) === '' ? '' : `恢复生效：${restored(data)}`}`,
  'key.added': (data) => `添加了公钥 ${word(data, 'name')}（MD5 ${word(data, 'fingerprint')}）。`,
  'key.importing': (data) => `即将在 ${word(data, 'region')} 导入公钥 ${word(data, 'name')}。`,
  'key.removing': (data) => `要求移除密钥对 ${word(data, 'name')}。`,
  'key.removed': (data) =>
    'refused' in data ? `阿里云拒绝了公钥 ${word(data, 'name')}，未保存。` : `密钥对 ${word(data, 'name')} 已移除。`,
  'account.set': (data) =>
    typeof data.replaces === 'string'
      ? `机器人改用阿里云账号 ${word(data, 'account')}，不再使用 ${data.replaces}，其实例此后不再计入预算。${Array.isArray(data.givenUp) ? `标记为无法确认：${data.givenUp.join('、')}。` : ''}`
      : `机器人使用阿里云账号 ${word(data, 'account')}。`,
  'policy.changed': () => '新版本的策略开始生效。',
  'trail.archived': (data) => `审计记录已归档至第 ${word(data, 'seq')} 条。`,
  'message.abandoned': (data) =>
    `Slack 拒绝了此申请的一条消息${inBrackets([word(data, 'message'), word(data, 'reason')])}，已放弃发送。`,
};

/** What `/ecs history` says. */
export const history: Text['history'] = {
  marks,
  title: (id: string): string => `${id} 的历史`,
  theBot: '机器人',
  sentence: (kind: EventKind, data: Data): string => sentences[kind]?.(data) ?? kind,
  earlier: (count: number): string => `… 以及更早的 ${count} 条：机器人的运维人员可以导出全部记录。`,
  nothing: '还没有任何记录。',
  archived: '该申请早已结束，现已归档。',
  lacksFirst: '最早的记录已随归档数据移出：请向机器人的运维人员查询。',
  oneInstance: (example: string): string => `只看一台实例：/ecs history ${example}`,
  several: (given: string, ids: readonly string[]): string =>
    `有多台实例名为 ${quoted(given)}。请按 ID 选择：${ids.map((id) => `/ecs history ${id}`).join('、')}`,
  usage:
    '请指定对象：/ecs history 加上实例名称、卡片上的申请 ID（r-…）、单台实例的 ID（r-…-1）或阿里云的实例 ID（i-…）。',
  unknown: (given: string): string =>
    `机器人没有 ${quoted(given)} 这个申请或实例。名称仅在实例存在时可用，否则请从卡片复制 ID：申请的 ID（r-…），加上 -1、-2 … 表示其中一台实例，或阿里云的实例 ID（i-…）。不是由此机器人创建的实例在这里没有历史。`,
  storeDown: '机器人目前无法读取历史。请稍后重试；如果一直如此，请告知机器人的运维人员。',
};
