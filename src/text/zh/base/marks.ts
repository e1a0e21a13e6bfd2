import type { Text } from '../../en.ts';

export const marks: Text['marks'] = {
  comma: '，',
  list: '、',
  colon: '：',
  semicolon: '；',
  stop: '。',
  end: '。',
  gap: '',
  along: '，',
  open: '（',
  close: '）',
  more: (count) => `另有 ${count} 项`,
};
