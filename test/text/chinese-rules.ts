/** What stands for something else is one letter, and what people or Alibaba Cloud wrote themselves is left out. */
const bare = (text: string): string =>
  text
    .replace(/```.*?```|`[^`\n]*`/gsu, '~A~')
    .replace(/<[^>|\n]*\|([^>\n]*)>/gu, '$1')
    .replace(/<[^>\n]*>/gu, 'A')
    .replace(/“[^”\n]*”/gu, 'A')
    .replace(/(?<=[*~] )（/gu, '')
    .replace(/(?<=[，。；：])(?:[*~] | (?=[*_~]))/gu, '')
    .replace(/(?<=[*~]) | (?=[*~])/gu, '')
    .replace(/: _ \. -/gu, 'A')
    .replace(/[*_~]/gu, '');

const HAN = String.raw`\p{Script=Han}`;
/** What Chinese has its own marks for. */
export const RULES: readonly (readonly [wrong: string, pattern: RegExp])[] = [
  ['a Latin full stop', new RegExp(String.raw`${HAN}[^\n]*\.(?:\s|$)`, 'u')],
  ['a Latin mark beside Chinese', new RegExp(`${HAN}\\s*[,;:?!]|[,;:?!]\\s*${HAN}`, 'u')],
  ['Latin parentheses around Chinese', new RegExp(`${HAN}\\s*[()]|[()]\\s*${HAN}`, 'u')],
  ['straight quotes', new RegExp(`${HAN}["']|["']${HAN}`, 'u')],
  ['a space after a full-width mark', /[，。；：！？、] +\S/u],
  ['a space before a full-width mark', / +[，。；：（）！？、]/u],
  ['a space between two Chinese characters', new RegExp(`${HAN} +${HAN}`, 'u')],
  ['a Latin comma between names', /A, A/u],
  ['two marks in a row', /[，。；：]{2}/u],
  ['a full stop before and none at the end', new RegExp(`。[^。：·\\n]*${HAN}[^。：·\\n]*[^。？！：…）”\\s]$`, 'u')],
];

/** The lines in Chinese that break a rule. */
export const wrongLines = (text: string, pattern: RegExp): readonly string[] =>
  bare(text)
    .split('\n')
    .filter((line) => new RegExp(HAN, 'u').test(line) && pattern.test(line));

const NUMBER = '[一二三四五六七八九十两半]';
/** What the console says in other words, and the words. */
export const WORDS: readonly (readonly [wrong: string, pattern: RegExp])[] = [
  ['没有, but 未, 尚未, 无 or 暂无', /没有|还没/u],
  ['任何, 目前, 因此', /任何|目前|因此/u],
  ['此 outside of a set word', /(?<![此如从由彼在因])此(?!前|后|处|操作|项|类|时|外)/u],
  ['如果 or 一直如此, but 后, 则 or 仍失败', /如果|一直如此/u],
  ['告知 or 编写者, but 联系 and 策略维护人', /告知|编写者/u],
  ['机器人的运维人员, but 运维人员', /机器人的运维人员/u],
  ['批准 or 做出决定, but 同意, 通过 and 审批', /批准|做出决定/u],
  ['预付费, but 包年包月', /预付费(?!用)/u],
  ['租期, but 自动释放', /租期/u],
  ['指令, 小字, 窗口, but 操作, 错误详情, 弹窗', /指令|小字|窗口/u],
  ['货币, but 币种', /货币/u],
  ['消失, but 查询不到', /消失/u],
  ['最高价格, but 上限价', /最高价格/u],
  ['“不是由…创建”, but 非机器人创建', /不是由/u],
  ['X 既不是 Y 也不是 Z, but 应为', /既不是/u],
  ['a number in characters', new RegExp(`${NUMBER}\\s?(?:秒|分钟|小时|天|个月|位小数)`, 'u')],
  ['a dash in a range of numbers', /\d–\d/u],
  ['two ellipses', /……/u],
  [
    'a space around quotation marks',
    /\p{Script=Han} “|” \p{Script=Han}|\p{Script=Han} \$\{quoted|\$\{quoted\([^)]*\)\} \p{Script=Han}/u,
  ],
];
