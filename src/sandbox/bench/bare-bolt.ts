import { createServer } from 'node:http';
import * as EcsSdk from '@alicloud/ecs20140526';
import { App, LogLevel } from '@slack/bolt';

// The smallest Bolt app that answers `/ecs create` like the bot: it acknowledges, then opens a modal. It loads the ECS SDK too,
// without which neither app would be useful. Reads the same variables.
const { SLACK_BOT_TOKEN: token = '', SLACK_APP_TOKEN: appToken = '', SLACK_API_URL: slackApiUrl = '' } = process.env;

const app = new App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });

app.command('/ecs', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Bare' },
      blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Nothing to fill in.' } }],
    },
  });
});

if (EcsSdk.default === undefined) throw new Error('The ECS SDK has no client.');
await app.start();
// Tells the sandbox that the app is up.
createServer((_, response) => response.end('{}')).listen(Number(process.env.HEALTH_PORT), '127.0.0.1');
