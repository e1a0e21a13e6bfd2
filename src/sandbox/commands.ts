import { COMMANDS } from '../commands/index.ts';
import { TEXTS } from '../text/texts.ts';
import type { OfferedCommand } from './ports.ts';

/** The bot's commands after `/ecs`, from its own list. */
export const offeredCommands = (): readonly OfferedCommand[] =>
  COMMANDS.map(({ name, usage }) => ({
    name,
    usage: { en: TEXTS.en.commands.usage(usage), zh: TEXTS.zh.commands.usage(usage) },
    summary: { en: TEXTS.en.commands.summary[name], zh: TEXTS.zh.commands.summary[name] },
  }));
