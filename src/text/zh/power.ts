import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, StoppedMode } from '../../core/power/power.ts';
import type { NoEconomicalMode } from '../../core/power/power-rules.ts';
import type { FailureText } from '../en/failure/failure-text.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { marks } from './base/marks.ts';
import { otherAccount } from './instance/other-account.ts';

export const NOUN: Readonly<Record<Power, string>> = { start: '启动', stop: '停止', restart: '重启', release: '释放' };

const NO_ECONOMICAL_MODE: Readonly<Record<NoEconomicalMode, string>> = {
  notPayAsYouGo: '包年包月实例不支持节省停机模式。',
  noVpc: '只有 VPC 中的实例支持节省停机模式。',
  localDisks: '带本地盘或持久内存的实例规格不支持节省停机模式。',
};

/** Why a lock is there and who can lift it. */
export const lockMeans = (lock: string): string => {
  switch (lock.toLowerCase()) {
    case 'security':
      return '阿里云因安全原因锁定了它：请查看云安全中心和控制台的消息。';
    case 'financial':
      return '它已欠费或到期：请账户负责人充值或续费。';
    case 'recycling':
      return '阿里云正在回收此抢占式实例，几分钟内就会释放。';
    default:
      return `阿里云锁定了它（${lock}）：原因见 ECS 控制台。`;
  }
};

type Words = Partial<FailureText>;

/** What a failure means for somebody's order, where it is not what it would mean for a creation. */
const failures: Readonly<Partial<Record<FailureKind, Words | Readonly<Partial<Record<Power, Words>>>>>> = {
  noStock: {
    start: {
      cause: '阿里云在其可用区目前没有该实例规格的库存。节省停机会释放计算资源，因此可能已被他人占用。',
      next: '实例和云盘仍然保留。请稍后用 /ecs start 重试。',
    },
  },
  money: { next: '请账户负责人充值，然后重新下达指令。' },
  quota: { next: '请停止或释放不需要的资源，或在配额中心提高配额，然后重新下达指令。' },
  permission: { next: '请机器人的运维人员在其 RAM 权限策略中添加该权限，然后重新下达指令。' },
  credentials: { next: '请机器人的运维人员检查凭证和服务器的时钟，然后重新下达指令。' },
  account: { next: '请账号所有者登录控制台完成所要求的操作，然后重新下达指令。' },
  vanished: {
    cause: '阿里云的列表中已没有该实例，因此无法执行指令。',
    next: '请在 ECS 控制台和操作审计中确认由谁释放。',
  },
  deadline: {
    start: {
      cause: '实例没有在机器人允许的时间内进入运行中状态。',
      next: '请在 ECS 控制台查看：它可能仍会启动。如果没有，请重新下达指令。',
    },
    restart: {
      cause: '实例没有在机器人允许的时间内恢复到运行中状态。',
      next: '请在 ECS 控制台查看：它可能仍会启动。如果没有，请重新下达指令。',
    },
    stop: {
      cause: '实例没有在机器人允许的时间内停止；其操作系统可能没有响应。',
      next: '它照常计费。请在 ECS 控制台查看，可以在那里强制停止；未保存的数据会丢失。',
    },
    release: {
      cause: '在机器人允许的释放时间过后，实例仍然存在。',
      next: '只要存在就会产生费用。请在 ECS 控制台查看，或重新下达指令。',
    },
  },
};

/** A release that the cloud's own rules forbid, by its code. */
const byCode: Readonly<Record<string, Words>> = {
  'InvalidOperation.DeletionProtection': {
    title: '已开启释放保护',
    cause: '该实例已开启实例释放保护。',
    next: '请有权释放的人先在 ECS 控制台关闭保护，然后重新下达指令。',
  },
  ChargeTypeViolation: {
    title: '包年包月实例无法释放',
    cause: '费用已支付到周期结束。',
    next: '请让它自然到期：在 ECS 控制台关闭自动续费。在此之前可以用 /ecs stop 停止。',
  },
};

/** Differences from what the same failure means for a creation. */
function failureOf(what: Power, { kind, code }: Failure): Words {
  const coded = what === 'release' && code !== null ? byCode[code] : undefined;
  if (coded !== undefined) return coded;
  const words = failures[kind];
  if (words === undefined) return {};
  return what in words ? ((words as Partial<Record<Power, Words>>)[what] ?? {}) : isWords(words) ? words : {};
}

const isWords = (words: object): words is Words => 'next' in words || 'cause' in words;

const notTheBots = (name: string): string =>
  `${name} 不是由机器人创建的，因此只有管理员和策略按标签授权的人可以操作。没有做任何更改。`;

function refused(name: string, what: Power, refusal: PowerRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 是其他人申请的，因此没有${NOUN[what]}：只有申请人和管理员可以操作。`;
    case 'notTheBots':
      return notTheBots(name);
    case 'notCreatedYet':
      return `${name} 还没有创建，无法${NOUN[what]}。创建完成后会写在它的消息列里。`;
    case 'neverCreated':
      return `${name} 从未创建成功，原因见卡片。没有可以${NOUN[what]}的实例，也不产生费用。`;
    case 'doubtful':
      return `无法确认 ${name} 是否已创建，因此机器人没有可以${NOUN[what]}的实例。请在 ECS 控制台按名称或标签 ecs-chatops:request 查找。`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'gone':
      return refusal.released === null
        ? `${name} 消失了：阿里云的列表中已没有它，因此无法${NOUN[what]}。`
        : `${name} 已不存在：已于 ${momentMark(refusal.released.at)} 释放。请用 /ecs create 申请新的实例。`;
    case 'beingReleased':
      return `${name} 自 ${momentMark(refusal.at)} 起正在释放，阿里云不支持撤销。请用 /ecs create 申请新的实例。`;
    case 'same':
      return refusal.order === null
        ? `${name} 正在创建，完成后会自动运行。无需任何操作。`
        : `${name} 自 ${momentMark(refusal.order.at)} 起已在${NOUN[what]}。每一步都会写在它的消息列里；没有做任何更改。`;
    case 'already':
      return refusal.status === 'Running'
        ? `${name} 已在运行。没有做任何更改；/ecs restart 可以重启它。`
        : `${name} 已停止。没有做任何更改。`;
    case 'locked':
      return `${name} 无法${NOUN[what]}。${refusal.locks.map(lockMeans).join('')}`;
    case 'prepaid':
      return `${name} 是包年包月实例${refusal.expiresAt === null ? '' : `，${momentMark(refusal.expiresAt)} 到期`}，到期前无法释放。可等待到期：用 /ecs auto-renew ${name} off 关闭自动续费，到期前可用 /ecs stop 停止。机器人无法退款，可在阿里云申请退订。`;
    case 'protected':
      return `${name} 已开启实例释放保护。请先用 /ecs set ${name} protection=off 关闭保护。`;
    case 'noEconomicalMode':
      return `${name} 未停止：${NO_ECONOMICAL_MODE[refusal.mode]}请用普通停机模式停止。`;
  }
}

/** The first answer, before anything has happened. */
function taken(name: string, what: Power, stoppedMode: StoppedMode | null): string {
  switch (what) {
    case 'start':
      return `${name} 即将启动。`;
    case 'restart':
      return `${name} 即将重启。`;
    case 'release':
      return `${name} 即将永久释放。`;
    case 'stop':
      return stoppedMode === 'StopCharging'
        ? `${name} 即将停止，停机期间不收取 vCPU 和内存费用。`
        : `${name} 即将停止。停机期间费用不变。`;
  }
}

/** Everything that is said of starting, stopping, restarting and releasing. */
export const power: Text['power'] = {
  refund: { url: 'https://help.aliyun.com/zh/user-center/cancel-subscription', label: '阿里云退订说明' },
  marks,
  failureOf,
  notTheBots,
  takeOver: '接管',
  adopted: (name: string): string => `${name} 已被接管，现在有了自己的卡片。`,
  known: (name: string, isAdopted: boolean): string =>
    isAdopted ? `${name} 此前已被接管。没有做任何更改。` : `${name} 是由此机器人创建的，无需接管。`,
  refused,
  taken,
  replaces: (what: Power): string => `此前正在进行的${NOUN[what]}不再执行。`,
  frozen: (reason: string): string => `启动已被冻结（${reason}），因此会先等待，冻结结束后自动启动。`,
  follow: '每一步都会写在消息列里，卡片位于',
  inChannel: '频道',
  inYourMessages: '您的私信中',
  inMessagesOf: '此人的私信中：',
  seeHistory: '查看方法：',
  storeDown: '机器人目前无法写入数据库，因此没有执行任何操作。请稍后重试。',
  busy: '实例的状态刚刚变化过于频繁，因此没有执行任何操作。请重试。',
  underWay: { start: '即将启动', stop: '即将停止', restart: '即将重启', release: '即将释放' },
  couldNot: (what: Power, title: string): string => `${NOUN[what]}失败：${title}`,
  couldNotLead: (what: Power): string => `${NOUN[what]}失败`,
  charged: {
    StopCharging: '不收取 vCPU 和内存费用，云盘照常计费',
    KeepCharging: '照常计费',
  },
  ordered: {
    start: '要求启动此实例',
    stop: '要求停止此实例',
    restart: '要求重启此实例',
    release: '要求释放此实例',
  },
  savingMode: '节省停机模式，不收取 vCPU 和内存费用',
  insteadOf: (what: Power): string => `取代正在进行的${NOUN[what]}`,
  form: {
    title: { start: '启动', stop: '停止', restart: '重启', release: '释放' },
    close: '关闭',
    cancel: '取消',
    instance: '实例',
    id: 'ID',
    type: '规格',
    where: '地域',
    checking: '请稍候：机器人正在查看该实例…',
    takesOver: '此实例不是由机器人创建的。执行此操作会同时接管它：它会在这里有一张卡片，每一步都会写在卡片的消息列里。',
    notFound: '已找不到该实例。没有执行任何操作。',
    stop: {
      what: '实例会被关机，其上运行的业务会中断。',
      mode: '停机模式',
      keep: '普通停机模式：继续付费',
      keepMeans: '保留计算资源和公网 IP，一定能再次启动。',
      keepMeansSpot: '保留公网 IP。',
      save: '节省停机模式：不付 vCPU 和内存费用',
      saveMeans: '可能失去公网 IP，下次启动时可能库存不足。',
      saveMore:
        '无论选择哪种模式，云盘都会保留并继续计费。节省停机模式会把 vCPU 和内存交还给阿里云：下次启动后公网 IP 可能会变（弹性公网 IP 不变）；如果该可用区的规格已售罄，需要等到有库存才能启动。',
      noChoice: (mode) => `停机期间费用不变：${NO_ECONOMICAL_MODE[mode]}`,
      spotStart: '抢占式实例：无论选择哪种模式，库存不足或市场价高于其上限价时都可能无法再次启动。',
      losesCredits: '突发性能实例：使用节省停机模式会失去已累积的 CPU 积分。',
    },
    restart: {
      what: '实例会被关机后重新启动，其上运行的业务会中断。如果已停止，则会启动。',
    },
    release: {
      what: '实例会被永久删除，系统盘和公网 IP 也一并删除。任何人都无法恢复，没有备份的数据会丢失。',
      type: (name: string): string => `输入 ${name} 以释放`,
      hint: '必须与上面显示的名称完全一致。',
      mismatch: (name: string): string => `这不是该实例的名称。请输入 ${name}，或关闭此窗口。`,
    },
  },
};
