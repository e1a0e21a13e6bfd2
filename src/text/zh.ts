import type { Text } from './en.ts';
import * as catalogue from './zh/catalogue.ts';

/** Every sentence the bot says, in Simplified Chinese, with the terms of Alibaba Cloud's own Chinese console. */
export const zh: Text = { ...catalogue };
