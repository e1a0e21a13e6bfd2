import type { LeftOutReason } from '../../core/selection/left-out.ts';
import { MAX_SELECTORS } from '../../core/selection/selection.ts';
import type { Text } from '../en.ts';
import { marks } from './base/marks.ts';
import { leaseSpan } from './lease.ts';
import { lockWord } from './power.ts';

type Act = Parameters<Text['selection']['verb']>[0];

const VERB: Readonly<Record<Act, string>> = {
  start: '启动',
  stop: '停止',
  restart: '重启',
  release: '释放',
  extend: '延期',
  set: '设置自动释放',
};

/** The act with its instances, in one phrase. */
const acted = (what: Act, instances: string): string =>
  what === 'set' ? `设置${instances}的自动释放时间` : `${VERB[what]}${instances}`;

function reason(what: Act, left: LeftOutReason): string {
  switch (left.why) {
    case 'notYours':
      return '属于他人';
    case 'notTheBots':
      return '非机器人创建，仅管理员和策略允许的人可操作';
    case 'notCreatedYet':
      return '尚未创建';
    case 'neverCreated':
      return '创建失败';
    case 'doubtful':
      return '无法确认是否存在';
    case 'otherAccount':
      return `属于其他阿里云账号（${left.account}）`;
    case 'gone':
      return '已不存在';
    case 'beingReleased':
      return '释放中';
    case 'same':
      return left.order === null && what === 'start' ? '创建中' : `${VERB[what]}中`;
    case 'already':
      return left.status === 'Running' ? '已在运行' : '已停止';
    case 'locked':
      return `已被阿里云锁定（${left.locks.map(lockWord).join('、')}）`;
    case 'prepaid':
      return what === 'extend' || what === 'set'
        ? '包年包月实例，请用 /ecs renew 续费'
        : '包年包月实例，到期前不能释放';
    case 'protected':
      return '已开启实例释放保护';
    case 'noEconomicalMode':
      return '不支持节省停机模式';
    case 'over':
      return '已到自动释放时间';
    case 'noLease':
      return '未设置自动释放';
    case 'tooShort':
      return `时间过短（至少从现在起 ${leaseSpan(left.minMs)}）`;
    case 'tooLong':
      return `时间过长（最多从现在起 ${leaseSpan(left.maxMs)}）`;
    case 'noneForAdmins':
      return '仅管理员可取消自动释放';
    case 'notFound':
      return '未找到';
    case 'noRegion':
      return '地域不存在';
    case 'noneFits':
      return '无匹配的实例';
    case 'unreadable':
      return '不是有效的 ID、名称或通配符';
    case 'ambiguous':
      return '有多台实例同名，请使用 ID';
    case 'unsure':
      return '部分地域无法查询，请重试或使用 ID';
    case 'unknown':
      return '状态变化过于频繁，请重试';
    case 'empty':
      return '申请中无实例';
    case 'beyond':
      return `一次最多 ${left.most} 台，其余请稍后重复操作`;
  }
}

/** Texts about acts on several instances at once. */
export const selection: Text['selection'] = {
  marks,
  reason,
  title: (what, count) => acted(what, ` ${count} 台实例`),
  verb: (what) => VERB[what],
  button: { start: '启动…', stop: '停止…', restart: '重启…', release: '释放…', extend: '延期…' },
  stopAll: '全部停止…',
  startStopped: '启动已停止的实例…',
  choose: '勾选实例，再点击操作。',
  noBox: {
    foreign: (count) => `${count} 台您无权操作，不可勾选。`,
    idle: (count) => `${count} 台当前无可执行的操作，不可勾选。`,
  },
  noneChosen: '尚未选择实例。请勾选后重新点击。',
  these: (what, count) => `将${acted(what, `以下 ${count} 台实例`)}：`,
  mine: '您输入了 *，即您申请或接管的全部实例，不包括其他人的实例。',
  starts: () => '启动后按运行状态恢复计费。',
  means: {
    stop: '实例将关机，运行中的业务会中断。',
    restart: '实例将关机并重新启动，运行中的业务会中断。',
    release:
      '将永久删除实例、云盘和公网 IP，仅设置为保留的数据盘和弹性公网 IP 保留并继续计费。无法恢复；未备份的数据会丢失。',
  },
  by: (ms) => `自动释放时间${ms === null ? '按策略规定的时长推迟' : `推迟 ${leaseSpan(ms)}`}，期间继续计费。`,
  endsIn: (ms) =>
    ms === 'none'
      ? '不再自动释放：实例一直保留并计费，直至手动释放。'
      : `确认后 ${leaseSpan(ms)}自动释放，实例和云盘将永久删除，期间继续计费。`,
  mode: '停机模式',
  keepMeans: '保留计算资源和公网 IP，确保能再次启动。',
  keepMeansSpot: '保留公网 IP。',
  saveMeans: '可能失去公网 IP，下次启动时可能库存不足。',
  saveMore:
    '两种模式下云盘均保留并继续计费。节省停机模式会将 vCPU 和内存交还给阿里云：公网 IP 可能变化（弹性公网 IP 不变），可用区的规格售罄时需等有库存才能启动。',
  spotStart: '其中的抢占式实例在规格售罄或市场价格高于上限价时，可能无法再次启动。',
  losesCredits: '其中的突发性能实例在节省停机模式下会失去已累积的 CPU 积分。',
  modeFor: (count) => `其中 ${count} 台不支持节省停机模式，停止后照常计费。`,
  noMode: '停止后照常计费。',
  takesOver: (count) => `其中 ${count} 台非机器人创建，执行后将同时接管，并在此处发布卡片。`,
  count: (count) => `如需释放，请输入实例数量：${count}`,
  countHint: '上面列出的实例台数。',
  wrongCount: (count) => `请输入上面列出的实例台数 ${count}，或关闭弹窗。`,
  leftOut: (count) => `不执行（${count}）`,
  more: (count) => `等另外 ${count} 台`,
  unread: '可能还有其他匹配的实例。',
  isCut: '匹配的实例过多，未全部查询。其余请用更精确的通配符。',
  tooMany: `一次最多 ${MAX_SELECTORS} 个名称，未执行操作。请减少名称，或使用 web-* 之类的通配符。`,
  nothing: (what) => `以下实例均无法${VERB[what]}${what === 'set' ? '时间' : ''}，未执行操作。`,
  taken: (what, count) => `已提交${acted(what, ` ${count} 台实例`)}的操作：`,
  nothingTaken: '未做更改。',
  follow: (count) => (count === 1 ? '进展见卡片的消息列。' : '进展见各卡片的消息列。'),
  frozen: (because) => `实例启动已冻结（${because}），解除后自动启动。`,
  storeDown: '数据库暂时无法写入，未执行操作。请稍后重试。',
  busy: '耗时过长，部分操作可能已开始。重试前请查看卡片。',
  takenBefore: '操作已执行，不会重复执行。进展见各卡片的消息列。',
  checking: '正在核对实例…',
};
