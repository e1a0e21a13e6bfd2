import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import { en } from '../../src/text/en.ts';
import { zh } from '../../src/text/zh.ts';

/** What stands for something, but for what could be typed as it is, such as `<7d|none>`. */
const namesIn = (usage: string): readonly string[] => usage.match(/<[a-z][^<>|]*>/gu) ?? [];

test('what is to be put in for an argument is named in Chinese', () => {
  expect(COMMANDS.flatMap(({ usage }) => namesIn(en.commands.usage(usage))).length).toBeGreaterThan(10);
  expect(COMMANDS.flatMap(({ usage }) => namesIn(zh.commands.usage(usage)))).toEqual([]);
  const missing = { fault: 'missing', usage: '<id or name>' } as const;
  expect(zh.commands.fault({ name: 'show', usage: '<id or name>' }, missing)).toContain('/ecs show <ID 或名称>');
});
