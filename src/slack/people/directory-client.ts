import type { WebClient } from '@slack/web-api';
import { type Language, languageOf } from '../../core/base/language.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Membership } from '../../core/policy/people.ts';
import { homeOfToken } from '../entry/origin.ts';
import type { SlackError } from '../kit/slack-error.ts';
import { makeQuietClient } from '../transport/quiet-client.ts';
import { callSlack } from '../transport/start-client.ts';

/** The Web API calls that look people up. Never retries, never throws. */
export interface DirectoryClient {
  /** The members of a user group, as user ids. */
  membersOf(group: string): Promise<Result<readonly string[], SlackError>>;
  /** The same for all enabled user groups of the workspace, in one call. */
  membersOfAll(): Promise<Result<ReadonlyMap<string, readonly string[]>, SlackError>>;
  who(user: string): Promise<Result<SlackProfile, SlackError>>;
}

/** Slack's answer about a person; the language is null if Slack names none. */
interface SlackProfile {
  readonly membership: Membership;
  readonly language: Language | null;
}

/** The part of the SDK's type that is read, with the nulls that Slack really sends. */
interface User {
  readonly id?: string;
  readonly team_id?: string | undefined;
  readonly enterprise_user?: { readonly enterprise_id?: string };
  readonly deleted?: boolean | null | undefined;
  readonly is_bot?: boolean;
  readonly is_workflow_bot?: boolean;
  readonly is_connector_bot?: boolean;
  readonly profile?: { readonly bot_id?: string };
  readonly is_restricted?: boolean | null | undefined;
  readonly is_ultra_restricted?: boolean | null | undefined;
  readonly is_stranger?: boolean;
  readonly locale?: string;
}

export function makeDirectoryClient(slack: { botToken: string; apiUrl: string }, timeoutMs = 5_000): DirectoryClient {
  const web = makeQuietClient(slack, timeoutMs);
  const home = homeOf(web);
  // Asks early, so that the answer is there before the first person comes.
  void home().catch(() => {});
  return {
    membersOf: (group) =>
      callSlack(async () => {
        const { users } = await web.usergroups.users.list({ usergroup: group });
        return users ?? missing('users');
      }),
    membersOfAll: () =>
      callSlack(async () => {
        const { usergroups } = await web.usergroups.list({ include_users: true });
        const groups = usergroups ?? missing('usergroups');
        // A group without its list of members is not an empty one.
        return new Map(
          groups.flatMap(({ id, users }) => (id === undefined || users === undefined ? [] : [[id, users]])),
        );
      }),
    async who(user) {
      const answer = await callSlack(async () => {
        const [at, { user: found }] = await Promise.all([home(), web.users.info({ user, include_locale: true })]);
        return whoIs(found ?? missing('user'), at);
      });
      const isNobody =
        !answer.ok && (answer.error.code === 'user_not_found' || answer.error.code === 'user_not_visible');
      return isNobody ? ok({ membership: 'unknown', language: null }) : answer;
    },
  };
}

const whoIs = (user: User, home: Home): SlackProfile => ({
  membership: membershipIn(user, home),
  language: user.locale === undefined ? null : languageOf(user.locale),
});

/** The workspace of the bot's token, and its Enterprise Grid. */
interface Home {
  readonly team: string;
  readonly enterprise: string | null;
}

/** Asks until Slack has answered once: a token's workspace never changes. */
function homeOf(web: WebClient): () => Promise<Home> {
  let known: Promise<Home> | null = null;
  const ask = async (): Promise<Home> => {
    const home = homeOfToken(await web.auth.test());
    return home === null || home === 'organisation' ? missing('workspace') : home;
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** Slack does not mark Slackbot as a bot. */
const SLACKBOT = 'USLACKBOT';

/**
 * The workspace's id decides who belongs to it: `is_stranger` is false for people of another company who share a channel with the
 * app, and `is_app_user` only says that somebody has authorised this app. A person counts as a full member only if Slack sends
 * every field that tells members from others; for people whom the app may hardly see it leaves them out.
 */
export function membershipIn(user: User, home: Home): Membership {
  if (user.deleted === true) return 'deactivated';
  const isApp = user.is_bot === true || user.is_workflow_bot === true || user.is_connector_bot === true;
  if (isApp || (user.profile?.bot_id ?? '') !== '' || user.id === SLACKBOT) return 'bot';
  if (user.is_stranger === true || !belongsTo(user, home)) return user.team_id === undefined ? 'unknown' : 'stranger';
  const { deleted, is_restricted, is_ultra_restricted } = user;
  if (is_restricted === true || is_ultra_restricted === true) return 'guest';
  return [deleted, is_restricted, is_ultra_restricted].every((flag) => flag === false) ? 'member' : 'unknown';
}

/** If an organisation is named, it must be ours, whatever the workspace is. */
function belongsTo({ team_id, enterprise_user }: User, { team, enterprise }: Home): boolean {
  const said = enterprise_user?.enterprise_id ?? '';
  return said === '' ? team_id === team : said === enterprise;
}

function missing(what: string): never {
  throw new Error(`no ${what} in the answer`);
}
