import type { AttributeStep } from '../../core/attribute/attribute.ts';
import type { AttributeFault } from '../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../core/attribute/order-attributes.ts';
import type { Tag } from '../../core/option/tag.ts';
import type { Membership } from '../../core/policy/people.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { all } from './base/listed.ts';
import { otherAccount } from './instance/other-account.ts';
import { lockMeans } from './power.ts';
import { options } from './spec/options.ts';

const KEYS = 'name=…、tag:key=value、protection=on 或 off、owner=@某人';

/** One word that could not be read. */
function fault(wrong: AttributeFault): string {
  switch (wrong.is) {
    case 'shape':
      return `${quoted(wrong.given)} 没有说明要更改什么。请写 ${KEYS}。`;
    case 'key':
      return wrong.nearest === null
        ? `${quoted(wrong.given)} 不能在这里更改。可以更改：${KEYS}。`
        : `${quoted(wrong.given)} 不能在这里更改。您是想写 ${wrong.nearest === 'tag:' ? 'tag:key=value' : `${wrong.nearest}=…`} 吗？`;
    case 'costs':
      return `${quoted(wrong.given)} 会改变实例的费用，机器人不会对已有实例这样做。请在 ECS 控制台扩容云盘、更改实例规格或带宽。`;
    case 'empty':
      return `${wrong.given}= 没有值。只有标签可以去掉：tag:key=`;
    case 'twice':
      return `${wrong.key}= 写了两次。`;
    case 'switch':
      return `${quoted(wrong.given)} 既不是 on 也不是 off。`;
    case 'name':
      return `${quoted(wrong.given)} 不能作为名称：2–128 个字符，以字母或中文开头，可包含数字、冒号、下划线、点号或短横线。`;
    case 'person':
      return `${quoted(wrong.given)} 没有指明是谁。请输入 @ 并从 Slack 的列表中选择，或写成员 ID（U…）。`;
    case 'tag':
      return options.fault(wrong.fault, 'tag' in wrong.fault ? wrong.fault.tag : '');
  }
}

const tagText = ({ key, value }: Tag): string => (value === '' ? key : `${key}=${value}`);

const STANDING: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: '是访客',
  stranger: '属于其他工作区',
  bot: '是机器人',
  deactivated: '的账号已停用',
  unknown: '未知：Slack 没有告知这是谁',
};

function refused(name: string, refusal: AttributeRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} 属于其他人，因此没有做任何更改：只有所有者和管理员可以操作。`;
    case 'notCreatedYet':
      return `${name} 还没有创建，没有可以更改的内容。创建完成后会写在它的消息列里。`;
    case 'neverCreated':
      return `${name} 从未创建成功，原因见卡片。没有可以更改的内容。`;
    case 'gone':
      return `${name} 已不存在，无法更改。请用 /ecs create 申请新的实例。`;
    case 'beingReleased':
      return `${name} 正在释放，因此没有做任何更改。请用 /ecs create 申请新的实例。`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'underWay':
      return `${name} 正在更改中，完成后会写在它的消息列里；没有做其他更改。请在那之后重试。`;
    case 'already':
      return `${name} 已经是这样。没有做任何更改。`;
    case 'locked':
      return `${name} 目前无法更改。${refusal.locks.map(lockMeans).join('')}`;
    case 'onlyPayAsYouGo':
      return `${name} 不是按量付费实例，而实例释放保护仅支持按量付费。没有做任何更改。`;
    case 'notYoursToGive':
      return `只有 ${name} 的所有者和管理员可以把它交给其他人。没有做任何更改。`;
    case 'noMember':
      return `${name} 只能交给本工作区的正式成员，而 ${refusal.user} ${STANDING[refusal.standing]}。没有做任何更改。`;
    case 'tagRequired':
      return `策略（第 ${refusal.line} 行）要求标签 ${quoted(refusal.key)}，因此不能去掉。没有做任何更改；可以改成其他值。`;
    case 'tagFixed':
      return `策略（第 ${refusal.line} 行）为所有实例设置标签 ${quoted(tagText(refusal.tag))}，因此不能更改。没有做任何更改。`;
    case 'tagNotAllowed':
      return `策略（第 ${refusal.line} 行）不允许标签 ${quoted(tagText(refusal.tag))}。允许：${all(refusal.allowed.map((value) => `${refusal.tag.key}=${value}`))}。没有做任何更改。`;
    case 'tagsTooMany':
      return `一台实例最多 ${refusal.max} 个标签，包括机器人自己的标签。没有做任何更改；可以先去掉一些：tag:key=`;
  }
}

/** What is, or was to be, changed. Without the person, who is mentioned after it. */
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
  }
}

/** Everything about changing an instance that exists. */
export const attribute: Text['attribute'] = {
  fault,
  refused,
  step,
  taken: (name: string): string => `${name} 将会更改`,
  takenMeans: '阿里云完成后会写在它的消息列里。',
  protectedUntil: (endsAt: number): string =>
    `实例释放保护不影响租期结束时的释放：它仍将于 ${momentMark(endsAt)} 释放。/ecs lease 可以更改。`,
  form: {
    title: '更改实例',
    submit: '更改',
    name: '名称',
    tags: '标签',
    tagsHint: '每行一个 key=value。去掉一行就去掉该标签。',
    noTags: '这里无法更改标签。请用 /ecs set 加上 tag:key=value；只写 tag:key= 会去掉该标签。',
    protection: '实例释放保护',
    protectionHint: '不影响租期结束时的释放。',
    on: '开启',
    off: '关闭',
    owner: '所有者',
    late: '耗时异常地长。更改的内容会写在它的消息列里，重试前请先查看。',
  },
  change: '更改…',
  storeDown: '机器人目前无法写入数据库，因此没有做任何更改。请稍后重试。',
  busy: '实例的状态刚刚变化过于频繁，因此没有做任何更改。请重试。',
  changed: '更改了',
  notChanged: '未能更改',
  next: '请再次使用 /ecs set，或在 ECS 控制台更改。',
  ownerTagNotChanged: '所有者标签未更改',
  ownerTagNext: '机器人已记录新的所有者，归属不受影响。如需更新标签 ecs-chatops:requester，请再次使用 /ecs set。',
  yours: (name: string): string => `把 ${name} 交给了您`,
  yoursMeans:
    '从现在起您可以操作它，它的租期或续费提醒也会发给您。购买费用仍计入原申请人。实例上的 SSH 密钥保持不变：/ecs connect 说明如何登录。',
  taking: (name: string): string => `把 ${name} 交给了`,
  givenMeans: '除非您是管理员，否则您不能再操作它。',
  givenPlain: (name: string): string => `${name} 的所有者已更改`,
};
