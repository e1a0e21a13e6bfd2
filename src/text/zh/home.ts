import type { Text } from '../en.ts';
import { all } from './listed.ts';

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
    title: '本月支出',
    is: (sums: readonly string[]): string => `您本月的申请共计 ${all(sums)}。`,
    none: '暂无。',
    unpriced: (count: number): string => `有 ${count} 个价格未知的申请没有计入。`,
    how: '按预算的口径计算：包年包月按全价，按量付费按一整月，等待审批的申请也计算在内。',
  },
};
