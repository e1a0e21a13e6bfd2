import type { AttributeStep } from '../../core/attribute/attribute.ts';
import type { AttributeFault } from '../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../core/attribute/order-attributes.ts';
import { diskKey, diskWord } from '../../core/disk/disk-wish.ts';
import { tagText } from '../../core/option/tag.ts';
import type { Membership } from '../../core/policy/people.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { all } from './base/listed.ts';
import { disk } from './disk.ts';
import { otherAccount } from './instance/other-account.ts';
import { lockMeans } from './power.ts';
import { options } from './spec/options.ts';

const KEYS = 'name=…、tag:key=value、protection=on 或 off、owner=@某人，或 disk=100';

/** A word that could not be read. */
function fault(wrong: AttributeFault): string {
  switch (wrong.is) {
    case 'shape':
      return `${quoted(wrong.given)}未说明更改内容。请写 ${KEYS}。`;
    case 'key':
      return wrong.nearest === null
        ? `${quoted(wrong.given)}不支持在此处更改。可更改：${KEYS}。`
        : `${quoted(wrong.given)}不支持在此处更改。您是否想写 ${wrong.nearest === 'tag:' ? 'tag:key=value' : `${wrong.nearest}=…`}？`;
    case 'costs':
      return `${quoted(wrong.given)}会改变费用。机器人仅支持更改云盘（disk=100、disk2=200）；更改实例规格或带宽请在 ECS 控制台操作。`;
    case 'diskSize':
      return `${quoted(wrong.given)}不是有效的容量。请填写整数 GiB：disk=100 表示系统盘。`;
    case 'price':
      return `${quoted(wrong.given)}不是有效的价格。请去掉：执行前会显示价格并请您确认。`;
    case 'diskShrinks':
      return `当前 ${wrong.sizeGiB} GiB，云盘只能扩容，请填写大于 ${wrong.sizeGiB} 的值。`;
    case 'diskBeside':
      return '更改云盘前须确认价格，请单独更改：先还原此项或其他更改，完成后再改。';
    case 'diskAlone':
      return '更改云盘前须确认价格，请单独使用 1 条命令：/ecs set web-1 disk=100。名称、标签、实例释放保护和所有者请用另 1 条命令更改。';
    case 'empty':
      return `${wrong.given}= 缺少值。仅标签可去掉（tag:key=）。`;
    case 'twice':
      return `${wrong.key}= 重复。`;
    case 'switch':
      return `${quoted(wrong.given)}无效，应为 on 或 off。`;
    case 'name':
      return `${quoted(wrong.given)}不是有效的名称：2～128 个字符，以字母或汉字开头，可包含字母、数字和 : _ . -。`;
    case 'person':
      return `${quoted(wrong.given)}不是有效的成员。请输入 @ 并从 Slack 列表中选择，或填写成员 ID（U…）。`;
    case 'noOwner':
      return '实例必须有所有者，请选择一位。';
    case 'tag':
      return options.fault(wrong.fault, 'tag' in wrong.fault ? wrong.fault.tag : '');
  }
}

const STANDING: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: '是访客',
  stranger: '属于其他工作区',
  bot: '是机器人',
  deactivated: '的账号已停用',
  unknown: '的身份暂时无法确认',
};

function refused(name: string, refusal: AttributeRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 属于他人，仅所有者和管理员可操作。未做更改。`;
    case 'notCreatedYet':
      return `${name} 尚未创建，无法更改。进展见消息列。`;
    case 'neverCreated':
      return `${name} 创建失败，原因见卡片，无法更改。`;
    case 'gone':
      return `${name} 已不存在，无法更改。请用 /ecs create 申请新实例。`;
    case 'beingReleased':
      return `${name} 释放中，未做更改。请用 /ecs create 申请新实例。`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'underWay':
      return `${name} 更改中，进展见消息列。未做其他更改，请在完成后重试。`;
    case 'already':
      return `${name} 与要求一致，未做更改。`;
    case 'locked':
      return `${name} 当前无法更改。${refusal.locks.map(lockMeans).join('')}`;
    case 'onlyPayAsYouGo':
      return `${name} 不是按量付费实例，实例释放保护仅支持按量付费。未做更改。`;
    case 'notYoursToGive':
      return `仅 ${name} 的所有者和管理员可变更所有者。未做更改。`;
    case 'noMember':
      return `${name} 的所有者须为本工作区的正式成员，${refusal.user} ${STANDING[refusal.standing]}。未做更改。`;
    case 'tagRequired':
      return `策略（第 ${refusal.line} 行）要求标签${quoted(refusal.key)}，不能去掉。未做更改；可改为其他值。`;
    case 'tagFixed':
      return `策略（第 ${refusal.line} 行）为所有实例设置标签${quoted(tagText(refusal.tag))}，不能更改。未做更改。`;
    case 'tagNotAllowed':
      return `策略（第 ${refusal.line} 行）不允许标签${quoted(tagText(refusal.tag))}。允许：${all(refusal.allowed.map((value) => `${refusal.tag.key}=${value}`))}。未做更改。`;
    case 'tagsTooMany':
      return `1 台实例最多 ${refusal.max} 个标签，含机器人的标签。未做更改；可先去掉部分标签（tag:key=）。`;
    default:
      return disk.refused(name, refusal);
  }
}

/** A change that was made or ordered. A new owner is mentioned after it. */
function step(one: AttributeStep): string {
  switch (one.is) {
    case 'name':
      return `名称 ${one.from} → ${one.to}`;
    case 'untag':
      return `去掉标签 ${all(one.keys)}`;
    case 'tags':
      return `标签 ${all(one.tags.map(tagText))}`;
    case 'protection':
      return one.on ? '开启实例释放保护' : '关闭实例释放保护';
    case 'owner':
      return '所有者';
    case 'grow':
    case 'addDisk':
      return disk.step(one);
  }
}

/** Texts about changes of an existing instance. */
export const attribute: Text['attribute'] = {
  fault,
  refused,
  step,
  taken: (name) => `已提交 ${name} 的更改`,
  takenMeans: '结果见消息列。',
  protectedUntil: (endsAt) =>
    `实例释放保护不影响自动释放：实例仍将于 ${momentMark(endsAt)} 释放。更改请用 /ecs lease。`,
  form: {
    title: '更改实例',
    submit: '更改',
    name: '名称',
    tags: '标签',
    tagsHint: '每行 1 个 key=value，去掉一行即去掉该标签。',
    noTags: '无法在此处更改标签。请用 /ecs set 加 tag:key=value；仅写 tag:key= 则去掉该标签。',
    protection: '实例释放保护',
    disk: (which) => (which === 'system' ? '系统盘（GiB）' : `数据盘 ${diskWord(which)}（GiB）`),
    diskHint: '云盘只能扩容，且须单独更改；更改前显示价格。',
    noDisks: '暂时无法在此处更改云盘。请用 /ecs set 加 disk=100；第一块数据盘写 disk2=100。',
    prepaidDisks: (which, id) =>
      `包年包月云盘扩容需逐块审批：${which.map(diskKey).join('、')}。请用命令，例如 /ecs set ${id} ${diskKey(which[0] ?? 'system')}=200。`,
    moreDisks: (which, id) =>
      `以下云盘未列出：${which.map(diskKey).join('、')}。扩容请用命令，例如 /ecs set ${id} ${diskKey(which[0] ?? 'system')}=200。`,
    protectionHint: '不影响自动释放。',
    on: '开启',
    off: '关闭',
    owner: '所有者',
    late: '耗时过长。更改结果见消息列，重试前请先查看。',
  },
  change: '更改…',
  storeDown: '数据库暂时无法写入，未做更改。请稍后重试。',
  busy: '实例状态变化过于频繁，未做更改。请重试。',
  changed: '更改',
  notChanged: '更改失败',
  unconfirmed: '无法确认是否已更改',
  tooLate: '已超过机器人限定的时间。',
  next: '请重新执行 /ecs set，或在 ECS 控制台更改。',
  ownerTagNotChanged: '所有者标签未更改',
  ownerTagNext: '机器人已记录新所有者，归属不受影响。如需更新标签 ecs-chatops:requester，请重新执行 /ecs set。',
  yours: (name) => `将 ${name} 的所有者变更为您`,
  yoursMeans:
    '您现在可操作该实例，自动释放和续费提醒也将发送给您。购买费用仍计入原申请人。实例的 SSH 密钥不变，登录方式见 /ecs connect。',
  taking: (name) => `将 ${name} 的所有者变更为`,
  givenMeans: '如您不是管理员，则不能再操作该实例。',
  givenPlain: (name) => `${name} 的所有者已更改`,
};
