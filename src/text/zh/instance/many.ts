import type { Text } from '../../en.ts';

export const many: Text['many'] = {
  more: (count) => `等另外 ${count} 台`,
  all: '完整列表（含 ID 和 IP）：',
  stand: (state, count) => `${state}：${count} 台`,
};
