import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailuresText, FailureText } from '../../en/failure/failure-text.ts';
import { all } from '../base/listed.ts';
import { nextSteps } from '../request/next-steps.ts';
import { causes } from './causes.ts';

const kinds: Readonly<Record<FailureKind, FailureText>> = {
  throttled: {
    title: '触发阿里云 API 流控',
    cause: '账号的 API 调用频率超过阿里云的上限。',
    next: '请 2 分钟后重试。经常出现可在配额中心提高 API 速率配额。',
  },
  queued: {
    title: '机器人繁忙',
    cause: '机器人排队等待的阿里云调用过多，本次调用未发出。',
    next: '请 2 分钟后重试。',
  },
  transient: {
    title: '阿里云服务异常',
    cause: '阿里云返回暂时无法处理调用。',
    next: '请几分钟后重试。仍失败可查看阿里云健康状态页。',
  },
  ambiguous: {
    title: '未收到阿里云的有效响应',
    cause: '请求已发出，但响应丢失或无法解析，可能已生效，也可能未生效。',
    next: '重试前，请先在 ECS 控制台按名称或标签查找实例。',
  },
  notSent: {
    title: '无法连接阿里云',
    cause: '机器人无法连接 ECS API，未发出请求。',
    next: '请运维人员检查网络、代理和 DNS。本次调用未购买。',
  },
  inFlight: {
    title: '仍在处理中',
    cause: '阿里云仍在处理同一请求。',
    next: '请几分钟后在 ECS 控制台查看，实例可能已出现。',
  },
  tokenMismatch: {
    title: '请求参数冲突',
    cause: '请求的 ClientToken 已用于其他参数，属机器人的错误。',
    next: '请将下方的错误详情提供给运维人员。请求不会重发。',
  },
  wrongState: {
    title: '当前状态不允许此操作',
    cause: '实例当时的状态不允许执行操作。',
    next: '请在 ECS 控制台查看实例，可能已由他人启动、停止或更改。',
  },
  busy: {
    title: '实例正忙',
    cause: '实例或所在网络正在执行其他操作。',
    next: '请等待操作结束后重试。',
  },
  alreadyDone: {
    title: '此前已完成',
    cause: '实例已处于目标状态。',
    next: '无需操作。',
  },
  gone: {
    title: '实例不存在',
    cause: '阿里云查询不到实例，或实例已不存在。',
    next: '请在 ECS 控制台确认实例是否已释放。',
  },
  noStock: {
    title: '库存不足',
    cause: '该可用区不提供所选实例规格与云盘的组合，或已售罄。',
    next: '请更换可用区、实例规格或云盘类型后重试。',
  },
  underMarket: {
    title: '市场价格高于上限价',
    cause: '抢占式实例的市场价格高于申请设定的单台每小时上限价。',
    next: '请提高上限价或不设上限价后重试，当前价格见表单。',
  },
  vSwitchFull: {
    title: '交换机的 IP 已用完',
    cause: '交换机无可用的私网 IP。',
    next: '请更换该可用区的其他交换机后重试，或联系网络团队创建更大的交换机。',
  },
  money: {
    title: '账户无法支付',
    cause: '阿里云账户的余额、信用额度或支付方式不满足要求。',
    next: '请账户负责人充值或检查支付方式后重试。',
  },
  quota: {
    title: '配额已用完',
    cause: '账号已达到某项上限，例如该地域可用的 vCPU 数量。',
    next: '请释放不需要的资源，或在配额中心提高配额后重试。',
  },
  permission: {
    title: '机器人权限不足',
    cause: '机器人的 RAM 身份缺少执行调用的权限。',
    next: '请运维人员在 RAM 权限策略中添加权限后重试。',
  },
  account: {
    title: '账号需要处理',
    cause: '阿里云要求实名认证，或订单被风控拦截。',
    next: '请账号所有者登录控制台完成所需操作后重试。',
  },
  locked: {
    title: '实例已锁定',
    cause: '阿里云不允许此操作，可能原因：安全锁定、欠费、实例释放保护、付费类型限制。',
    next: '请在 ECS 控制台查看锁定原因并处理。',
  },
  credentials: {
    title: '机器人的凭证无效',
    cause: '阿里云拒绝了机器人的 AccessKey 或令牌，或机器人服务器的时钟不准。',
    next: '请运维人员检查凭证和服务器时钟后重试。',
  },
  badInput: {
    title: '参数无效',
    cause: '申请中的某个参数值不存在，或与其他参数不匹配。',
    next: '请在错误详情中查看无效的参数，修改后重试。',
  },
  vanished: {
    title: '查询不到实例',
    cause: '阿里云曾受理，但现已查询不到。',
    next: '请在 ECS 控制台和操作审计中确认由谁释放。机器人不会重新创建。',
  },
  reclaimed: {
    title: '已被阿里云回收',
    cause: '阿里云通知后已回收抢占式实例：市场价格高于上限价，或资源紧张。',
    next: `请申请其他实例，“${nextSteps.button.alternatives}”列出有库存的规格。机器人不会重新创建。`,
  },
  deadline: {
    title: '等待超时',
    cause: '实例未在机器人限定的时间内进入运行中状态。',
    next: '请在 ECS 控制台查看：实例可能仍会启动，存在期间持续计费。',
  },
  doubtful: {
    title: '无法确认是否已创建',
    cause: '创建请求未得到明确响应，也未查到带其标签的实例。为避免重复购买，机器人不会重发。',
    next: '重新申请前，请先在 ECS 控制台按名称或标签 ecs-chatops:request 查找。',
  },
  priceChanged: {
    title: '价格已变动',
    cause: '购买前，阿里云的报价与审批通过的价格不同。',
    next: '未购买。请重新申请，按新价格审批。',
  },
  lapsed: {
    title: '审批已失效',
    cause: '未在审批有效期内完成购买，例如因冻结。',
    next: '未购买。请重新申请和审批。',
  },
  scriptChanged: {
    title: '启动脚本缺失或已变更',
    cause: '策略中已无所申请的启动脚本，或其内容已变更。',
    next: '未购买。请按当前脚本重新申请。',
  },
  notAllowed: {
    title: '策略已不允许',
    cause: '提出申请之后策略有变更，现已不允许购买。规则见错误详情。',
    next: '未购买。/ecs policy 显示当前允许的内容，请调整后重新申请，或联系策略维护人。',
  },
  unreadable: {
    title: '无法识别实例状态',
    cause: '机器人无法识别阿里云返回的实例状态或付费类型。恢复前机器人不启动、不停止、不释放该实例，也不会重新购买。',
    next: '请在 ECS 控制台查看：实例存在期间持续计费。请将错误详情提供给运维人员。',
  },
  unknown: {
    title: '阿里云拒绝了请求',
    cause: '机器人无法识别阿里云返回的原因。',
    next: '请查看错误详情，在阿里云文档中查询错误码，或联系运维人员。',
  },
};

export const failures: FailuresText = {
  kinds,
  causes,
  perhapsReclaimed: {
    title: '查询不到，可能已被回收',
    cause: '已查询不到抢占式实例，且未通过机器人释放。未收到回收通知：可能被市场回收，也可能在别处释放。',
    next: `是否有人释放见操作审计。“${nextSteps.button.alternatives}”列出有库存的选项；机器人不会重新创建。`,
  },
  retrying: '机器人自动重试，无需操作。',
  untilMended: {
    unreadable: '机器人持续查询，可识别后自动继续。长时间未恢复，请将错误详情提供给运维人员。',
    permission: '请运维人员在 RAM 权限策略中添加权限。机器人持续重试，无需重新申请。',
    credentials: '请运维人员检查凭证和服务器时钟。机器人持续重试，无需重新申请。',
    account: '请账号所有者在控制台完成阿里云要求的操作。机器人持续重试，无需重新申请。',
  },
  missing: (action, principal) => `${principal} 缺少权限 ${action}。`,
  leftBehind: (ids) => `${all(ids)} 已创建且持续计费，请在 ECS 控制台启动或释放。`,
};
