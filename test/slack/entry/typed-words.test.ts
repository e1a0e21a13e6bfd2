import { expect, test } from 'vitest';
import { secretTyped } from '../../../src/slack/entry/refuse-secrets.ts';
import { typedWords } from '../../../src/slack/entry/typed-words.ts';

test.each([
  ['set web-1 owner=<@U07ANN12345|ann> name=web-2', 'set web-1 owner=<@U07ANN12345> name=web-2'],
  ['set web-1 owner="<@U07ANN12345|ann>"', 'set web-1 owner="<@U07ANN12345>"'],
  ['set web-1 owner=<@U07ANN12345>', 'set web-1 owner=<@U07ANN12345>'],
  ['set web-1 owner＝<@U07ANN12345|ann>', 'set web-1 owner＝<@U07ANN12345>'],
  ['set web-1 owner = <@U07ANN12345|ann>', 'set web-1 owner = <@U07ANN12345>'],
  ['set web-1 所有者＝<@U07ANN12345|ann>', 'set web-1 所有者＝<@U07ANN12345>'],
  ['set web-1 tag:owner=<@U07ANN12345|ann>', 'set web-1 tag:owner=@ann'],
  ['freeze see <#C07PLATFORM|platform>, ask <@U07ANN12345|ann> for 2h', 'freeze see #platform, ask @ann for 2h'],
  ['show <http://web-1.example.com|web-1.example.com>', 'show web-1.example.com'],
  ['freeze <https://status.example.com/a?b=1&amp;c=2>', 'freeze https://status.example.com/a?b=1&c=2'],
  ['create purpose="<mailto:ann@example.com|ann@example.com>"', 'create purpose="ann@example.com"'],
  ['freeze <!here> <!channel> see <!subteam^S07OPS12345|@ops>', 'freeze @here @channel see @ops'],
  ['show &lt;!channel&gt;', 'show <!channel>'],
  ['show &amp;lt;', 'show &lt;'],
  ['set web-1 owner=&lt;@U07ANN12345&gt;', 'set web-1 owner=<@U07ANN12345>'],
  ['create last name=web-2', 'create last name=web-2'],
  ['show a<b', 'show a<b'],
])('%s was typed as %s', (sent, typed) => {
  expect(typedWords(sent)).toBe(typed);
});

test.each([
  ['create purpose="<http://admin.pw|admin.pw>=hunter2"', 'password'],
  ['create purpose="<http://acme.pw>=hunter2"', 'password'],
  ['create purpose="password=<http://hunter2.com|hunter2.com>"', 'password'],
  ['create purpose="see <https://ann:hunter2@example.com>"', 'password'],
  ['create purpose="see <https://example.com/pw|example.com/pw> &amp; more"', null],
])('a secret is one although Slack has made a link within it: %s', (sent, secret) => {
  expect(secretTyped(sent)).toBe(secret);
});
