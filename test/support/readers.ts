import type { Readers } from '../../src/slack/readers.ts';
import { en } from '../../src/text/en.ts';

/** Everybody reads English. */
export const ENGLISH: Readers = { textOf: () => en, textFor: async () => en, channelText: () => en };
