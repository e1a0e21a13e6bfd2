import type { Language } from './exhibits.ts';

/** The pictures that show most of the bot, in the order in which a person meets them. */
export const TEN = [
  'create form: filled in',
  'create form: prepaid for a year',
  'card: approval, prepaid, nobody has agreed',
  'ask: prepaid, nobody has agreed',
  'card: approved by two and running',
  'connect: running, with a key pair',
  'alternatives: three',
  'window: release',
  'home: something of everything',
  'list: one of everything',
] as const;

type Both = Readonly<Record<Language, string>>;

export const TEN_TITLE: Both = { en: 'The ten that matter', zh: '最重要的十张' };

/** The title of each group, by the first word of its entries. */
const TITLES: Readonly<Record<string, Both>> = {
  'create form': { en: 'The form for a new server', zh: '创建实例的表单' },
  answer: { en: 'Answers to commands', zh: '命令的回复' },
  home: { en: 'The Home tab', zh: '应用主页' },
  channel: { en: 'Messages to a channel', zh: '频道消息' },
  card: { en: 'Request cards', zh: '申请卡片' },
  ask: { en: 'What approvers are sent', zh: '发给审批人的消息' },
  thread: { en: 'Updates in the thread', zh: '消息列中的进展' },
  'direct message': { en: 'Direct messages about requests', zh: '关于申请的私信' },
  dm: { en: 'Direct messages about instances', zh: '关于实例的私信' },
  window: { en: 'Windows that confirm', zh: '确认弹窗' },
  'answer to a click': { en: 'Answers to clicks', zh: '点击后的回复' },
  doctor: { en: 'The doctor', zh: '自检' },
  alternatives: { en: 'Alternatives to what is sold out', zh: '库存不足时的替代方案' },
  balance: { en: 'Account balance', zh: '账户余额' },
  look: { en: 'Looking again after a doubt', zh: '无法确认后的再次查询' },
  permission: { en: 'Missing permissions', zh: '缺少权限' },
  'next step': { en: 'Next steps', zh: '下一步' },
  buttons: { en: 'Buttons of an instance', zh: '实例的按钮' },
  modal: { en: 'Changing an instance', zh: '更改实例' },
  keys: { en: 'SSH keys', zh: 'SSH 密钥' },
  'key window': { en: 'Adding a key', zh: '添加密钥' },
  'key field': { en: 'Keys that are refused', zh: '未接受的密钥' },
  'key message': { en: 'Keys whose import was cut off', zh: '中断后继续导入的密钥' },
  'key removal': { en: 'Removing a key', zh: '移除密钥' },
  show: { en: 'Everything about one instance', zh: '一台实例的全部信息' },
  notice: { en: 'Notices to admins', zh: '给管理员的通知' },
  digest: { en: 'The digest', zh: '摘要' },
  'prepaid disk': { en: 'Larger prepaid disks', zh: '包年包月云盘扩容' },
  renewal: { en: 'Renewals', zh: '续费' },
  history: { en: 'Histories', zh: '历史' },
  list: { en: 'Lists of instances', zh: '实例列表' },
  connect: { en: 'How to log in', zh: '登录方式' },
  arguments: { en: 'Commands that were mistyped', zh: '写错的命令' },
};

/** The title in words, or the group's own name. */
export const titleOf = (group: string, language: Language): string => TITLES[group]?.[language] ?? group;

const BUILDER = 'https://app.slack.com/block-kit-builder/#';

/** Opens in Slack's Block Kit Builder, which takes a view, or a message as an object with its blocks. */
export const builderLink = (content: unknown): string =>
  BUILDER + encodeURIComponent(JSON.stringify(Array.isArray(content) ? { blocks: content } : content));
