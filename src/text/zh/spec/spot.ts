const yours = (count: number): string => (count === 1 ? '您的抢占式实例' : `您的 ${count} 台抢占式实例`);

/** About spot instances that the market reclaims. */
export const spot = {
  reclaiming: '阿里云正在回收',
  soon: {
    title: (count: number): string => `阿里云正在回收${yours(count)}`,
    seen: '收到回收通知的时间：',
    means: () => '抢占式实例将在通知后约 5 分钟连同云盘数据一起释放，无法阻止。请立即保存所需数据。',
  },
  gone: {
    title: (count: number): string => `阿里云已回收${yours(count)}`,
    means: () => '已回收的实例不再计费。机器人不会重新创建。',
  },
  probably: {
    title: (count: number): string => `${yours(count)}可能已被阿里云回收`,
    means: () => '已查询不到以上实例，且未通过机器人释放。机器人未收到回收通知，也不会重新创建。',
  },
  over: { title: '回收提醒已失效', means: '所列实例已通过其他方式释放，或仍然存在。查看：/ecs list mine' },
  more: (count: number): string => `另有 ${count} 台。`,
};
