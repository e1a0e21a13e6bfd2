import type { Text } from '../en.ts';

/** A channel's weekly digest. */
export const digest: Text['digest'] = {
  title: '本周实例摘要',
  existing: (count) => `本频道申请的实例现有 ${count} 台`,
  empty: (count) =>
    count === 0
      ? '本周实例摘要：上周本频道的申请未产生费用，现无实例。'
      : `本周实例摘要：上周本频道申请的实例（现有 ${count} 台）无可统计的费用，无待关注事项。`,
  plain: (amounts, attention) =>
    `本周实例摘要：${amounts.length === 0 ? '无可统计的费用' : amounts.join('，')}；${attention === 0 ? '无待关注事项' : `${attention} 项需要关注`}。`,
  spent: '上周费用',
  nothing: '无可统计的费用',
  prepaid: (amount, count) => `购买 ${count} 台包年包月实例，扣款 ${amount}`,
  renewals: (amount, count) => `续费 ${count} 台实例，扣款 ${amount}`,
  disks: (amount, count) => `扩容 ${count} 块包年包月云盘，扣款 ${amount}`,
  hourly: (amount, count) => `${count} 台按小时计费的实例，约 ${amount}`,
  unpriced: (count, isMore) => `${isMore ? '另有 ' : ''}${count} 台实例价格未知`,
  uncounted: (count) => `仅统计最新的申请；另有 ${count} 个较早的申请及其实例未计入。`,
  counted:
    '按小时计费：按申请时的价格乘以存在的时间计算，节省停机期间除外。包年包月：按审批通过的价格计算。未计入：自动续费、按使用流量计费的公网流量、快照、节省停机期间的云盘，以及非机器人创建的实例。',
  parts: {
    ownerless: '所有者已离开',
    expiring: '包年包月，14 天内到期',
    stopped: '已停止，照常计费',
    leases: '7 天内自动释放',
  },
  means: {
    ownerless: '仅管理员可操作。不再需要的请用 /ecs release 释放。',
    expiring: '到期未续费的实例将停止，15 天后释放。续费请用 /ecs renew。',
    stopped: '不再需要的请释放，或改用节省停机模式：先 /ecs start，再 /ecs stop。',
    leases: '仍需使用的请用 /ecs extend 延期。',
  },
  ends: '到期',
  more: (count) => `另有 ${count} 台，见 /ecs list all`,
  unread: (regions) => `${regions.join('、')} 加载失败，未列出其中的包年包月实例和已停止的实例。`,
  peopleUnknown: (count) => `无法确认 ${count} 人是否已离开工作区。`,
  pick: '查看实例…',
};
