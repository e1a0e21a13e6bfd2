import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureAcks } from './acks.ts';
import { type CreatingFigures, measureBot, measurePublishedLoop } from './creating.ts';
import { round } from './figures.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

console.log('This takes about six minutes: the cloud runs in real time.');
const acks = await measureAcks();
const ack = { ...acks, ratioP99: round(acks.bot.p99 / acks.bare.p99, 2) };
console.log(`ack of /ecs create, 50 at once, ECS answering after 10 s (${acks.bot.samples} samples each, ms)`);
console.log(`  bot        p50 ${acks.bot.p50}  p99 ${acks.bot.p99}`);
console.log(`  bare Bolt  p50 ${acks.bare.p50}  p99 ${acks.bare.p99}   ratio p99 ${ack.ratioP99}`);

const creating: { bot: CreatingFigures; publishedLoop: CreatingFigures }[] = [];
for (const instances of [1, 10, 100]) {
  const [bot, publishedLoop] = [await measureBot(instances), await measurePublishedLoop(instances)];
  creating.push({ bot, publishedLoop });
  console.log(`creating ${instances}`);
  print('bot', bot);
  print('published loop', publishedLoop);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ack, creating }, null, 2)}\n`);

function print(who: string, { callsPerInstance, addedMs, wholeMs }: CreatingFigures): void {
  const whole = `all told after ${round(wholeMs / 1000)} s`;
  console.log(
    `  ${who.padEnd(15)} ${callsPerInstance} calls per instance, told p50 ${addedMs.p50} ms, p99 ${addedMs.p99} ms late, ${whole}`,
  );
}
