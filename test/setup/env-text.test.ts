import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { envExample } from '../../src/ops/env-example.ts';
import { withAnswers } from '../../src/setup/env-text.ts';

test.each(['plain', 'with space', 'a#b', `it's`, 'say "x"', `both ' and "`, 'back`tick', 'U1,U2', 'a=b', '', '$HOME'])(
  'the value %j is read back as it was given',
  (value) => {
    const text = withAnswers(envExample(), { ADMIN_USERS: value, SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(parseEnv(text)).toMatchObject({ ADMIN_USERS: value, SLACK_BOT_TOKEN: 'xoxb-1' });
  },
);

test('a variable has one place: that of before, or where it was commented out, or the end', () => {
  const text = withAnswers('A=1\nPORT=1\n# PORT=2\nPORT=3\nSLACK_BOT_TOKEN_FILE=/x\n#DATA_DIR=./data\n', {
    PORT: '4',
    SLACK_BOT_TOKEN: 'xoxb-1',
    DATA_DIR: '/srv',
  });
  expect(text).toBe('A=1\nPORT=4\n# PORT=2\nDATA_DIR=/srv\nSLACK_BOT_TOKEN=xoxb-1\n');
});
