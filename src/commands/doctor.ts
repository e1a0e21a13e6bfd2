import { defineCommand } from './define.ts';

/** Whether everything that the bot needs is there and works. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'doctor',
  who: 'anyone',
  reads: true,
  args: {},
  run: (context) => context.reply({ kind: 'doctor' }),
});
