import type { Text } from '../../en.ts';

export const places: Text['places'] = {
  cannotPost: '机器人无法在频道',
  cannotPostInThis: '机器人无法在当前频道',
  noCards: '机器人不会在频道',
  noCardsInThis: '机器人不会在当前频道',
  why: {
    shared: ' 中发卡片，频道已与其他公司共享',
    absent: ' 中发消息',
    archived: ' 中发消息，频道已归档',
    restricted: ' 中发消息，频道限制发消息',
    refused: ' 中发消息，Slack 拒绝了上一条',
  },
  cannotPostHere: '机器人无法在成员间的会话中发消息。',
  comes: '此处的卡片和消息列发到您与机器人的私信中。',
  isHere: '卡片和消息列改发到此处。',
  moved: '频道已与其他公司共享，卡片和消息列改发到申请人与机器人的私信中。',
  fix: {
    shared: '如需发到频道，请在未与其他公司共享的频道中申请。',
    absent: '如需发到频道，请在频道中输入 /invite 加机器人名称。',
    archived: '下次请在其他频道申请。',
    restricted: '如需发到频道，请联系频道管理员允许机器人发消息。',
    refused: '原因请在频道中执行 /ecs doctor 查看。',
  },
};
