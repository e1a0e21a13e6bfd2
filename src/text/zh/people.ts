import type { Membership } from '../../core/policy/people.ts';
import type { Text } from '../en.ts';

const NOTHING = '未执行操作。';

const REFUSED: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: `访客须在策略中以成员 ID 列出后才能使用机器人。${NOTHING}请联系机器人管理员。`,
  stranger: `机器人属于另一个工作区，仅供其成员使用；其他人须在策略中以成员 ID 列出。${NOTHING}`,
  bot: `机器人账号不能使用机器人。${NOTHING}`,
  deactivated: `已停用的账号不能使用机器人。${NOTHING}`,
  unknown: `Slack 未能确认您的身份，机器人只为已确认身份的人服务。${NOTHING}请稍后重试；仍失败请联系运维人员。`,
};

export const people: Text['people'] = {
  title: '您无法使用',
  refused: REFUSED,
};
