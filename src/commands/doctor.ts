import { defineCommand } from './define.ts';

/** Whether everything that the bot needs is there and works. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'doctor',
  who: 'anyone',
  reads: true,
  args: {},
  run: (context) => context.sayDoctor(),
});
