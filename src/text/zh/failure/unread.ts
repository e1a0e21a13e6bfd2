import type { Failure } from '../../../core/failure/failure.ts';

/** Why lists could not be read, and what to do. Reading buys nothing, so these are milder than the failures of an order. */
export function unread({ kind, code, missing }: Failure): string {
  switch (kind) {
    case 'throttled':
      return '阿里云目前要求减少调用。请一分钟后重试。';
    case 'transient':
    case 'ambiguous':
      return '阿里云没有返回可用的结果。请一分钟后重试；如果一直如此，请查看阿里云健康状态页。';
    case 'notSent':
      return '机器人无法连接阿里云 API。机器人的运维人员可以检查其网络、代理和 DNS。';
    case 'permission':
      return `机器人的 RAM 身份缺少权限${missing === null ? '' : ` ${missing.action}`}。机器人的运维人员可以在其 RAM 权限策略中添加；完整的权限策略见 docs/install.md。`;
    case 'credentials':
      return '阿里云不接受机器人的 AccessKey 或令牌，或者其服务器的时钟不准。机器人的运维人员可以检查这两项。';
    default:
      return `阿里云拒绝了请求（${code ?? kind}）。请重试；如果一直如此，请告知机器人的运维人员。`;
  }
}
