import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailureCause } from '../../../core/failure/failure-cause.ts';
import type { FailuresText, FailureText } from '../../en/failure/failure-text.ts';
import { all } from '../base/listed.ts';
import { nextSteps } from '../request/next-steps.ts';

const kinds: Readonly<Record<FailureKind, FailureText>> = {
  throttled: {
    title: '触发了阿里云的 API 流控',
    cause: '账号的 API 调用次数超过了阿里云目前允许的上限。',
    next: '请等一两分钟后重新申请。如果经常出现，请在配额中心提高 API 速率配额。',
  },
  transient: {
    title: '阿里云服务异常',
    cause: '阿里云返回目前无法处理该调用。',
    next: '请几分钟后重新申请。如果一直如此，请查看阿里云健康状态页。',
  },
  ambiguous: {
    title: '没有收到阿里云的有效响应',
    cause: '调用已发出，但响应丢失或无法解读，因此可能已经生效，也可能没有。',
    next: '重新申请之前，请先在 ECS 控制台按名称或标签查找该实例。',
  },
  notSent: {
    title: '无法连接阿里云',
    cause: '机器人无法连接 ECS API，因此没有发出任何请求。',
    next: '请机器人的运维人员检查网络、代理和 DNS。此次调用没有购买任何资源。',
  },
  inFlight: {
    title: '仍在处理中',
    cause: '阿里云仍在处理同一个调用。',
    next: '请几分钟后在 ECS 控制台查看，实例可能会出现。',
  },
  tokenMismatch: {
    title: '调用因前后矛盾被拒绝',
    cause: '其 ClientToken 此前已用于其他参数。这是机器人的错误。',
    next: '请将下方的小字告知机器人的运维人员。该调用不会重复发送。',
  },
  wrongState: {
    title: '当前状态不允许此操作',
    cause: '实例当时的状态不允许执行该操作。',
    next: '请在 ECS 控制台查看该实例；可能有其他人启动、停止或更改了它。',
  },
  busy: {
    title: '实例正忙',
    cause: '实例或其网络正在执行另一个操作。',
    next: '请等待该操作结束后重试。',
  },
  alreadyDone: {
    title: '此前已完成',
    cause: '所要求的状态已经达到。',
    next: '无需任何操作。',
  },
  gone: {
    title: '找不到该实例',
    cause: '阿里云没有该实例，或该实例已不存在。',
    next: '请在 ECS 控制台确认是否有人释放了它。',
  },
  noStock: {
    title: '库存不足',
    cause: '阿里云在该可用区不出售此实例规格与云盘的组合，或目前已售罄。',
    next: '请换一个可用区、实例规格或云盘类型重新申请。',
  },
  underMarket: {
    title: '市场价格高于您的上限',
    cause: '抢占式实例的市场价格高于此申请设定的每小时最高价格。',
    next: '请提高上限或不设上限后重新申请；目前的价格会显示在表单里。',
  },
  vSwitchFull: {
    title: '交换机的 IP 已用完',
    cause: '交换机中没有可用的私网 IP。',
    next: '请换用该可用区的其他交换机重新申请，或请网络团队创建更大的交换机。',
  },
  money: {
    title: '账户无法支付',
    cause: '阿里云账户的余额、信用额度或支付方式不满足要求。',
    next: '请账户负责人充值或检查支付方式，然后重新申请。',
  },
  quota: {
    title: '配额已用完',
    cause: '账号达到了某项上限，例如该地域可用的 vCPU 数量。',
    next: '请释放不需要的资源，或在配额中心提高配额，然后重新申请。',
  },
  permission: {
    title: '机器人没有权限',
    cause: '机器人的 RAM 身份没有执行此调用的权限。',
    next: '请机器人的运维人员在其 RAM 权限策略中添加该权限，然后重新申请。',
  },
  account: {
    title: '账号需要处理',
    cause: '阿里云要求实名认证，或订单被风控拦截。',
    next: '请账号所有者登录控制台完成所要求的操作，然后重新申请。',
  },
  locked: {
    title: '实例被锁定',
    cause: '阿里云的规则不允许此操作：安全锁定、欠费、实例释放保护或付费类型的限制。',
    next: '请在 ECS 控制台查看该实例的锁定原因，并在那里处理。',
  },
  credentials: {
    title: '机器人的凭证被拒绝',
    cause: '阿里云不接受机器人的 AccessKey 或令牌，或者其服务器的时钟不准。',
    next: '请机器人的运维人员检查凭证和服务器的时钟，然后重新申请。',
  },
  badInput: {
    title: '阿里云拒绝了某个值',
    cause: '此申请中的某个值不存在，或与其他值不匹配。',
    next: '请在小字中查看被拒绝的内容，换一个值后重新申请。',
  },
  vanished: {
    title: '实例消失了',
    cause: '阿里云曾受理该实例，但现在的列表中已没有它。',
    next: '请在 ECS 控制台和操作审计中确认由谁释放。机器人不会自行重新创建。',
  },
  reclaimed: {
    title: '已被阿里云回收',
    cause: '阿里云通知回收此抢占式实例，它现在已不存在：市场价格高于最高价格，或资源紧张。',
    next: `请申请其他实例：“${nextSteps.button.alternatives}”会列出有库存的规格。机器人不会自行重新创建。`,
  },
  deadline: {
    title: '耗时过长',
    cause: '实例没有在机器人允许的时间内进入运行中状态。',
    next: '请在 ECS 控制台查看：它可能仍会启动，只要存在就会产生费用。',
  },
  doubtful: {
    title: '无法确认是否已创建',
    cause: '创建调用没有得到明确的响应，至今也没有找到带有其标签的实例。为避免重复购买，机器人不会再次发送。',
    next: '重新申请之前，请在 ECS 控制台按名称或标签 ecs-chatops:request 查找。',
  },
  priceChanged: {
    title: '价格已变动',
    cause: '即将购买时，阿里云的报价与批准时的价格不同。',
    next: '没有购买。请重新申请，并按新价格审批。',
  },
  lapsed: {
    title: '审批已失效',
    cause: '没能在审批有效期内完成购买，例如因为冻结。',
    next: '没有购买。请重新申请并重新审批。',
  },
  scriptChanged: {
    title: '启动脚本缺失或已变更',
    cause: '策略中已没有所申请的启动脚本，或其内容已变更。',
    next: '未购买。按当前脚本重新申请。',
  },
  unknown: {
    title: '阿里云拒绝了请求',
    cause: '阿里云给出的原因机器人无法识别。',
    next: '原因见小字。请在阿里云文档中查找该错误码，或告知机器人的运维人员。',
  },
};

const causes: Readonly<Record<FailureCause, FailureText>> = {
  keyPair: {
    title: '密钥对不存在',
    cause: '该地域已没有所申请的密钥对，无法用其登录。',
    next: '未购买。更换密钥对，或用 /ecs key 添加后重新申请。',
  },
  certificate: {
    title: '证书不受信任',
    cause: '机器人的服务器不信任对方出示的证书，未发出请求。公司代理通常会出示自己的证书。',
    next: '请运维人员将 NODE_EXTRA_CA_CERTS 设为公司 CA 证书文件，检查服务器时钟，然后重启机器人。',
  },
  proxy: {
    title: '代理拒绝连接',
    cause: 'HTTPS_PROXY 指定的代理拒绝连接或没有响应，未发出请求。',
    next: '请运维人员检查 HTTPS_PROXY、其用户名和密码，以及代理允许访问的地址。',
  },
  otherAccount: {
    title: '机器人使用了另一个账号的凭证',
    cause: '机器人的凭证属于另一个阿里云账号，与其数据库所属的账号不同，未发出请求：您的实例不在该账号中。',
    next: '账号恢复正确后，等待中的操作会自动继续。请告知机器人的运维人员；/ecs doctor 会列出两个账号和处理方法。',
  },
  unknownAccount: {
    title: '无法确认账号',
    cause: '机器人无法确认其凭证属于哪个阿里云账号，未发出请求。',
    next: '机器人每隔几秒重新查询，等待中的操作会自动继续。如果一直如此，请告知机器人的运维人员：/ecs doctor 会说明处理方法。',
  },
  accountGivenUp: {
    title: '无法确认：所在账号无法访问',
    cause: '管理员已确认无法再取得操作所在阿里云账号的凭证，结果无法查询。为避免重复购买，机器人不会重发。',
    next: '请由能登录该账号的人在其 ECS 控制台按名称或标签 ecs-chatops:request 查找：它可能存在并产生费用。',
  },
  disk: {
    title: '云盘类型不可用',
    cause: '该可用区的此实例规格不支持所选的云盘类型。',
    next: '请选择其他云盘类型，替代方案中会列出可用的类型。',
  },
  notOpened: {
    title: '账号未开通',
    cause: '阿里云账号尚未开通所选的地域、实例规格、云盘或功能，与 RAM 权限无关。',
    next: '请账号所有者在控制台申请开通，或换一个选项后重试。',
  },
  image: {
    title: '镜像不可用',
    cause: '账号尚未在云市场订阅此镜像，或镜像已下架。',
    next: '请账号所有者订阅此镜像，或换一个镜像后重试。',
  },
  payMethod: {
    title: '账号未开通此付费类型',
    cause: '账号不能以此方式（按量付费、抢占式或包年包月）购买此实例。',
    next: '换一种付费类型后重试，或请账号所有者申请开通。',
  },
  noPublicIp: {
    title: '公网 IP 已分配完',
    cause: '阿里云在此处暂无可分配的公网 IP。',
    next: '请稍后重试，或不分配公网 IP。',
  },
  noPrice: {
    title: '无法核对价格',
    cause: '购买前，机器人会核对当前价格与审批时的价格，但阿里云没有给出价格。没有购买。',
    next: '请稍后重试。如果一直如此，请在 ECS 控制台查看是否有报价。',
  },
  mayNotRead: {
    title: '机器人无权查询',
    cause: '机器人的 RAM 用户无权查询此信息；无法先行核对时，机器人不会购买或更改任何内容。',
    next: '请机器人的运维人员在 RAM 权限策略中授权（/ecs doctor 会列出缺少的权限），然后重试。',
  },
  noAnswer: {
    title: '阿里云没有返回可用的结果',
    cause: '机器人向阿里云查询，但没有收到可读的结果。查询不会购买或更改任何内容。',
    next: '请几分钟后重试；如果一直如此，请查看阿里云健康状态页。',
  },
  unlooked: {
    title: '无法确认：查询失败',
    cause: '请求没有得到明确的响应，此后机器人的查询也都失败了。为避免重复购买，机器人不会再次发送。',
    next: '重新申请之前，请在 ECS 控制台按名称或标签 ecs-chatops:request 查找：它可能存在并产生费用。',
  },
  unseen: {
    title: '无法查询该实例',
    cause: '在机器人允许的时间内，对此实例的查询一直失败，因此无法得知其当前状态。',
    next: '请在 ECS 控制台查看：操作可能仍在进行，只要存在就会产生费用。',
  },
  notPlaced: {
    title: '资源不足，仅创建了部分实例',
    cause: '阿里云的资源只够创建此申请中的部分实例。此实例未创建，不产生费用。',
    next: '请稍后重新申请未创建的实例，或换一个实例规格或可用区。',
  },
  neverOrdered: {
    title: '未能及时下单',
    cause: '没能在机器人允许的时间内发出请求。没有创建实例。',
    next: '请重试。',
  },
  unpaidOrder: {
    title: '该实例有未支付的订单',
    cause: '有人为此实例下了另一笔订单（例如在控制台续费），尚未支付。机器人没有扣款。',
    next: '请账户负责人在控制台的订单管理中支付或取消该订单，然后重新申请。',
  },
};

export const failures: FailuresText = {
  kinds,
  causes,
  perhapsReclaimed: {
    title: '查询不到，可能已被回收',
    cause:
      '阿里云不再列出此抢占式实例，而且没有人通过机器人释放。没有看到回收通知：可能被市场回收，也可能有人在别处释放。',
    next: `操作审计会显示是否有人释放。“${nextSteps.button.alternatives}”会列出有库存的选项；机器人不会重新创建。`,
  },
  retrying: '机器人会自动继续尝试，无需任何操作。',
  untilMended: {
    permission: '请机器人的运维人员在 RAM 权限策略中添加该权限。在此之前机器人会继续尝试，无需重新申请。',
    credentials: '请机器人的运维人员检查凭证和服务器时钟。在此之前机器人会继续尝试，无需重新申请。',
    account: '请账号所有者在控制台完成阿里云要求的操作。在此之前机器人会继续尝试，无需重新申请。',
  },
  missing: (action, principal) => `${principal} 缺少权限 ${action}。`,
  leftBehind: (ids) => `${all(ids)} 已创建，只要存在就会产生费用：请在 ECS 控制台启动或释放。`,
};
