import type { Localizer } from '../../src/slack/kit/localizer.ts';
import { en } from '../../src/text/en.ts';

/** Everybody reads English. */
export const ENGLISH: Localizer = { textOf: () => en, textFor: async () => en, channelText: () => en };
