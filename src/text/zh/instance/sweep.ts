import type { Text } from '../../en.ts';
import { accountOfStore } from './other-account.ts';

/** The notices to admins about what a look through the account has found. */
export const sweep: Text['sweep'] = {
  orphans: {
    title: (total: number): string => `有 ${total} 台实例无人管理`,
    means:
      '它们带有机器人的标签并产生费用，但机器人没有它们的记录：可能是数据库丢失或被替换、另一个机器人在使用此账号，或有人复制了标签。',
    tag: '标签',
    created: '创建于',
    more: (count: number): string =>
      `另有 ${count} 台：/ecs list all tag:ecs-chatops:request 会列出所有带此标签的实例。`,
    next: '请用按钮逐台查看，可以从那里停止或释放。/ecs adopt 加实例 ID 可以接管。每台实例只通知一次。',
    show: '查看',
    plain: (total: number): string =>
      `有 ${total} 台带有机器人标签的实例，机器人没有它们的记录。它们正在产生费用：请用 /ecs show 查看。`,
  },
  behind: {
    title: '购买已冻结：机器人的数据库回到了过去的状态',
    means:
      '发生主备切换或恢复备份后，机器人可能不知道之前已购买的内容。在管理员解除冻结之前，不会创建、启动或续费任何实例。目前发现由机器人创建、但其数据库中没有记录的实例：',
    next: '请对照 /ecs list all tag:ecs-chatops:store 的结果，用 /ecs adopt 加实例 ID 接管缺失的实例，或将其释放，并检查重新变为待审批的申请。确认后用 /ecs unfreeze 解除冻结。',
    found: '发现时间：',
  },
  account: {
    title: '机器人使用了另一个阿里云账号的凭证',
    stored: '数据库所属的账号：',
    actual: '凭证所属的账号：',
    unwritten: '其实例所在的账号（尚未记录）',
    means:
      '在另一个账号中，机器人会重复购买已购买的内容，也找不到自己的实例。因此它不查看、不购买、不更改任何内容，也不会通知实例已消失。申请会等待。',
    next: (stored: string | null, actual: string): string =>
      `请为机器人配置账号 ${accountOfStore(stored)} 的凭证，之后会自动继续。如需使用 ${actual}，请为其配置单独的数据库。只有要在 ${actual} 中继续使用此数据库时，才执行 /ecs unfreeze account ${actual}；之后机器人不再管理 ${accountOfStore(stored)} 中的实例。`,
  },
  accountUnknown: {
    title: '机器人无法确认其凭证属于哪个阿里云账号',
    means:
      '因此几分钟以来，机器人没有查看、购买或更改任何内容，也没有通知任何实例已消失。申请和操作会等待，确认后自动继续。',
    why: '原因：',
    next: '请执行 /ecs doctor 查看处理方法。凭证必须有效，机器人所在的机器必须能够访问 sts.aliyuncs.com 或 STS_ENDPOINT 中的地址。',
  },
  missing: {
    title: '缺失的实例过多，机器人很可能查看了错误的位置',
    region: (region: string, missing: number, of: number): string =>
      `${region}：机器人记录的 ${of} 台实例中，阿里云没有列出 ${missing} 台`,
    means: '没有把任何实例标记为已消失，也没有通知其他人。',
    next: '请检查机器人的凭证是否属于正确的阿里云账号（/ecs doctor），是否有权查看那里的实例（资源组、RAM 策略中的条件），并在 ActionTrail（操作审计）中查看是否有人释放了它们。确实已被释放的，用 /ecs release 加实例 ID 结束记录。',
    again: '机器人会继续查看。此消息只发送一次；某个地域恢复完整后再次缺失时才会重新通知。',
    plain: (missing: number): string =>
      `同时缺失 ${missing} 台实例，机器人很可能查看了错误的位置。没有标记任何实例，请检查凭证。`,
  },
};
