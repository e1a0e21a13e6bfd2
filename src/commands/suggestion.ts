import { byName } from '../core/base/lists.ts';
import { nearest, wordWithin } from '../core/base/nearest.ts';
import { isPower } from '../core/power/power.ts';
import { meansAll } from '../core/selection/selection.ts';
import { splitWords } from '../core/spec/key-values.ts';
import type { Command } from './define.ts';

/** Other tools' words for what a command does, and Chinese ones, by the command's name. */
export const OTHER_WORDS = byName({
  create: 'add buy give launch need new order provision want 创建 新建 申请 购买 开一台 来一台 要一台',
  list: 'instance instances ls machine machines server servers vm vms 列表 列出 实例 服务器 机器 主机 我的',
  show: 'describe info status withdraw cancel 查看 查询 详情 撤回',
  connect: 'login ssh terminal 连接 登录',
  key: '密钥 公钥',
  start: 'boot poweron 启动 开机',
  stop: 'halt kill poweroff shutdown 停止 关机 停机 关闭 停掉 关掉',
  restart: 'reboot 重启',
  release: 'delete destroy remove rm terminate 释放 删除 销毁 删掉',
  extend: 'prolong 延期 延长 续期',
  lease: '自动释放',
  renew: '续费',
  'auto-renew': '自动续费',
  adopt: '接管',
  set: 'change edit modify rename resize 修改 更改 改名 扩容',
  approvals: 'approve deny pending reject 审批 同意 拒绝',
  history: 'log 历史 记录',
  policy: 'budget limits quota rules 策略 规则 预算 配额',
  freeze: '冻结',
  unfreeze: '解除冻结 解冻',
  doctor: '检查 诊断',
  help: 'hello hey hi how what 帮助 你好 怎么 如何',
});

const HAN = /\p{Script=Han}/u;
/** The ids of an instance and of a request. */
const ID = /^[ir]-[a-z0-9]{6,}(?:-\d+)?$/iu;
/** As instances are called and commands are not. */
const NAME_LIKE = /^[a-z][\w:.-]*\d[\w:.-]*$/iu;

/** People copy lines that are formatted as code. */
export const withoutTicks = (words: string): string => words.replaceAll('`', '');

/** Nobody says more, and every mark of it is looked at. */
const MAX_SENTENCE = 500;
/** What people say before and after the command itself. */
const POLITE = /^(?:(?:please|pls|can|could|would|you|i|we|to|just|me|请|麻烦|帮我|我想|我要)\s+)+/iu;
const POLITE_END = /(?:\s+(?:please|pls|now|thanks|吧|谢谢))*[\s?!。？！]*$/iu;
/** Whose instances; what follows is only what they are called. */
const MINE = /^(?:my|mine)$|^我的/iu;
/** `shut down web-1`, `turn it on`. */
const SWITCH = /^(?:shut|power|turn|switch)\s+(?:(on)|off|down)(?=\s|$)/iu;

/**
 * `/ecs type=…` most likely lacks its `create`, `/ecs i-…` its `show`, and `/ecs /ecs list` has the command twice; any other word may
 * be misspelt, or come from another tool or from a sentence. What follows the word is kept, so that the line can be copied.
 */
export function suggestionFor(all: readonly Command[], name: string, typed: string): string | null {
  const isCommand = (word: string): boolean => {
    const [first = ''] = splitWords(word);
    return all.some((one) => one.name === withoutTicks(first).toLowerCase());
  };
  // The whole command in quotes, or stuck to its first argument.
  const [, head = name, tail = ''] = /^([^\s=:,，：、]+)[\s=:,，：、]+(.*)$/su.exec(name) ?? [];
  const rest = /\s/u.test(name) ? '' : afterFirst(typed);
  if (head !== name && isCommand(head)) return `${head} ${tail} ${rest}`.trim();
  if (name.startsWith('/') || /^ecs$/iu.test(name)) return isCommand(rest) ? rest : null;
  if (name.includes('=')) return `create ${withoutTicks(typed).trim()}`;
  const bare = withoutTicks(name);
  if (ID.test(bare)) return `show ${bare}`;
  if (typed.length > MAX_SENTENCE) return null;
  const said = withoutTicks(typed)
    .trim()
    .replace(SWITCH, (_, on) => (on === undefined ? 'stop' : 'start'));
  const plainly = said.replace(POLITE, '').replace(POLITE_END, '');
  const [first = ''] = splitWords(plainly);
  if (MINE.test(first)) return 'list mine';
  const meant = meantBy(all, first);
  if (meant !== null) {
    const after = afterFirst(plainly);
    return lineOf(all, meant.name, first, after.startsWith(meant.tail) ? after : `${meant.tail} ${after}`.trim());
  }
  // A Chinese verb may follow what it is about: 把 web-1 停掉.
  const within = HAN.test(first) ? meantBy(all, plainly.replace(/\s+/gu, '')) : null;
  if (within !== null) return lineOf(all, within.name, first, (plainly.match(/[\x21-\x7e]{2,}/gu) ?? []).join(' '));
  return rest === '' && NAME_LIKE.test(bare) ? `show ${bare}` : null;
}

const afterFirst = (typed: string): string => withoutTicks(typed.trim().replace(/^\S+\s*/u, '')).trim();

/** The likeliest command, and what stuck to its Chinese word: `停止web-1`. */
function meantBy(all: readonly Command[], word: string): { readonly name: string; readonly tail: string } | null {
  const names = all.map((command) => command.name);
  const others = [...OTHER_WORDS].filter(([, command]) => names.includes(command));
  const words = others.map(([other]) => other);
  // A command's own name wins over another tool's word that is equally near.
  const near = nearest(word, [...names, ...words]);
  if (near !== null) return { name: commandOf(near), tail: '' };
  // A verb wins over the thing that it is about.
  const verbs = others.flatMap(([other, command]) => (command === 'list' ? [] : [other]));
  const within = wordWithin(word, verbs) ?? wordWithin(word, words);
  if (within === null) return null;
  const after = word.slice(word.indexOf(within) + within.length).replace(/^[：:，,“"「]+|[”"」。]+$/gu, '');
  if (meansAll([after])) return { name: commandOf(within), tail: after };
  return { name: commandOf(within), tail: /[\x21-\x7e]{2,}/u.exec(word)?.[0] ?? '' };
}

const commandOf = (word: string): string => OTHER_WORDS.get(word) ?? word;

/** The command with as much of what followed as it takes: what it does not take would be refused again. */
function lineOf(all: readonly Command[], name: string, first: string, rest: string): string {
  const { usage = '' } = all.find((one) => one.name === name) ?? {};
  const words = splitWords(rest);
  if (usage === '' || rest === '') return name;
  if (name === 'help' && first !== '帮助') return nearest(first, ['help']) === null ? name : `help ${rest}`;
  if (name === 'create' && words.some((word) => !word.includes('='))) return name;
  if (isPower(name) && meansAll(words)) return `${name} *`;
  return `${name} ${rest}`;
}
