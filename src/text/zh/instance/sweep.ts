import type { Text } from '../../en.ts';
import { accountOfStore } from './other-account.ts';

/** Notices to admins about what a sweep has found. */
export const sweep: Text['sweep'] = {
  orphans: {
    title: (total) => `${total} 台实例无人管理`,
    means:
      '以下实例带机器人的标签并计费，但机器人无记录，可能原因：数据库丢失或被替换、其他机器人使用同一账号、标签被复制。',
    tag: '标签',
    created: '创建于',
    more: (count) => `另有 ${count} 台，带该标签的全部实例见 /ecs list all tag:ecs-chatops:request。`,
    next: '请用按钮逐台查看，并停止或释放；接管请用 /ecs adopt 加实例 ID。每台实例仅通知 1 次。',
    show: '查看',
    plain: (total) => `${total} 台实例带机器人的标签并计费，但机器人无记录。请用 /ecs show 查看。`,
  },
  behind: {
    title: '购买已冻结：机器人的数据库已回退',
    means:
      '主备切换或恢复备份后，数据库可能缺少此前的购买记录。管理员解除冻结前，不创建、不启动、不续费。由机器人创建但数据库中无记录的实例：',
    next: '请对照 /ecs list all tag:ecs-chatops:store 的结果，用 /ecs adopt 加实例 ID 接管缺失的实例，或将其释放，并检查重新变为等待审批的申请。确认后用 /ecs unfreeze 解除冻结。',
    found: '发现时间：',
  },
  account: {
    title: '机器人使用了另一个阿里云账号的凭证',
    stored: '数据库所属的账号：',
    actual: '凭证所属的账号：',
    unwritten: '原有实例所在的账号（尚未记录）',
    means:
      '在另一个账号中，机器人会重复购买，也查询不到自己的实例。机器人已停止查询、购买和更改，也不会通知查询不到实例。申请继续等待。',
    next: (stored, actual) =>
      `请为机器人配置账号 ${accountOfStore(stored)} 的凭证，之后自动继续。如需使用 ${actual}，为其配置单独的数据库。仅当要在 ${actual} 中继续使用当前数据库时，执行 /ecs unfreeze account ${actual}；之后机器人不再管理 ${accountOfStore(stored)} 中的实例。`,
  },
  accountUnknown: {
    title: '机器人无法确认凭证属于哪个阿里云账号',
    means: '几分钟以来，机器人未查询、购买或更改，也未通知查询不到实例。申请和操作继续等待，确认后自动继续。',
    why: '原因：',
    next: '请执行 /ecs doctor 查看处理方法。凭证须有效，机器人服务器须能访问 sts.aliyuncs.com 或 STS_ENDPOINT 中的地址。',
  },
  missing: {
    title: '缺失的实例过多，机器人很可能查询了错误的位置',
    region: (region, missing, of) => `${region}：机器人记录的 ${of} 台实例中，${missing} 台查询不到`,
    means: '未将实例标记为查询不到，也未通知其他人。',
    next: '请检查机器人的凭证是否属于正确的阿里云账号（/ecs doctor）、是否有权查询该账号的实例（资源组、RAM 权限策略中的条件），并在操作审计（ActionTrail）中查看是否有人释放。确已释放的，用 /ecs release 加实例 ID 结束记录。',
    again: '机器人继续查询。本消息仅发送 1 次；某地域恢复完整后再次缺失才重新通知。',
    plain: (missing) => `同时缺失 ${missing} 台实例，机器人很可能查询了错误的位置。未标记实例，请检查凭证。`,
  },
};
