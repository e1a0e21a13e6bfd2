import { byName } from '../core/base/lists.ts';
import { nearest, wordWithin } from '../core/base/nearest.ts';
import { POWERS } from '../core/power/power.ts';
import { splitWords } from '../core/spec/key-values.ts';
import { approvalsCommand } from './approvals.ts';
import type { CommandContext } from './context.ts';
import { createCommand } from './create.ts';
import type { Command } from './define.ts';
import { doctorCommand } from './doctor.ts';
import { freezeCommand } from './freeze/freeze.ts';
import { unfreezeCommand } from './freeze/unfreeze.ts';
import { helpCommand } from './help.ts';
import { historyCommand } from './history.ts';
import { adoptCommand } from './instance/adopt.ts';
import { connectCommand } from './instance/connect.ts';
import { listCommand } from './instance/list.ts';
import { setCommand } from './instance/set.ts';
import { showCommand } from './instance/show.ts';
import { keyCommand } from './key.ts';
import { extendCommand } from './lease/extend.ts';
import { leaseCommand } from './lease/lease.ts';
import { policyCommand } from './policy.ts';
import { powerCommand } from './power/power.ts';
import { autoRenewCommand } from './renewal/auto-renew.ts';
import { renewCommand } from './renewal/renew.ts';

/** Every subcommand of `/ecs`, in the order of the help. The only list. */
export const COMMANDS: readonly Command[] = [
  createCommand,
  listCommand,
  showCommand,
  connectCommand,
  keyCommand,
  ...POWERS.map(powerCommand),
  extendCommand,
  leaseCommand,
  renewCommand,
  adoptCommand,
  setCommand,
  autoRenewCommand,
  approvalsCommand,
  historyCommand,
  policyCommand,
  freezeCommand,
  unfreezeCommand,
  doctorCommand,
  helpCommand,
];

/**
 * The commands that a person may run: for the help, and for corrections of a misspelt word. Anybody may own an instance, so
 * owners' commands are shown to all.
 */
export const allowed = (all: readonly Command[], isAdmin: boolean): readonly Command[] =>
  all.filter(({ who }) => who !== 'admin' || isAdmin);

/** The command after `/ecs`; undefined if unknown. Without a word it is the menu, which counts as a read like the help. */
export const commandIn = (all: readonly Command[], typed: string): Command | undefined => {
  const [first = 'help'] = splitWords(typed);
  const name = HELP_SIGN.test(first) ? 'help' : withoutTicks(first).toLowerCase();
  return all.find((one) => one.name === name);
};

/** As other tools are asked for their help; none of it is a name or a reason. */
const HELP_SIGN = /^(?:-h|--?help|\?)$/iu;
const HELP_WORD = /^(?:help|帮助)$/iu;

/** `/ecs stop --help` asks about the command, and must not be taken for an instance or, worse, for the reason of a freeze. */
const asksForHelp = ([only, ...more]: readonly string[]): boolean =>
  only !== undefined && more.length === 0 && (HELP_SIGN.test(only) || HELP_WORD.test(only));

/** People copy lines that are formatted as code. */
const withoutTicks = (words: string): string => words.replaceAll('`', '');

/**
 * Runs the typed command if the person may. Without a word it shows the menu; for an unknown word it suggests the likeliest
 * command.
 */
export async function runCommand(all: readonly Command[], typed: string, context: CommandContext): Promise<void> {
  const [name, ...words] = splitWords(typed);
  if (name === undefined) return context.reply({ kind: 'menu' });
  const command = commandIn(all, typed);
  const mine = allowed(all, context.caller.isAdmin);
  if (command === undefined)
    return context.reply({ kind: 'unknownCommand', name, suggestion: suggestion(mine, name, typed) });
  if (!mine.includes(command)) return context.reply({ kind: 'adminsOnly', name: command.name });
  return command.name !== 'help' && asksForHelp(words)
    ? context.reply({ kind: 'help', words: [command.name] })
    : command.run(context, words);
}

/** Other tools' words for what a command does, and Chinese ones, by the command's name. */
export const OTHER_WORDS = byName({
  create: 'add buy launch new 创建 新建 申请 购买',
  list: 'instances ls 列表 列出 实例',
  show: 'describe info status withdraw cancel 查看 查询 详情 撤回',
  connect: 'login ssh terminal 连接 登录',
  key: '密钥 公钥',
  start: '启动 开机',
  stop: '停止 关机 停机',
  restart: 'reboot 重启',
  release: 'delete destroy remove rm terminate 释放 删除 销毁',
  extend: '延期 延长',
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
  help: '帮助',
});

/** The ids of an instance and of a request. */
const ID = /^[ir]-[a-z0-9]{6,}(?:-\d+)?$/iu;

/**
 * `/ecs type=…` most likely lacks its `create`, `/ecs i-…` its `show`, and `/ecs /ecs list` has the command twice; any other word may
 * be misspelt, or come from another tool. What follows the word is kept, so that the line can be copied.
 */
function suggestion(all: readonly Command[], name: string, typed: string): string | null {
  // The whole command in quotes, or stuck to its first argument.
  const [, head = name, tail = ''] = /^([^\s=:,，：、]+)[\s=:,，：、]+(.*)$/su.exec(name) ?? [];
  const rest = /\s/u.test(name) ? '' : withoutTicks(typed.trim().replace(/^\S+\s*/u, '')).trim();
  if (head !== name && commandIn(all, head) !== undefined) return `${head} ${tail} ${rest}`.trim();
  if (name.startsWith('/') || /^ecs$/iu.test(name))
    return commandIn(all, rest) === undefined || rest === '' ? null : rest;
  if (name.includes('=')) return `create ${withoutTicks(typed).trim()}`;
  const bare = withoutTicks(name);
  if (ID.test(bare)) return `show ${bare}`;
  const meant = commandMeant(all, bare);
  // What a command does not take would be refused again.
  const takes = all.some((one) => one.name === meant && one.usage !== '');
  return meant === null ? null : `${meant} ${takes ? rest : ''}`.trim();
}

function commandMeant(all: readonly Command[], name: string): string | null {
  const names = all.map((command) => command.name);
  const others = [...OTHER_WORDS].filter(([, command]) => names.includes(command)).map(([word]) => word);
  // A command's own name wins over another tool's word that is equally near.
  const near = nearest(name, [...names, ...others]) ?? wordWithin(name, others);
  return near === null || names.includes(near) ? near : (OTHER_WORDS.get(near) ?? null);
}

/** The hint that Slack shows while somebody types after `/ecs`: at most 1000 characters. */
export const usageHint = (all: readonly Command[]): string =>
  all.map(({ name, usage }) => (usage === '' ? name : `${name} ${usage}`)).join(' | ');
