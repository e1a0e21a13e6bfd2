import { words } from '../core/spec/command-arguments.ts';
import { defineCommand } from './define.ts';

/** Whatever is asked of it, it shows all there is. */
export const help = defineCommand({
  name: 'help',
  summary: 'help',
  who: 'anyone',
  reads: true,
  args: { topic: words('') },
  run: (context) => context.sayHelp(null),
});
