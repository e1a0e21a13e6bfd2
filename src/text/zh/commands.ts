import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import type { Text } from '../en.ts';
import { quoted } from '../quoted.ts';
import { argumentFault } from './base/arguments.ts';
import { all } from './base/listed.ts';
import { options } from './spec/options.ts';

/** What `/ecs` answers in words, for the caller's eyes only. */
export const commands: Text['commands'] = {
  summary: {
    create: '打开创建实例的表单；后面可以写策略中的预设、您的上一次申请（last）或其他内容，表单会自动填好。',
    connect: '查看如何连接您的一台运行中的实例（终端、SSH、远程桌面、会话管理）以及无法连接的原因。',
    key: '查看您的 SSH 密钥；添加一次公钥即可用于各地域，或移除密钥。',
    start: '启动您的一台已停止的实例。',
    stop: '停止您的一台运行中的实例；窗口会询问停机期间是否继续付费。',
    restart: '重启您的一台实例，执行前会在窗口中确认。',
    release: '永久释放您的一台实例；执行前需要在窗口中输入它的名称。',
    extend: '延长您的一台按量付费实例或抢占式实例自动释放之前的时间。',
    renew: '为您的包年包月实例续费若干周、月或年；窗口会显示费用和需要谁同意。',
    lease: '设置此类实例的自动释放时间，从现在起计算。',
    adopt: '接管一台不是由机器人创建的实例：它会在这里有一张卡片，对它的操作都会写在卡片的消息列里。',
    set: '更改您的一台实例的名称、标签或实例释放保护，或把它交给其他人。',
    autoRenew: '设置您的一台包年包月实例是否自动续费；开启前窗口会显示每次的费用。',
    freeze: '冻结实例的创建和启动，可以指定时长，或者直到 /ecs unfreeze；等待的人都能看到原因。',
    unfreeze: '解除冻结，继续处理等待中的申请，或改用另一个阿里云账号。',
    policy: '查看策略允许您在这里做什么；加上 check 可以了解策略对某个订单的判断以及依据的规则。',
    list: '列出实例，不论由谁创建：您自己的、全部的、某个地域的、带某个标签的，或按名称的一部分查找。',
    show: '查看一台实例的全部信息：状态、地址、规格、云盘、付费类型、所有者、标签、锁定。',
    history: '逐步查看一个申请或一台实例由谁做了什么、发生了什么。',
    doctor: '检查机器人所需的一切：Slack、阿里云及其权限、数据库和策略。',
    help: '显示此列表。',
  },
  slashWhat: '创建和管理阿里云 ECS 实例',
  helpTitle: '/ecs 的功能',
  helpIntro: '此机器人可以创建阿里云 ECS 实例，以及启动、停止、重启、续费和释放实例。每一步都会写在消息列里。',
  examplesTitle: '示例',
  examples: [
    '/ecs create',
    '/ecs create type=ecs.g7.large image=ubuntu amount=2',
    '/ecs create last name=web-2',
    '/ecs set web-2 tag:team=web',
    '/ecs stop web-1',
    '/ecs stop web-1 web-2',
    '/ecs release web-*',
    '/ecs create region=cn-beijing zone=h name="build-1" bandwidth=5',
    '/ecs list cn-beijing web',
    '/ecs show web-2',
  ],
  severalHint:
    '启动、停止、重启、释放、延期和设置租期可同时用于多台实例：多个名称、web-* 之类的通配符、申请 ID（r-…），或用 * 表示您的全部实例。',
  quotesHint: '值中有空格时请加引号：image="ubuntu 22"。没有写的内容可以在表单里选择。',
  keysTitle: '可以填写的内容',
  keys: {
    region: '地域，例如 cn-beijing',
    zone: '可用区，例如 cn-beijing-h，或只写 h',
    type: '实例规格，例如 ecs.g7.large',
    image: '镜像 ID 或名称中的词：ubuntu 取最新的一个',
    network: '策略中的网络名，例如 staging',
    vswitch: '交换机 ID 或名称',
    group: '安全组 ID 或名称',
    disk: '系统盘类型，例如 essd',
    size: '系统盘大小（GiB），20–2048',
    bandwidth: '公网带宽（Mbit/s），0–100；0 表示不分配公网 IP',
    name: '名称，2–128 个字符',
    amount: '数量，1–20',
    charge: '付费类型：payAsYouGo、spot 或 prepaid',
    period: '包年包月的时长，例如 1m、1y 或 2w',
    renew: '包年包月是否自动续费：on 或 off',
    maxprice: '抢占式实例每台每小时的最高价格，例如 0.35',
    ...options.keys,
  },
  unknownCommand: (given: string, nearest: string | null): string =>
    nearest === null
      ? `没有 ${quoted(given)} 这个命令。可用的命令如下：`
      : `没有 ${quoted(given)} 这个命令。您是不是想用 /ecs ${nearest}？`,
  fault: argumentFault,
  ownersOnly: (name: string): string =>
    `只有该实例的申请人、接管人和管理员可以对它使用 /ecs ${name}。没有做任何更改。您可以联系：`,
  notTheBots: (name: string): string =>
    `此实例不是由机器人创建的，因此只有管理员和策略按标签授权的人可以对它使用 /ecs ${name}。没有做任何更改。您可以联系：`,
  argument: (problem: ArgumentProblem): string => {
    switch (problem.problem) {
      case 'unknownKey':
        return problem.nearest === null
          ? `${quoted(problem.given)}：没有这个字段。/ecs help 列出了所有字段。`
          : `${quoted(problem.given)}：没有这个字段。您是不是想写 ${problem.nearest}=…？`;
      case 'unsupported':
        return `已忽略 ${problem.given}：不支持${options.unsupported[problem.why]}。`;
      case 'notKeyValue':
        return `${quoted(problem.given)} 已忽略：请写成 key=value，例如 type=ecs.g7.large。值中有空格时请加引号。`;
      case 'empty':
        return `${quoted(problem.given)} 没有值。`;
      case 'tooLong':
        return `${quoted(problem.given)} 对于 ${problem.field} 来说太长。`;
      case 'twice':
        return `${problem.field} 写了多次：以最后一次为准，${quoted(problem.given)} 无效。`;
      case 'unknownPreset':
        return problem.nearest === null
          ? `没有 ${quoted(problem.given)} 这个预设。现有的预设：${all(problem.names)}。`
          : `没有 ${quoted(problem.given)} 这个预设。您是不是想用 /ecs create ${problem.nearest}？`;
      case 'diskGap':
        return `${quoted(problem.given)} 之前缺少数据盘，按 ${problem.becomes} 处理。`;
      case 'noLast':
        return '您还没有提交过申请，因此没有可以再次填入的内容。';
    }
  },
  formExpired: (again: string): string => `表单没能在 Slack 允许的三秒内打开。没有创建任何实例。请重试：${again}`,
  formBusy: (again: string, seconds: number): string =>
    `Slack 要求机器人等待 ${seconds} 秒后再打开表单。没有创建任何实例。请稍后重试：${again}`,
  formUnanswered: (again: string): string =>
    `机器人请求打开表单时 Slack 没有及时响应。没有创建任何实例。如果表单没有打开，请重试：${again}`,
  formRefused: (again: string, code: string): string =>
    `表单无法打开：Slack 返回“${code}”。没有创建任何实例。请重试：${again}。如果再次出现，请告知机器人的运维人员。`,
  overtaken: '您随后又查询了其他内容，因此这一次没有答复。如仍需要，请再查询一次。',
  oldTitle: '请重新打开',
  old: '此内容来自机器人的其他版本，未执行任何操作。请从机器人的主页或用 /ecs 重新打开。',
  unreadable: '机器人无法读取 Slack 发来的内容，未执行任何操作。请从机器人的主页或用 /ecs help 重新打开。',
  takenBefore: '这是重复送达的操作。首次送达时已处理，不会再次执行。',
  broken: (reference: string): string =>
    `机器人内部出错。没有创建任何实例。请重试；如果再次出现，请将编号 ${reference} 告知机器人的运维人员。`,
};
