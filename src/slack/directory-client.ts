import { type Language, languageOf } from '../core/language.ts';
import type { Standing } from '../core/people.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { makeQuietClient } from './quiet-client.ts';
import { type SlackTrouble, slackTrouble } from './trouble.ts';

/** The few Web API calls with which people are looked up. Nothing is retried in here and nothing throws. */
export interface DirectoryClient {
  /** The members of a user group, as user ids. */
  membersOf(group: string): Promise<Result<readonly string[], SlackTrouble>>;
  /** The same for all user groups of the workspace that are not disabled, in one call. */
  membersOfAll(): Promise<Result<ReadonlyMap<string, readonly string[]>, SlackTrouble>>;
  who(user: string): Promise<Result<Who, SlackTrouble>>;
}

/** What Slack says of somebody; the language is null where it says none. */
export interface Who {
  readonly standing: Standing;
  readonly language: Language | null;
}

/** What the SDK's type is, as far as it is read. */
interface User {
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_workflow_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly locale?: string;
}

export function makeDirectoryClient(slack: { botToken: string; apiUrl: string }, timeoutMs = 5_000): DirectoryClient {
  const web = makeQuietClient(slack, timeoutMs);
  return {
    membersOf: (group) =>
      asked(async () => {
        const { users } = await web.usergroups.users.list({ usergroup: group });
        return users ?? missing('users');
      }),
    membersOfAll: () =>
      asked(async () => {
        const { usergroups } = await web.usergroups.list({ include_users: true });
        const groups = usergroups ?? missing('usergroups');
        // A group without its list of members is not an empty one.
        return new Map(
          groups.flatMap(({ id, users }) => (id === undefined || users === undefined ? [] : [[id, users]])),
        );
      }),
    async who(user) {
      const answer = await asked(async () =>
        whoIs((await web.users.info({ user, include_locale: true })).user ?? missing('user')),
      );
      const isNobody =
        !answer.ok && (answer.error.code === 'user_not_found' || answer.error.code === 'user_not_visible');
      return isNobody ? ok({ standing: 'unknown', language: null }) : answer;
    },
  };
}

const whoIs = (user: User): Who => ({
  standing: standingIn(user),
  language: user.locale === undefined ? null : languageOf(user.locale),
});

/** People of other workspaces are no members of this one. */
function standingIn(user: User): Standing {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true || user.is_workflow_bot === true) return 'bot';
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true;
  return isGuest ? 'guest' : 'member';
}

function missing(what: string): never {
  throw new Error(`no ${what} in the answer`);
}

async function asked<T>(call: () => Promise<T>): Promise<Result<T, SlackTrouble>> {
  try {
    return ok(await call());
  } catch (error) {
    return fail(slackTrouble(error));
  }
}
