import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureAcks } from './acks.ts';
import { type CreatingFigures, measureBot, measurePublishedLoop, measureTerraformWaiter } from './creating.ts';
import { round } from './figures.ts';
import { measureStarts } from './starting.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    at: { type: 'string', default: '1,10,100' },
    acks: { type: 'string', default: 'on' },
    starts: { type: 'string', default: 'on' },
  },
});
const amounts = values.at.split(',').map(Number);
if (!amounts.every((amount) => Number.isInteger(amount) && amount >= 1 && amount <= 1_000))
  throw new Error('--at takes numbers from 1 to 1,000, e.g. --at 1,10,1000');

console.log('The cloud runs in real time: this takes about eight minutes, and with --at 1000 half an hour.');
const ack = values.acks === 'off' ? null : await measuredAcks();
const starts = values.starts === 'off' ? null : await measuredStarts();

const creating: Record<'bot' | 'botLearnt' | 'publishedLoop' | 'terraformWaiter', CreatingFigures>[] = [];
for (const instances of amounts) {
  console.log(`creating ${instances}`);
  creating.push({
    bot: print('bot, just started', await measureBot(instances, false)),
    botLearnt: print('bot', await measureBot(instances, true)),
    publishedLoop: print('published loop', await measurePublishedLoop(instances)),
    terraformWaiter: print('Terraform', await measureTerraformWaiter(instances)),
  });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ack, starts, creating }, null, 2)}\n`);

async function measuredAcks() {
  const acks = await measureAcks();
  const ratioP99 = round(acks.bot.p99 / acks.bare.p99, 2);
  console.log(`ack of /ecs create, 50 at once, ECS answering after 10 s (${acks.bot.samples} samples each, ms)`);
  console.log(`  bot        p50 ${acks.bot.p50}  p99 ${acks.bot.p99}`);
  console.log(`  bare Bolt  p50 ${acks.bare.p50}  p99 ${acks.bare.p99}   ratio p99 ${ratioP99}`);
  return { ...acks, ratioP99 };
}

async function measuredStarts() {
  const starts = await measureStarts();
  const { bot, bare } = starts;
  const ratio = { ms: round(bot.ms / bare.ms, 2), mb: round(bot.mb / bare.mb, 2) };
  console.log('start until ready, and memory then (median)');
  console.log(`  bot                ${bot.ms} ms  ${bot.mb} MB`);
  console.log(`  bare Bolt and SDK  ${bare.ms} ms  ${bare.mb} MB   ratio ${ratio.ms} and ${ratio.mb}`);
  return { ...starts, ratio };
}

function print(who: string, figures: CreatingFigures): CreatingFigures {
  const { callsPerInstance, addedMs, wholeMs } = figures;
  const whole = `all told after ${round(wholeMs / 1000)} s`;
  console.log(
    `  ${who.padEnd(17)} ${callsPerInstance} calls per instance, told p50 ${addedMs.p50} ms, p99 ${addedMs.p99} ms late, ${whole}`,
  );
  return figures;
}
