import { type FreezeProblem, MAX_REASON } from '../../core/freeze.ts';
import type { AccountLeft } from '../en/freeze.ts';
import type { Text } from '../en.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { marks } from './base/marks.ts';
import { accountOfStore } from './instance/other-account.ts';

const EXAMPLE = '/ecs freeze 数据库迁移 for 2h';

function named(open: AccountLeft['open'], total: number): string {
  const shown = open.map(({ id, name, region }) => `${name}（${id}，${region}）`).join('、');
  return total > open.length ? `${shown}等` : shown;
}

/** Freezes, and who may set them. People and moments are put beside these words by the Slack side. */
export const freeze: Text['freeze'] = {
  marks,
  adminsOnly: (name: string): string => `只有管理员可以使用 /ecs ${name}。没有做任何更改。`,
  adminsAre: '您可以联系：',
  noAdmins: '目前还没有管理员：机器人的运维人员可以在 ADMIN_USERS 中指定。',

  title: '已冻结',
  hasFrozen: '冻结了实例的创建和启动。',
  replaces: '取代此前的冻结，原冻结人',
  reason: '原因：',
  theBot: '机器人',
  causes: {
    storeBehind:
      '机器人的数据库回到了过去的状态（主备切换或恢复了备份），可能不知道之前已购买的内容；管理员需要核对后用 /ecs unfreeze 解除冻结',
  },
  frozenByBot:
    '机器人已经冻结了创建和启动，您的冻结会使其过早结束，因此没有做任何更改。请核对以下原因，先用 /ecs unfreeze 解除，如仍有需要再重新冻结。',
  endsAt: '自动结束时间：',
  endsWhenLifted: '管理员使用 /ecs unfreeze 后结束。',
  means: '仍可提交申请：申请会等待，冻结结束后自动继续。阿里云已在创建或启动的实例照常跟进。',

  liftedTitle: '已解除冻结',
  hasLifted: '解除了冻结，原冻结人：',
  liftedMeans: '等待中的申请现在继续。',
  frozenAgain: '此前的冻结恢复生效，冻结人',
  notFrozen: '目前没有冻结，无需解除。',
  restoredBefore: (command) => `未解除：机器人的冻结此前已解除，更早的冻结已恢复。如需一并解除：${command}`,
  faster: '另一位管理员抢先了一步，您的操作没有执行。如仍有需要，请重试。',
  nowFree: '目前没有冻结。',
  nowFrozenBy: '目前的冻结人',
  storeDown:
    '机器人目前无法写入数据库，没有做任何更改。数据库无法读取时，机器人不会创建或启动任何实例。请稍后重试；如果一直如此，请告知机器人的运维人员。',

  account: {
    same: (id: string): string => `机器人的数据库和凭证同属账号 ${id}。没有做任何更改。`,
    unknown: '目前无法确认凭证属于哪个账号，没有做任何更改。请稍后重试；/ecs doctor 会说明问题所在。',
    notThat: (given: string, actual: string, stored: string | null): string =>
      `没有做任何更改：凭证属于账号 ${actual}，而不是 ${quoted(given)}。数据库所属的账号是 ${accountOfStore(stored)}。`,
    underWay: ({ open, total, stored, actual }: AccountLeft): string =>
      `未做更改：账号 ${stored} 中有 ${total} 项操作结果未知：${named(open, total)}。从 ${actual} 无法查询。请为机器人配置 ${stored} 的凭证直至处理结束，或为 ${actual} 配置单独的数据库。仅当无法再取得 ${stored} 的凭证时：/ecs unfreeze account ${actual} give-up ${total} 会将其标记为无法确认。机器人不会再次购买，它们可能存在于 ${stored} 并产生费用，申请人都会收到通知。`,
    accepted: (stored: string | null, actual: string): string =>
      `让机器人在阿里云账号 ${actual} 中继续工作。等待中的申请会在该账号中继续。${stored === null ? '其实例视为在该账号中。' : `机器人不再管理 ${stored} 中的实例，它们此后也不再计入预算。`}`,
    givenUp: ({ open, total, stored }: AccountLeft): string =>
      `${total} 项操作已标记为无法确认：${named(open, total)}。请在 ${stored} 的 ECS 控制台按名称或标签 ecs-chatops:request 查找。`,
  },
  elsewhere: {
    other: '机器人使用了另一个阿里云账号的凭证，因此您的请求会等待。管理员解决后自动继续。',
    unknown: '机器人尚未确认其凭证属于哪个阿里云账号，因此您的请求会等待，之后自动继续。',
  },

  problem: (problem: FreezeProblem): string => {
    switch (problem.problem) {
      case 'noReason':
        return `没有冻结：请写明原因，以便等待的人了解。例如：${EXAMPLE}`;
      case 'reasonTooLong':
        return `没有冻结：原因有 ${problem.characters} 个字符，最多 ${MAX_REASON} 个。请写短一些。`;
      case 'notADuration':
        return `没有冻结：${quoted(problem.given)} 不是时长。请写分钟、小时或天，例如 30m、2h 或 3d：${EXAMPLE}。如果它是原因的一部分，请给整个原因加引号。`;
      case 'durationOutOfRange':
        return `没有冻结：${quoted(problem.given)} 不在 1m 到 30d 之间。不写时长则冻结到管理员解除为止。`;
    }
  },

  waiting: '等待中：创建和启动已被冻结',
  frozenBy: '冻结人：',
  goesOnAt: '自动继续的时间：',
  goesOnWhenLifted: '管理员解除冻结后自动继续。',
  plain: (reason: string): string => `已冻结：${reason}`,
  submitted: (reason: string, until: number | null): string =>
    `创建和启动已被冻结（${reason}），因此会先等待，${until === null ? '管理员解除冻结后自动继续' : `到 ${momentMark(until)} 或提前解除冻结时自动继续`}。`,
};
