import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';
import { statusText } from '../instance/status.ts';
import { DISK, INSTANCES } from '../spec/spec.ts';

/** The buttons for failures, and their answers, which only the presser sees. */
export const nextSteps: Text['nextSteps'] = {
  marks,
  button: {
    alternatives: '查看替代方案',
    tryAgain: '重试',
    balance: '重新查询余额',
    lookAgain: '重新查找',
    permission: '查看缺少的权限',
    address: '重新分配公网 IP',
  },
  address: {
    asked: (names) => `正在为 ${names} 重新分配公网 IP。结果见消息列，下次重启实例后生效。`,
    notYours: '仅所有者和管理员可执行此操作。未做更改。',
    busy: '实例状态变化过于频繁，未执行操作。请重新点击。',
  },
  looking: '正在查询阿里云，结果稍后发出。',
  nothingLeft: '申请中已无适用此操作的实例。',
  unknownRequest: '申请不存在。请用 /ecs create 重新申请。',
  storeDown: '数据库暂时无法读取，未做更改。请 1 分钟后重试。',
  broken: (reference) => `机器人内部出错，未购买或更改资源。请重试；仍失败请联系运维人员，并提供编号 ${reference}。`,
  late: '阿里云未及时响应，未购买或更改资源。请 1 分钟后重新点击。',

  alternatives: {
    title: (type, zone) => `${zone} 中 ${type} 的替代方案`,
    what: (vCpu, memoryGiB, chargeKind) =>
      `同为 ${vCpu} vCPU、${memoryGiB} GiB，${INSTANCES[chargeKind]}有库存且策略允许。点击按钮打开已填好的表单，提交前不会购买。`,
    button: (type, zone, price, disk) =>
      `${type}，可用区 ${zone}${disk === null ? '' : `，${DISK[disk]}`}${price === null ? '' : `，${price}`}`,
    perHour: (amount) => `${amount}/小时`,
    perTerm: (amount, term) => `${amount}（${termText(term)}）`,
    prices: {
      payAsYouGo: '价格为 1 台按量付费实例（含云盘）的价格。',
      spot: '价格为 1 台抢占式实例（含云盘）的当前市场价，随时变动。',
      prepaid: '价格为 1 台包年包月实例（含云盘）整个时长的价格。',
    },
    otherNetwork: (type, zone) => `可用区 ${zone} 的 ${type} 属于另一个 VPC，请在表单中选择该 VPC 的安全组。`,
    none: (type, region) =>
      `${region} 中，交换机有可用 IP 的可用区内，暂无与 ${type} 的 vCPU 和内存相同、有库存且策略允许的实例规格。请用 /ecs create 更换地域或实例规格，或稍后重试。`,
    unread: (title, next) => `库存查询失败：${title}。${next}未购买。`,
  },

  balance: {
    title: '账户余额',
    is: (amount) => `账户余额：${amount}。`,
    enough: (needed) => `足够支付一次性扣款 ${needed}，请重试。`,
    missing: (missing, needed) => `一次性扣款 ${needed}，还差 ${missing}。请充值后重试。`,
    owes: (missing) => `账户已欠费 ${missing}，结清前无法购买新资源。请充值后重试。`,
    hourly:
      '按量付费为后付费，无法确定差额；阿里云可能要求最低余额或有效的支付方式。仍被拒绝请查看控制台的“费用与成本”。',
    otherCurrency: (needed) => `价格为 ${needed}，币种与余额不同，无法判断是否充足。`,
    failed: (title, next) => `余额查询失败：${title}。${next}`,
    missingRight: (action) =>
      `余额查询失败：机器人的 RAM 用户缺少权限 ${action}。请运维人员在 RAM 权限策略中添加，或在控制台查看余额。`,
  },

  look: {
    title: (count) => `已按标签查找 ${count} 台实例`,
    found: (status) => `已找到，状态：${statusText(status)}。实例存在并计费，请在 ECS 控制台使用或释放。`,
    notFound: '未找到：所在地域中无带申请标签的匹配实例。',
    unread: (title) => `查询失败：${title}。请 1 分钟后重新点击。`,
    afterNothing: '未找到，且在 ECS 控制台按名称也查询不到的，可用 /ecs create 重新申请。',
  },

  permission: {
    title: '缺少的权限',
    lacks: (principal) => `${principal} 缺少`,
    unnamed: (api) => `阿里云未指明缺少的权限，被拒绝的调用：${api}。`,
    todoUnnamed: '请运维人员执行 /ecs doctor 检查全部权限，并对照 docs/install.md 中的 RAM 权限策略。',
    todo: '请运维人员在 RAM 权限策略中添加以上语句后重试。/ecs doctor 可一次检查全部权限。',
  },
};
