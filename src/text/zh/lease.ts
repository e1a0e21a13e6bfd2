import type { LeaseRefusal } from '../../core/lease/order-lease.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';

/** `7 天`, `12 小时`, `90 分钟`. */
export const leaseSpan = (ms: number): string => {
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} 天`;
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} 小时` : `${Math.round(ms / 60_000)} 分钟`;
};

/** To one person, why nothing was changed. */
function refused(name: string, refusal: LeaseRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 是其他人申请的，因此没有更改租期：只有申请人和管理员可以操作。`;
    case 'prepaid':
      return `${name} 是包年包月实例：随购买的周期到期，没有租期。没有做任何更改。`;
    case 'notCreatedYet':
      return `${name} 还没有创建，没有可以更改的租期。创建完成后会写在它的消息列里。`;
    case 'neverCreated':
      return `${name} 从未创建成功，原因见卡片。它没有租期，也不产生费用。`;
    case 'gone':
      return `${name} 已不存在，无法更改租期。请用 /ecs create 申请新的实例。`;
    case 'beingReleased':
      return `${name} 正在释放，因此没有更改租期。请用 /ecs create 申请新的实例。`;
    case 'over':
      return `${name} 的租期已结束：阿里云正在释放它，无法撤销。请用 /ecs create 申请新的实例。`;
    case 'noLease':
      return `${name} 没有租期：会一直保留，直到有人释放。没有做任何更改；/ecs lease 可以设置结束时间。`;
    case 'tooShort':
      return `时间太短：租期至少从现在起 ${leaseSpan(refusal.minMs)}。没有做任何更改。如需更早释放，请使用 /ecs release。`;
    case 'tooLong':
      return `时间太长：租期最多从现在起 ${leaseSpan(refusal.maxMs)}。没有做任何更改${refusal.endsAt === null ? '' : `；目前的结束时间是 ${momentMark(refusal.endsAt)}`}。`;
    case 'noneForAdmins':
      return `策略规定每台实例都有租期，因此只有管理员可以取消。没有做任何更改；/ecs extend 可以延长。`;
  }
}

/** Everything that is said about leases: when the cloud releases an instance. */
export const lease: Text['lease'] = {
  refused,
  taken: (name: string, endsAt: number | null): string =>
    endsAt === null
      ? `${name} 不再有租期：会一直保留并产生费用，直到有人释放。阿里云受理后会写在卡片的消息列里。`
      : `${name} 将于 ${momentMark(endsAt)} 连同云盘一起释放。阿里云受理后会写在卡片的消息列里。`,
  storeDown: '机器人目前无法写入数据库，因此没有做任何更改。请稍后重试。',
  busy: '实例的状态刚刚变化过于频繁，因此没有做任何更改。请重试。',
  endsOn: '自动释放时间：',
  byLease: '租期结束，已释放',
  noEnd: '没有结束时间：会一直保留，直到有人释放',
  notSet: ({ inCloud, failure }): string =>
    `${failure}。${inCloud === null ? '阿里云不会释放它。' : `阿里云仍会于 ${momentMark(inCloud)} 释放它。`}`,
  stillThere: '租期已结束，但它没有被释放，仍在产生费用。',
  notSetNext:
    '机器人会在剩余时间内继续尝试。如果一直如此，请机器人的运维人员查看 /ecs doctor，或在 ECS 控制台设置自动释放。',
  stillThereNext: '请用 /ecs release 释放它，或在 ECS 控制台查看。',
  notSetTitle: '租期的结束时间未能设置',
  stillThereTitle: '租期结束后没有释放',
  warning: (name: string): string => `${name} 即将释放`,
  warningMeans: '届时它和云盘会被永久删除。如果仍然需要，请延长租期。',
  warningPlain: (name: string, endsAt: number): string =>
    `${name} 将于 ${momentMark(endsAt)} 连同云盘一起自动释放。如需保留：/ecs extend ${name}`,
  extend: '延长',
  willEnd: (ms: number): string =>
    `首次运行 ${leaseSpan(ms)}后连同云盘一起自动释放。释放前会提醒您，/ecs extend 可以延长。`,
  from: (ms: number): string => `从首次运行起 ${leaseSpan(ms)}`,
  warnings: (count: number): string => `${count} 台实例即将释放`,
  warningsMore: (count: number): string => `另有 ${count} 台会在同一小时内释放。`,
  warningsMean: '届时它们和云盘会被永久删除。请延长仍然需要的实例的租期。',
  warningsPlain: (count: number, endsAt: number): string =>
    `${count} 台实例将从 ${momentMark(endsAt)} 起连同云盘一起自动释放。/ecs list mine 可以列出它们；如需保留某一台：/ecs extend 加上它的名称`,
  listMine: '列出我的实例',
  rule: '租期',
  ruleIs: (ms: number | null, maxMs: number | null): string =>
    [
      ...(ms === null ? [] : [`${lease.from(ms)}，之后自动释放`]),
      ...(maxMs === null ? [] : [`最多可延长到从当时起 ${leaseSpan(maxMs)}`]),
    ].join('；'),
};
