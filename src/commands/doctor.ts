import { defineCommand } from './define.ts';

/** Checks that everything the bot needs exists and works. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  who: 'anyone',
  reads: true,
  args: {},
  run: (context) => context.reply({ kind: 'doctor' }),
});
