import type { Text } from '../en.ts';
import { exampleWith } from '../example-with.ts';
import { quoted } from '../quoted.ts';
import { argumentFault } from './base/arguments.ts';
import { all } from './base/listed.ts';
import { usageText } from './base/usage.ts';
import { options } from './spec/options.ts';
import { templates } from './spec/template.ts';

/** What `/ecs` answers in words, for the caller alone. */
export const commands: Text['commands'] = {
  summary: {
    create: '打开创建实例的表单；可加策略中的预设、您的上一次申请（last）或其他内容，自动填入表单。',
    connect: '查看您的运行中实例的连接方式（终端、SSH、远程桌面、会话管理），或无法连接的原因。',
    key: '查看、添加或移除您的 SSH 密钥；公钥添加 1 次即可用于各地域。',
    start: '启动您的已停止实例。',
    stop: '停止您的运行中实例；在弹窗中选择停机期间是否继续计费。',
    restart: '重启您的实例，执行前在弹窗中确认。',
    release: '永久释放您的实例；执行前须在弹窗中输入实例名称。',
    extend: '推迟您的按量付费实例或抢占式实例的自动释放时间。',
    renew: '为您的包年包月实例续费若干周、月或年；弹窗显示费用和审批人。',
    lease: '设置按量付费实例或抢占式实例的自动释放时间，从现在起计算。',
    adopt: '接管非机器人创建的实例：在此处发布卡片，后续操作见卡片的消息列。',
    set: '更改您的实例的名称、标签、实例释放保护或云盘，或变更所有者。',
    'auto-renew': '设置您的包年包月实例是否自动续费；开启前弹窗显示每次费用。',
    freeze: '冻结实例的创建和启动，可指定时长，否则直到 /ecs unfreeze；等待的人可查看原因。',
    unfreeze: '解除冻结，继续处理等待中的申请，或改用另一个阿里云账号。',
    policy: '查看您在此处的权限；加 check 查看策略对某个申请的判断和依据的规则。',
    list: '列出实例（不限创建者）：您的、全部的、某地域的、带某标签的，或按名称的一部分查找。',
    show: '查看实例详情：状态、IP、实例规格、云盘、付费类型、所有者、标签、锁定。使用申请 ID（r-…）可查看申请的全部实例。',
    approvals: '查看待您审批的申请，并直接审批。',
    history: '查看申请或实例的操作历史：操作人、操作和结果。',
    doctor: '检查机器人的运行条件：Slack、阿里云及权限、数据库和策略。',
    help: '查看常用命令，或某个主题、命令或参数的说明。',
  },
  /** The command itself, in lines to copy. */
  slash: '/ecs',
  slashWhat: '创建和管理阿里云 ECS 实例',
  helpTitle: '/ecs 的功能',
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
    '启动、停止、重启、释放、延期和设置自动释放可同时用于多台实例：多个名称、web-* 等通配符、申请 ID（r-…），或用 * 表示您的全部实例。',
  quotesHint: '值含空格须加引号：image="ubuntu 22"。未填写的内容可在表单中选择。',
  keysTitle: '可填写的内容',
  keys: {
    region: '地域，例如 cn-beijing',
    zone: '可用区，例如 cn-beijing-h，或仅写 h',
    type: '实例规格，例如 ecs.g7.large',
    image: '镜像 ID 或名称中的词：ubuntu 取最新的镜像',
    network: '策略中的网络名，例如 staging',
    vswitch: '交换机 ID 或名称',
    group: '安全组 ID 或名称',
    disk: '系统盘类型，例如 essd',
    size: '系统盘大小（GiB），20～2048',
    bandwidth: '公网带宽（Mbit/s），0～100；0 表示不分配公网 IP',
    name: '名称，2～128 个字符',
    amount: '数量，上限见表单',
    charge: '付费类型：payAsYouGo、spot 或 prepaid',
    period: '包年包月的时长，例如 1m、1y 或 2w',
    renew: '包年包月是否自动续费：on 或 off',
    maxprice: '抢占式实例的单台每小时上限价，例如 0.35',
    ...options.keys,
  },
  unknownCommand: (given, nearest) =>
    nearest === null
      ? `命令${quoted(given)}不存在。全部命令见 /ecs help commands。`
      : `命令${quoted(given)}不存在。您是否想用 /ecs ${nearest}？`,
  usage: usageText,
  fault: argumentFault,
  ownersOnly: (name) => `仅实例的所有者和管理员可执行 /ecs ${name}。未做更改。可联系：`,
  notTheBots: (name) => `实例非机器人创建，仅管理员和策略按标签授权的人可执行 /ecs ${name}。未做更改。可联系：`,
  argument: (problem) => {
    switch (problem.problem) {
      case 'unknownKey':
        return problem.nearest === null
          ? `字段${quoted(problem.given)}不存在。全部字段见 /ecs help parameters 和 /ecs help options。`
          : `字段${quoted(problem.given)}不存在。您是否想写 ${problem.nearest}=…？`;
      case 'unsupported':
        return `已忽略 ${problem.given}：不支持${options.unsupported[problem.why]}。`;
      case 'notKeyValue':
        return `已忽略${quoted(problem.given)}：应写成 key=value，例如 ${exampleWith(problem.given)}。值含空格请加引号。`;
      case 'empty':
        return `已忽略${quoted(problem.given)}：缺少值。`;
      case 'tooLong':
        return `已忽略${quoted(problem.given)}：内容过长（字段 ${problem.field}）。`;
      case 'twice':
        return `${problem.field} 重复：以最后一个为准，${quoted(problem.given)}无效。`;
      case 'unknownPreset':
        return problem.nearest === null
          ? `预设${quoted(problem.given)}不存在，现有：${all(problem.names)}。`
          : `预设${quoted(problem.given)}不存在。您是否想用 /ecs create ${problem.nearest}？`;
      case 'template':
        return templates.trouble(problem.given, problem.trouble);
      case 'diskGap':
        return `${quoted(problem.given)}之前缺少数据盘，按 ${problem.becomes} 处理。`;
      case 'noLast':
        return '您尚未提交过申请，无可填入的内容。';
    }
  },
  formExpired: (again) => `表单未能在 Slack 限定的 3 秒内打开，未执行操作。请重试：${again}`,
  formBusy: (again, seconds) => `Slack 要求机器人等待 ${seconds} 秒后再打开表单，未执行操作。请稍后重试：${again}`,
  formUnanswered: (again) => `打开表单时 Slack 未及时响应，未执行操作。表单未打开请重试：${again}`,
  formRefused: (again, code) =>
    `表单无法打开，未执行操作：Slack 返回“${code}”。请重试：${again}。仍失败请联系运维人员。`,
  formGone: '此前表单已关闭。如需继续，请打开新表单。',
  overtaken: '您随后又查询了其他内容，本次查询未答复。如仍需要，请重新查询。',
  oldTitle: '请重新打开',
  old: '内容来自机器人的其他版本，未执行操作。请从机器人主页或用 /ecs 重新打开。',
  unreadable: '机器人无法解析 Slack 发来的内容，未执行操作。请从机器人主页或用 /ecs help 重新打开。',
  takenBefore: '操作重复送达，首次送达时已处理，不会重复执行。',
  inDoubt: '保存时与数据库的连接中断，无法确认操作是否已执行。请先查看（例如用 /ecs show）再重试。',
  broken: (reference) =>
    `机器人内部出错，无法确认操作是否已执行。请先查看（例如用 /ecs show）再重试；仍失败请联系运维人员，并提供编号 ${reference}。`,
  readBroken: (reference) =>
    `机器人内部出错，查询未完成，未更改资源。请重试；仍失败请联系运维人员，并提供编号 ${reference}。`,
};
