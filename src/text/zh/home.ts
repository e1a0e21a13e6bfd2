import type { Text } from '../en.ts';

/** The app's home. */
export const home: Text['home'] = {
  title: 'ECS 实例管理',
  what: '创建、启动、停止、重启、续费和释放阿里云 ECS 实例。在频道中输入 /ecs create，卡片发布到该频道；点击主页按钮，卡片发布到您与机器人的私信。',
  create: '创建实例',
  again: '重复上一次申请',
  help: '功能一览',
  presets: '从预设开始：',
  oneMoment: '加载中…',
  storeDown: '数据库暂时无法读取，无法显示您的内容。请稍后重新打开主页；仍失败请联系运维人员。',
  waiting: {
    title: '待我审批',
    none: '暂无待您审批的申请，新申请将显示在此处。',
    more: (count: number): string => `…另有 ${count} 个，处理以上申请后显示。`,
  },
  requests: {
    title: '我最近的申请',
    none: '暂无申请。点击上方第一个按钮打开表单。',
    openCard: '打开卡片',
  },
  instances: {
    title: '我的实例',
    none: '暂无由机器人为您创建的实例。所有人的实例见 /ecs list all。',
    show: '查看详情',
    all: (count) => `全部 ${count} 台`,
  },
  spent: {
    title: '本月费用',
    is: ({ debited, soFar, committed, waits }): string =>
      `已扣款 ${debited} · 按量费用至今 ${soFar} · 若全部继续运行${waits ? '且待购买的均购买' : ''}，还需 ${committed}`,
    none: '暂无。',
    unpriced: (count: number): string => `${count} 台价格未知的实例未计入。`,
    how: '按 UTC 自然月，以机器人已知的价格计算；续费在查询到时计入。不计入：按使用流量计费的公网流量、快照、节省停机模式下的云盘，以及接管的实例。',
    asOf: '统计截至',
    inSteps: '每 10 分钟 1 次',
  },
};
