import type { FailureCause } from '../../../core/failure/failure-cause.ts';
import type { FailureText } from '../../en/failure/failure-text.ts';

export const causes: Readonly<Record<FailureCause, FailureText>> = {
  keyPair: {
    title: '密钥对不存在',
    cause: '该地域已无所申请的密钥对，或其名称已用于另一密钥。',
    next: '未购买。请更换密钥对，或用 /ecs key 添加后重新申请。',
  },
  certificate: {
    title: '证书不受信任',
    cause: '机器人服务器不信任对方的证书，未发出请求。公司代理通常使用自己的证书。',
    next: '请运维人员将环境变量 NODE_EXTRA_CA_CERTS 设为公司 CA 证书文件（写在 .env 中无效），检查服务器时钟，再重启机器人。',
  },
  proxy: {
    title: '代理拒绝连接',
    cause: 'HTTPS_PROXY 指定的代理拒绝连接或未响应，未发出请求。',
    next: '请运维人员检查 HTTPS_PROXY 的地址、用户名和密码，以及代理允许访问的地址。',
  },
  redisAway: {
    title: '机器人无法连接 Redis',
    cause: '机器人的多个副本通过 Redis 共享调用频率，Redis 未响应，未发出请求。',
    next: '请运维人员启动 Redis 或检查 REDIS_URL。',
  },
  otherAccount: {
    title: '机器人使用了另一个账号的凭证',
    cause: '机器人的凭证与数据库分属不同的阿里云账号，您的实例不在凭证所属账号中，未发出请求。',
    next: '请联系运维人员，/ecs doctor 列出两个账号和处理方法。账号正确后，等待中的操作自动继续。',
  },
  unknownAccount: {
    title: '无法确认账号',
    cause: '机器人无法确认凭证属于哪个阿里云账号，未发出请求。',
    next: '机器人每隔几秒重新查询，确认后自动继续。仍失败请联系运维人员，处理方法见 /ecs doctor。',
  },
  accountGivenUp: {
    title: '无法确认：所在账号无法访问',
    cause: '管理员已确认无法再取得操作所在阿里云账号的凭证，无法查询结果。为避免重复购买，机器人不会重发。',
    next: '请由能登录该账号的人在 ECS 控制台按名称或标签 ecs-chatops:request 查找：实例可能存在并计费。',
  },
  disk: {
    title: '云盘类型不可用',
    cause: '该可用区的所选实例规格不支持所选云盘类型。',
    next: '请更换云盘类型，可用的类型见替代方案。',
  },
  notOpened: {
    title: '账号未开通',
    cause: '阿里云账号尚未开通所选的地域、实例规格、云盘或功能，与 RAM 权限无关。',
    next: '请账号所有者在控制台申请开通，或更换选项后重试。',
  },
  image: {
    title: '镜像不可用',
    cause: '账号尚未在云市场订阅所选镜像，或镜像已下架。',
    next: '请账号所有者订阅镜像，或更换镜像后重试。',
  },
  payMethod: {
    title: '账号未开通所选付费类型',
    cause: '账号不能以所选付费类型（按量付费、抢占式实例或包年包月）购买。',
    next: '请更换付费类型后重试，或联系账号所有者申请开通。',
  },
  noPublicIp: {
    title: '公网 IP 已分配完',
    cause: '阿里云暂无可分配的公网 IP。',
    next: '请稍后重试，或不分配公网 IP。',
  },
  noPrice: {
    title: '无法核对价格',
    cause: '购买前须核对当前价格，但阿里云未返回价格。未购买。',
    next: '请稍后重试。仍失败可在 ECS 控制台查看是否有报价。',
  },
  mayNotRead: {
    title: '机器人无权查询',
    cause: '机器人的 RAM 用户无权查询所需信息，无法核对时不购买、不更改。',
    next: '请运维人员在 RAM 权限策略中授权后重试，缺少的权限见 /ecs doctor。',
  },
  noAnswer: {
    title: '阿里云未返回可用结果',
    cause: '机器人向阿里云查询，但未收到可解析的结果。查询不会产生购买或更改。',
    next: '请几分钟后重试；仍失败可查看阿里云健康状态页。',
  },
  unlooked: {
    title: '无法确认：查询失败',
    cause: '请求未得到明确响应，此后的查询均失败。为避免重复购买，机器人不会重发。',
    next: '重新申请前，请先在 ECS 控制台按名称或标签 ecs-chatops:request 查找：实例可能存在并计费。',
  },
  unseen: {
    title: '无法查询实例',
    cause: '在机器人限定的时间内，对实例的查询均失败，当前状态未知。',
    next: '请在 ECS 控制台查看：操作可能仍在进行，实例存在期间持续计费。',
  },
  notPlaced: {
    title: '资源不足，仅创建了部分实例',
    cause: '阿里云资源仅够创建申请中的部分实例。本实例未创建，不计费。',
    next: '请稍后重新申请未创建的实例，或更换实例规格或可用区。',
  },
  neverOrdered: {
    title: '未能及时下单',
    cause: '未在机器人限定的时间内发出请求。未创建实例。',
    next: '请重试。',
  },
  needsApproval: {
    title: '新价格需要审批',
    cause: '提出申请之后价格上涨。按阿里云当前的报价，策略要求审批，而此前无需审批。',
    next: '未购买。请重新申请，按新价格审批。',
  },
  requesterLeft: {
    title: '申请人的账号已停用',
    cause: '购买前，申请人的 Slack 账号已停用。',
    next: '未购买。可由他人重新申请。',
  },
  unpaidOrder: {
    title: '实例有未支付的订单',
    cause: '实例另有一笔未支付的订单（例如在控制台续费）。机器人未扣款。',
    next: '请账户负责人在控制台的订单管理中支付或取消该订单，再重新申请。',
  },
};
