import type { Text } from '../en.ts';

/** The app's home. */
export const home: Text['home'] = {
  title: '在 Slack 中使用 ECS 实例',
  what: '此机器人可以创建阿里云 ECS 实例，以及启动、停止、重启、续费和释放实例。在频道中输入 /ecs create，卡片会出现在该频道；使用此页面的按钮，卡片会出现在您与机器人的私信中。',
  create: '创建实例',
  again: '重复上一次申请',
  help: '功能一览',
  presets: '从预设开始：',
  oneMoment: '请稍候…',
  storeDown:
    '机器人目前无法读取数据库，因此无法显示您的内容。请稍后重新打开此页面；如果一直如此，请告知机器人的运维人员。',
  waiting: {
    title: '等待我审批',
    none: '没有等待您审批的申请。有人提交需要您审批的申请后，会立即显示在这里。',
    more: (count: number): string => `… 以及另外 ${count} 个。处理完上面的申请后会显示在这里。`,
  },
  requests: {
    title: '我最近的申请',
    none: '您还没有提交过申请。点击上方的第一个按钮可以打开表单。',
    openCard: '打开卡片',
  },
  instances: {
    title: '我的实例',
    none: '目前没有由机器人为您创建的实例。/ecs list all 显示所有人的实例。',
    show: '查看全部信息',
    more: (count: number): string => `… 以及另外 ${count} 台：/ecs list`,
  },
  spent: {
    title: '本月费用',
    is: ({ debited, soFar, committed, waits }): string =>
      `已扣款 ${debited} · 按量费用至今 ${soFar} · 若全部继续运行${waits ? '且待购买的均购买' : ''}，还需 ${committed}`,
    none: '暂无。',
    unpriced: (count: number): string => `有 ${count} 台价格未知的实例没有计入。`,
    how: '按 UTC 自然月，以机器人已知的价格计算；续费在查询到时计入。不计入：按量流量、快照、节省停机模式下的云盘，以及接管的实例。',
    asOf: '统计截至',
  },
};
