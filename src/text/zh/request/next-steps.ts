import type { ChargeKind, Term } from '../../../core/spec/charge.ts';
import type { DiskCategory } from '../../../core/spec/disks.ts';
import type { Text } from '../../en.ts';
import { marks } from '../base/marks.ts';
import { termText } from '../base/term.ts';
import { DISK, INSTANCES } from '../spec/spec.ts';

/** The buttons under what has failed, and their answers, which only the person who pressed sees. */
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
    asked: (names: string): string => `正在为 ${names} 重新申请公网 IP。分配后会写在消息列中，下次重启实例后生效。`,
    notYours: '只有申请人和管理员可以执行此操作。没有做任何更改。',
    busy: '实例刚才变化过于频繁，没有执行任何操作。请再次点击按钮。',
  },
  looking: '查询阿里云需要几秒，结果随后发出。',
  nothingLeft: '此申请中已没有适用此操作的实例。',
  unknownRequest: '已找不到此申请。请用 /ecs create 重新申请。',
  storeDown: '机器人目前无法读取数据库。没有做任何更改。请一分钟后重试。',
  broken: (reference: string): string =>
    `机器人内部出错。没有购买或更改任何资源。请重试；如果再次出现，请将编号 ${reference} 告知机器人的运维人员。`,
  late: '阿里云没有及时响应。没有购买或更改任何资源。请一分钟后再次点击按钮。',

  alternatives: {
    title: (type: string, zone: string): string => `${zone} 中 ${type} 的替代方案`,
    what: (vCpu: number, memoryGiB: number, chargeKind: ChargeKind): string =>
      `同为 ${vCpu} vCPU、${memoryGiB} GiB，${INSTANCES[chargeKind]}有库存且策略允许。点击按钮会打开填好的表单，提交前不会购买。`,
    button: (type: string, zone: string, price: string | null, disk: DiskCategory | null): string =>
      `${type}，可用区 ${zone}${disk === null ? '' : `，${DISK[disk]}`}${price === null ? '' : `，${price}`}`,
    perHour: (amount: string): string => `${amount}/小时`,
    perTerm: (amount: string, term: Term): string => `${amount}（${termText(term)}）`,
    prices: {
      payAsYouGo: '价格为 1 台按量付费实例（含云盘）的价格。',
      spot: '价格为 1 台抢占式实例（含云盘）的当前市场价，会变化。',
      prepaid: '价格为 1 台包年包月实例（含云盘）整个时长的价格。',
    },
    otherNetwork: (type: string, zone: string): string =>
      `可用区 ${zone} 的 ${type} 在另一个 VPC 中：请在表单中选择该 VPC 的安全组。`,
    none: (type: string, region: string): string =>
      `在 ${region} 您有可用 IP 的交换机所在的可用区中，没有与 ${type} 相同 vCPU 和内存、有库存且策略允许的规格。请用 /ecs create 换一个地域或规格，或稍后重试。`,
    unread: (title: string, next: string): string => `机器人无法读取库存：${title}。${next}没有购买任何资源。`,
  },

  balance: {
    title: '账户余额',
    is: (amount: string): string => `账户目前有 ${amount}。`,
    enough: (needed: string): string => `足够支付一次性扣款 ${needed}。请重试。`,
    missing: (missing: string, needed: string): string => `一次性扣款 ${needed} 还差 ${missing}。请为账户充值后重试。`,
    owes: (missing: string): string => `账户欠费：还差 ${missing} 阿里云才会出售新资源。请为账户充值后重试。`,
    hourly:
      '按量付费是后付费，无法确定差额；阿里云仍可能要求最低余额或有效的支付方式。如果再次被拒绝，请查看控制台的“费用与成本”。',
    otherCurrency: (needed: string): string => `价格为 ${needed}，币种不同，机器人无法判断是否充足。`,
    failed: (title: string, next: string): string => `无法读取余额：${title}。${next}`,
    missingRight: (action: string): string =>
      `无法读取余额：机器人的 RAM 用户缺少 ${action}。请机器人的运维人员在 RAM 权限策略中添加，或在控制台查看余额。`,
  },

  look: {
    title: (count: number): string => `已按标签查找 ${count} 台实例`,
    found: (status: string): string => `已找到，${status}。它存在并产生费用：请在 ECS 控制台使用或释放。`,
    notFound: '没有找到。该地域目前没有带有其标签且可能是它的实例。',
    unread: (title: string): string => `无法查找：${title}。请一分钟后再次点击按钮。`,
    afterNothing: '如果没有找到，在 ECS 控制台按名称也查不到，就可以用 /ecs create 重新申请。',
  },

  permission: {
    title: '缺少的权限',
    lacks: (principal: string): string => `${principal} 缺少`,
    unnamed: (api: string): string => `阿里云没有指明缺少的权限；被拒绝的调用是 ${api}。`,
    todoUnnamed: '请运维人员运行 /ecs doctor 检查所有权限，并对照 docs/install.md 中的 RAM 权限策略。',
    todo: '请机器人的运维人员在其 RAM 权限策略中添加此语句，然后重试。/ecs doctor 可以一次检查所有权限。',
  },
};
