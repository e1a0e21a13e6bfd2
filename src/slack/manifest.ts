import { stringify } from 'yaml';
import type { Command } from '../commands/define.ts';
import { usageHint } from '../commands/index.ts';
import type { Text } from '../text/en.ts';
import { USUAL_COMMAND } from '../text/with-command.ts';
import { SHORTCUT } from './create-form/ids.ts';
import { clip } from './kit/mrkdwn.ts';

const NAME = 'ECS ChatOps';
const MAX_NAME = 35;
const MAX_SHORTCUT_NAME = 24;
const MAX_USAGE_HINT = 1000;

/**
 * The scopes that the bot needs, by least privilege. `chat:write.public`: cards in public channels to which it was not invited.
 * `users:read`: whether an approver is a member, and not a guest, bot or former colleague.
 */
export const BOT_SCOPES = ['commands', 'chat:write', 'chat:write.public', 'im:write', 'users:read'] as const;

const HISTORY_SCOPES = ['channels:history', 'groups:history', 'im:history'] as const;
const GROUP_SCOPES = ['usergroups:read'] as const;
const CHANNEL_SCOPES = ['channels:read', 'groups:read'] as const;

/**
 * Scopes that a team may decline. With the history, the bot finds its own message again after a crash while posting; without it,
 * a thread may show a line twice. User groups are read if the policy names some. Channels are asked whether another company reads
 * them. Slack lists optional scopes under `bot` too.
 */
export const OPTIONAL_SCOPES = [...HISTORY_SCOPES, ...GROUP_SCOPES, ...CHANNEL_SCOPES] as const;

/** Every Web API method that the bot calls, with the scopes it needs; views, auth and connections need none. */
export const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'api.test': [],
  'auth.test': [],
  'apps.connections.open': [],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  'views.push': [],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.info': CHANNEL_SCOPES,
  'conversations.open': ['im:write'],
  'conversations.history': HISTORY_SCOPES,
  'conversations.replies': HISTORY_SCOPES,
  'bots.info': ['users:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'usergroups.list': GROUP_SCOPES,
  'usergroups.users.list': GROUP_SCOPES,
};

/**
 * Where Slack reaches the bot, without a slash at the end: a proxy may serve it below a path. Null if Slack could not use the address.
 *
 * @param given as somebody typed it, perhaps with the path of the bot's own
 */
export function publicAddress(given: string): string | null {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '').replace(/\/slack\/events$/u, '');
}

/** @param address {@link publicAddress} for signed HTTP; null for Socket Mode, which needs none */
export function manifest(
  commands: readonly Command[],
  { commands: words, modal, home }: Text,
  address: string | null,
): object {
  const url = address === null ? null : `${address}/slack/events`;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: words.slash === USUAL_COMMAND ? NAME : clip(`${NAME} ${words.slash}`, MAX_NAME),
      description: 'Creates Alibaba Cloud ECS instances from Slack.',
      long_description: `${home.what}\n\n${words.quotesHint}`,
      background_color: '#1f2a44',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: words.slash.slice(1), always_online: true },
      shortcuts: [
        {
          name: clip(modal.shortcut, MAX_SHORTCUT_NAME),
          type: 'global',
          callback_id: SHORTCUT,
          description: modal.shortcutWhat,
        },
      ],
      slash_commands: [
        {
          command: words.slash,
          ...(url === null ? {} : { url }),
          description: words.slashWhat,
          usage_hint: clip(usageHint(commands), MAX_USAGE_HINT),
          // Makes Slack send the id of a person picked after an @, see `entry/typed-words.ts`.
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      scopes: { bot: [...BOT_SCOPES, ...OPTIONAL_SCOPES], bot_optional: [...OPTIONAL_SCOPES] },
    },
    settings: {
      event_subscriptions: { ...(url === null ? {} : { request_url: url }), bot_events: ['app_home_opened'] },
      interactivity: {
        is_enabled: true,
        ...(url === null ? {} : { request_url: url, message_menu_options_url: url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  };
}

/** In the form of the app's settings (App Manifest, YAML). */
export function manifestYaml(commands: readonly Command[], text: Text, address: string | null): string {
  const what =
    address === null
      ? 'Socket Mode: needs no public address. For signed HTTP: npm run manifest -- --http https://your.host'
      : 'Signed HTTP. Set SLACK_MODE=http and SLACK_SIGNING_SECRET.';
  return `# Slack app manifest, made by npm run manifest. ${what}\n${stringify(manifest(commands, text, address), { lineWidth: 0 })}`;
}
