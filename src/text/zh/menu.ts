import type { menu as english } from '../en/menu.ts';

export const menu: typeof english = {
  title: '请选择操作',
  create: '创建实例',
  mine: (count) => (count === null ? '我的实例' : `我的实例（${count}）`),
  approvals: (count) => (count === null ? '待我审批' : `待我审批（${count}）`),
  approvalsUnread: '无法加载待审批的申请，未做更改，请稍后重试。',
  noApprovals: '暂无待您审批的申请。',
  moreApprovals: (count) => `…另有 ${count} 个，处理以上申请后请再次输入 /ecs approvals。`,
  help: '帮助',
  orType: '也可输入命令：',
  which: (command) => `请选择实例，或输入实例名称：${command}`,
  noneFits: (name, command) =>
    `暂无可执行 /ecs ${name} 的实例。/ecs list 可查看全部；操作其他实例请输入名称：${command}`,
  noneYours: (command) => `您尚无实例，可用 /ecs create 创建。操作他人的实例请输入名称：${command}`,
};
