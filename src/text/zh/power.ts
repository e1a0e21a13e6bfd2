import type { Failure } from '../../core/failure/failure.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, StoppedMode } from '../../core/power/power.ts';
import type { NoEconomicalMode } from '../../core/power/power-rules.ts';
import type { Text } from '../en.ts';
import { type PowerFailureWords, powerFailureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { marks } from './base/marks.ts';
import { otherAccount } from './instance/other-account.ts';

export const NOUN: Readonly<Record<Power, string>> = { start: '启动', stop: '停止', restart: '重启', release: '释放' };

const NO_ECONOMICAL_MODE: Readonly<Record<NoEconomicalMode, string>> = {
  notPayAsYouGo: '包年包月实例不支持节省停机模式。',
  noVpc: '只有 VPC 中的实例支持节省停机模式。',
  localDisks: '带本地盘或持久内存的实例规格不支持节省停机模式。',
};

const LOCK_WORDS: Readonly<Record<string, string>> = {
  security: '安全原因',
  financial: '欠费或到期',
  recycling: '回收中',
};

/** Why a lock exists, in a word. */
export const lockWord = (lock: string): string => LOCK_WORDS[lock.toLowerCase()] ?? lock;

/** Why a lock exists and who can lift it. */
export const lockMeans = (lock: string): string => {
  switch (lock.toLowerCase()) {
    case 'security':
      return '实例因安全原因被锁定，请查看云安全中心和控制台的消息。';
    case 'financial':
      return '实例已欠费或到期，请账户负责人充值或续费。';
    case 'recycling':
      return '阿里云正在回收抢占式实例，几分钟内释放。';
    default:
      return `实例已被阿里云锁定（${lock}），原因见 ECS 控制台。`;
  }
};

/** What a failure means for an order, if that differs from a creation. */
const failures: PowerFailureWords['kinds'] = {
  noStock: {
    start: {
      cause: '实例所在可用区的该规格库存不足。节省停机期间计算资源已交还，可能已由他人使用。',
      next: '实例和云盘仍保留。请稍后用 /ecs start 重试。',
    },
  },
  underMarket: {
    start: {
      cause: '抢占式实例的市场价格高于申请时设定的每小时上限价。',
      next: '实例和云盘仍保留。请稍后用 /ecs start 重试。',
    },
  },
  vSwitchFull: {
    start: { next: '实例和云盘仍保留。请网络团队释放交换机的 IP 后，用 /ecs start 重试。' },
  },
  money: { next: '请账户负责人充值后重试。' },
  quota: { next: '请停止或释放不需要的资源，或在配额中心提高配额后重试。' },
  permission: { next: '请运维人员在 RAM 权限策略中添加权限后重试。' },
  credentials: { next: '请运维人员检查凭证和服务器时钟后重试。' },
  account: { next: '请账号所有者登录控制台完成所需操作后重试。' },
  vanished: {
    cause: '已查询不到实例，无法执行操作。',
    next: '请在 ECS 控制台和操作审计中确认由谁释放。',
  },
  deadline: {
    start: {
      cause: '实例未在机器人限定的时间内进入运行中状态。',
      next: '请在 ECS 控制台查看：实例可能仍会启动，未启动则重试。',
    },
    restart: {
      cause: '实例未在机器人限定的时间内恢复运行。',
      next: '请在 ECS 控制台查看：实例可能仍会启动，未启动则重试。',
    },
    stop: {
      cause: '实例未在机器人限定的时间内停止，操作系统可能未响应。',
      next: '实例照常计费。请在 ECS 控制台查看，可强制停止，未保存的数据会丢失。',
    },
    release: {
      cause: '超过机器人限定的释放时间，实例仍存在。',
      next: '实例存在期间持续计费。请在 ECS 控制台查看，或重试。',
    },
  },
};

/** The same by the cause: an existing instance keeps its type, disks, image and billing method. */
const causes: PowerFailureWords['causes'] = {
  disk: { next: '请在 ECS 控制台查看实例和云盘。' },
  notOpened: { next: '请账号所有者在控制台申请开通后重试。' },
  payMethod: { next: '请账号所有者申请开通后重试。' },
  noPublicIp: { next: '请稍后重试。' },
  unseen: { next: '请在 ECS 控制台查看后重试，实例存在期间持续计费。' },
};

const periodOver = {
  title: '包年包月实例已到期',
  cause: '实例已到期，阿里云不再运行该实例。',
  next: '请先用 /ecs renew 续费，再重试。',
};
const unpaid = {
  title: '实例已欠费或到期',
  cause: '实例已欠费或到期，阿里云不再运行该实例。',
  next: '请账户负责人充值，包年包月实例用 /ecs renew 续费，再重试。',
};
/** Those that cannot run, by code. */
const NOT_RUN = {
  InstanceExpired: periodOver,
  'PrePaidInstance.Expired': periodOver,
  InstanceExpiredOrInArrears: unpaid,
  DiskInArrears: unpaid,
};

/** Releases that the cloud's rules forbid, by code. */
const OF_RELEASE = {
  'InvalidOperation.DeletionProtection': {
    title: '已开启实例释放保护',
    cause: '实例已开启实例释放保护。',
    next: '请先用 /ecs set 加 protection=off 关闭保护，再重试。',
  },
  ChargeTypeViolation: {
    title: '包年包月实例无法释放',
    cause: '费用已支付至到期时间。',
    next: '可等待到期：用 /ecs auto-renew 关闭自动续费，到期前可用 /ecs stop 停止。',
  },
};

const ofCode: PowerFailureWords['ofCode'] = { start: NOT_RUN, restart: NOT_RUN, release: OF_RELEASE };

const notTheBots = (name: string): string => `${name} 非机器人创建，仅管理员和策略按标签授权的人可操作。未做更改。`;

function refused(name: string, what: Power, refusal: PowerRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 属于他人，仅所有者和管理员可操作。未${NOUN[what]}。`;
    case 'notTheBots':
      return notTheBots(name);
    case 'notCreatedYet':
      return `${name} 尚未创建，无法${NOUN[what]}。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，原因见卡片。无实例可${NOUN[what]}，不计费。`;
    case 'doubtful':
      return `无法确认 ${name} 是否已创建，机器人无实例可${NOUN[what]}。请在 ECS 控制台按名称或标签 ecs-chatops:request 查找。`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'gone':
      return refusal.released === null
        ? `已查询不到 ${name}，无法${NOUN[what]}。`
        : `${name} 已于 ${momentMark(refusal.released.at)} 释放。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 自 ${momentMark(refusal.at)} 起释放中，无法撤销。请用 /ecs create 申请新实例。`;
    case 'same':
      return refusal.order === null
        ? `${name} 创建中，完成后自动运行，无需操作。`
        : `${name} 自 ${momentMark(refusal.order.at)} 起${NOUN[what]}中，进展见消息列。未做更改。`;
    case 'already':
      return refusal.status === 'Running'
        ? `${name} 已在运行，未做更改。重启请用 /ecs restart。`
        : `${name} 已停止，未做更改。`;
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

/** The first answer. It stays on the screen, so it must be true afterwards too. */
function taken(name: string, what: Power, stoppedMode: StoppedMode | null): string {
  switch (what) {
    case 'start':
      return `已提交 ${name} 的启动操作。`;
    case 'restart':
      return `已提交 ${name} 的重启操作。`;
    case 'release':
      return `已提交 ${name} 的永久释放操作。`;
    case 'stop':
      return stoppedMode === 'StopCharging'
        ? `已提交 ${name} 的停止操作，停机期间 vCPU 和内存不计费。`
        : `已提交 ${name} 的停止操作，停机期间照常计费。`;
  }
}

/** Texts about starting, stopping, restarting and releasing. */
export const power: Text['power'] = {
  refund: { url: 'https://help.aliyun.com/zh/user-center/cancel-subscription', label: '阿里云退订说明' },
  marks,
  failureOf: (what: Power, failure: Failure) => powerFailureWords({ kinds: failures, causes, ofCode }, what, failure),
  notTheBots,
  takeOver: '接管',
  adopted: (name) => `${name} 已接管，卡片已发布。`,
  known: (name, isAdopted) => (isAdopted ? `${name} 此前已接管，未做更改。` : `${name} 由机器人创建，无需接管。`),
  refused,
  taken,
  replaces: (what) => `进行中的${NOUN[what]}不再执行。`,
  frozen: (reason) => `实例启动已冻结（${reason}），解除后自动启动。`,
  follow: '进展见消息列，卡片位于',
  inChannel: '频道',
  inYourMessages: '您的私信中',
  inMessagesOf: '该成员的私信中：',
  seeHistory: '查看方法：',
  storeDown: '数据库暂时无法写入，未执行操作。请稍后重试。',
  busy: '实例状态变化过于频繁，未执行操作。请重试。',
  underWay: { start: '即将启动', stop: '即将停止', restart: '即将重启', release: '即将释放' },
  couldNot: (what, title) => `${NOUN[what]}失败：${title}`,
  couldNotLead: (what) => `${NOUN[what]}失败`,
  charged: {
    StopCharging: 'vCPU 和内存不计费，云盘照常计费',
    KeepCharging: '照常计费',
  },
  ordered: {
    start: '发起启动',
    stop: '发起停止',
    restart: '发起重启',
    release: '发起释放',
  },
  savingMode: '节省停机模式，vCPU 和内存不计费',
  insteadOf: (what) => `取代进行中的${NOUN[what]}`,
  form: {
    title: { start: '启动', stop: '停止', restart: '重启', release: '释放' },
    button: { start: '启动', stop: '停止…', restart: '重启…', release: '释放…' },
    close: '关闭',
    cancel: '取消',
    instance: '实例',
    id: 'ID',
    type: '规格',
    where: '地域',
    checking: '正在查询实例…',
    takesOver: '实例非机器人创建。执行操作将同时接管实例，并在此处发布卡片，进展见卡片的消息列。',
    notFound: '实例不存在，未执行操作。',
    stop: {
      what: '实例将关机，运行中的业务会中断。',
      mode: '停机模式',
      keep: '普通停机模式：继续计费',
      keepMeans: '保留计算资源和公网 IP，确保能再次启动。',
      keepMeansSpot: '保留公网 IP。',
      save: '节省停机模式：vCPU 和内存不计费',
      saveMeans: '可能失去公网 IP，下次启动时可能库存不足。',
      saveMore:
        '两种模式下云盘均保留并继续计费。节省停机模式将 vCPU 和内存交还阿里云：下次启动后公网 IP 可能变化（弹性公网 IP 不变）；可用区的规格售罄时，需等有库存才能启动。',
      noChoice: (mode) => `停机期间照常计费：${NO_ECONOMICAL_MODE[mode]}`,
      spotStart: '抢占式实例：两种模式下，库存不足或市场价格高于上限价时，均可能无法再次启动。',
      losesCredits: '突发性能实例：节省停机模式下会失去已累积的 CPU 积分。',
    },
    restart: {
      what: '实例将关机并重新启动，运行中的业务会中断。已停止的实例将启动。',
    },
    release: {
      what: '将永久删除实例、云盘和公网 IP，仅设置为保留的数据盘和弹性公网 IP 保留并继续计费。无法恢复；未备份的数据会丢失。',
      type: (name) => `输入 ${name} 确认释放`,
      hint: '须与上面显示的名称完全一致。',
      mismatch: (name) => `名称不一致。请输入 ${name}，或关闭弹窗。`,
    },
  },
};
