import type { LeaseRefusal } from '../../core/lease/order-lease.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';

/** `7 天`, `12 小时`, `90 分钟`. */
export const leaseSpan = (ms: number): string => {
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} 天`;
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} 小时` : `${Math.round(ms / 60_000)} 分钟`;
};

/** To one person: why nothing was changed. */
function refused(name: string, refusal: LeaseRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 属于他人，仅所有者和管理员可更改自动释放时间。未做更改。`;
    case 'prepaid':
      return `${name} 是包年包月实例，按购买周期到期，不能设置自动释放。未做更改。`;
    case 'notCreatedYet':
      return `${name} 尚未创建，无法更改自动释放时间。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，原因见卡片。无需设置自动释放，不计费。`;
    case 'gone':
      return `${name} 已不存在，无法更改自动释放时间。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 释放中，未更改自动释放时间。请用 /ecs create 申请新实例。`;
    case 'over':
      return `${name} 已到自动释放时间，阿里云正在释放，无法撤销。请用 /ecs create 申请新实例。`;
    case 'noLease':
      return `${name} 未设置自动释放，将保留至手动释放。未做更改。设置方法：/ecs lease ${name} 7d`;
    case 'tooShort':
      return `时间过短：自动释放时间至少从现在起 ${leaseSpan(refusal.minMs)}。未做更改。如需更早释放，请用 /ecs release。`;
    case 'tooLong':
      return `时间过长：自动释放时间最多从现在起 ${leaseSpan(refusal.maxMs)}。未做更改${refusal.endsAt === null ? '' : `；当前自动释放时间：${momentMark(refusal.endsAt)}`}。`;
    case 'noneForAdmins':
      return `策略规定每台实例须设置自动释放，仅管理员可取消。未做更改；延期请用 /ecs extend。`;
  }
}

/** Texts about leases: when the cloud releases an instance. */
export const lease: Text['lease'] = {
  refused,
  taken: (name, endsAt) =>
    endsAt === null
      ? `已关闭 ${name} 的自动释放，实例保留并持续计费至手动释放。阿里云受理后见卡片的消息列。`
      : `${name} 及云盘的新自动释放时间：${momentMark(endsAt)}。阿里云受理后见卡片的消息列。`,
  storeDown: '数据库暂时无法写入，未做更改。请稍后重试。',
  busy: '实例状态变化过于频繁，未做更改。请重试。',
  endsOn: '自动释放时间：',
  byLease: '已自动释放',
  noEnd: '不自动释放：保留至手动释放',
  notSet: ({ inCloud, failure }): string =>
    `${failure}。${inCloud === null ? '阿里云不会自动释放。' : `阿里云仍将于 ${momentMark(inCloud)} 释放。`}`,
  stillThere: '已到自动释放时间，但实例未释放，仍在计费。',
  notSetNext: '机器人在剩余时间内持续重试。仍失败请运维人员查看 /ecs doctor，或在 ECS 控制台设置自动释放。',
  stillThereNext: '请用 /ecs release 释放，或在 ECS 控制台查看。',
  notSetTitle: '自动释放设置失败',
  stillThereTitle: '到期未自动释放',
  warning: (name) => `${name} 即将自动释放`,
  warningMeans: '届时实例及云盘将永久删除。仍需使用请延期。',
  warningPlain: (name, endsAt) =>
    `${name} 将于 ${momentMark(endsAt)} 连同云盘一起自动释放。如需保留：/ecs extend ${name}`,
  over: {
    title: '自动释放提醒已失效',
    gone: (name) => `${name} 已不存在。`,
    changed: (name) => `提醒发出后，${name} 的自动释放设置已更改。查看当前设置：/ecs show ${name}`,
    several: '提醒发出后，所列实例已不存在，或自动释放设置已更改。查看：/ecs list mine',
  },
  extend: '延期',
  willEnd: (ms) => `首次运行 ${leaseSpan(ms)}后连同云盘一起自动释放。释放前将提醒您，延期请用 /ecs extend。`,
  willStay: '不自动释放：保留并持续计费至手动释放。',
  from: (ms) => `从首次运行起 ${leaseSpan(ms)}`,
  warnings: (count) => `${count} 台实例即将自动释放`,
  warningsMore: (count) => `另有 ${count} 台将于同一时段（1 小时内）释放。`,
  warningsMean: '届时实例及云盘将永久删除。仍需使用请延期。',
  warningsPlain: (count, endsAt) =>
    `${count} 台实例将从 ${momentMark(endsAt)} 起连同云盘一起自动释放。查看：/ecs list mine；如需保留其中一台：/ecs extend 加实例名称`,
  listMine: '列出我的实例',
  rule: '自动释放',
  ruleIs: (ms, maxMs) =>
    [
      ...(ms === null ? [] : [`${lease.from(ms)}后`]),
      ...(maxMs === null ? [] : [`最多可延期至操作时起 ${leaseSpan(maxMs)}`]),
    ].join('；'),
};
