import { MAX_REASON } from '../../core/freeze.ts';
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

/** Freezes, and who may set them. The Slack side adds people and moments. */
export const freeze: Text['freeze'] = {
  marks,
  adminsOnly: (name) => `仅管理员可执行 /ecs ${name}。未做更改。`,
  adminsAre: '可联系：',
  noAdmins: '暂无管理员，运维人员可在 ADMIN_USERS 中指定。',

  title: '已冻结',
  hasFrozen: '冻结实例创建和启动。',
  replaces: '取代此前的冻结，原冻结人',
  reason: '原因：',
  theBot: '机器人',
  causes: {
    storeBehind: '机器人的数据库因主备切换或恢复备份而回退，可能缺少此前的购买记录',
  },
  frozenByBot:
    '机器人已冻结创建和启动，您的冻结会使其提前结束，未做更改。请核对以下原因，先用 /ecs unfreeze 解除，如仍需要再重新冻结。',
  endsAt: '自动解除时间：',
  endsWhenLifted: '管理员执行 /ecs unfreeze 后解除。',
  means: '仍可提交申请：申请等待至冻结解除后自动继续。阿里云已在创建或启动的实例照常跟进。',

  liftedTitle: '已解除冻结',
  hasLifted: '解除冻结，原冻结人：',
  liftedMeans: '等待中的申请继续处理。',
  frozenAgain: '此前的冻结恢复生效，冻结人',
  notFrozen: '当前未冻结，无需解除。',
  restoredBefore: (version) =>
    `未解除：机器人的冻结此前已解除，更早的冻结已恢复。如需一并解除：/ecs unfreeze ${version}`,
  faster: '其他管理员已先行操作，您的操作未执行。如仍需要，请重试。',
  nowFree: '当前未冻结。',
  nowFrozenBy: '当前冻结人',
  storeDown:
    '数据库暂时无法写入，未做更改。数据库无法读取期间，机器人不创建、不启动实例。请稍后重试；仍失败请联系运维人员。',

  account: {
    same: (id) => `机器人的数据库和凭证同属账号 ${id}。未做更改。`,
    unknown: '暂时无法确认凭证属于哪个账号，未做更改。请稍后重试，原因见 /ecs doctor。',
    notThat: (given, actual, stored) =>
      `未做更改：凭证属于账号 ${actual}，与${quoted(given)}不符。数据库所属账号：${accountOfStore(stored)}。`,
    underWay: ({ open, total, stored, actual }: AccountLeft): string =>
      `未做更改：账号 ${stored} 中有 ${total} 项操作结果未知：${named(open, total)}。从 ${actual} 无法查询。请为机器人配置 ${stored} 的凭证直至处理结束，或为 ${actual} 配置单独的数据库。仅当无法再取得 ${stored} 的凭证时，用 /ecs unfreeze account ${actual} give-up ${total} 标记为无法确认。机器人不会再次购买，实例可能存在于 ${stored} 并计费，申请人均会收到通知。`,
    accepted: (stored, actual) =>
      `将机器人改用阿里云账号 ${actual}，等待中的申请在该账号中继续。${stored === null ? '原有实例视为在该账号中。' : `机器人不再管理 ${stored} 中的实例，这些实例不再计入预算。`}`,
    givenUp: ({ open, total, stored }: AccountLeft): string =>
      `${total} 项操作已标记为无法确认：${named(open, total)}。请在 ${stored} 的 ECS 控制台按名称或标签 ecs-chatops:request 查找。`,
  },
  elsewhere: {
    other: '机器人使用了另一个阿里云账号的凭证，请求继续等待，管理员处理后自动继续。',
    unknown: '机器人尚未确认凭证属于哪个阿里云账号，请求继续等待，确认后自动继续。',
  },

  problem: (problem) => {
    switch (problem.problem) {
      case 'noReason':
        return `未冻结：请写明原因，等待的人可见。例如：${EXAMPLE}`;
      case 'reasonTooLong':
        return `未冻结：原因有 ${problem.characters} 个字符，最多 ${MAX_REASON} 个，请缩短。`;
      case 'notADuration':
        return `未冻结：${quoted(problem.given)}不是有效的时长。请用分钟、小时、天或周，例如 30m、2h、3d 或 1w：${EXAMPLE}。若属于原因，将整个原因加引号。`;
      case 'durationOutOfRange':
        return `未冻结：${quoted(problem.given)}超出范围，应为 1m～30d。不写时长则冻结至管理员解除。`;
    }
  },

  waiting: '等待中：实例创建和启动已冻结',
  frozenBy: '冻结人：',
  goesOnAt: '自动继续的时间：',
  goesOnWhenLifted: '管理员解除冻结后自动继续。',
  plain: (reason) => `已冻结：${reason}`,
  submitted: (reason, until) =>
    `实例创建和启动已冻结（${reason}），${until === null ? '管理员解除后自动继续' : `${momentMark(until)} 或提前解除后自动继续`}。`,
};
