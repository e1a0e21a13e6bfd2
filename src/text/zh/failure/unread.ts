import type { Failure } from '../../../core/failure/failure.ts';

/** Why lists could not be read, and what to do. Reads cost nothing, so these are milder than an order's failures. */
export function unread({ kind, code, missing }: Failure): string {
  switch (kind) {
    case 'throttled':
      return '触发阿里云 API 流控。请 1 分钟后重试。';
    case 'queued':
      return '机器人排队等待的调用过多。请 1 分钟后重试。';
    case 'transient':
    case 'ambiguous':
      return '阿里云未返回可用结果。请 1 分钟后重试；仍失败可查看阿里云健康状态页。';
    case 'notSent':
      return '机器人无法连接阿里云 API。请运维人员检查网络、代理和 DNS。';
    case 'permission':
      return `机器人的 RAM 身份缺少权限${missing === null ? '' : ` ${missing.action}`}。请运维人员在 RAM 权限策略中添加；完整的权限策略见 docs/install.md。`;
    case 'credentials':
      return '阿里云拒绝了机器人的 AccessKey 或令牌，或机器人服务器的时钟不准。请运维人员检查这两项。';
    case 'unreadable':
      return '机器人无法识别阿里云返回的某台实例。请在 ECS 控制台查看，并通知运维人员。';
    default:
      return `阿里云拒绝了请求（${code ?? kind}）。请重试；仍失败请联系运维人员。`;
  }
}
