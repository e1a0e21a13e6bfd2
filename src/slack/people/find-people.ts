import type { SlackConfig } from '../../config.ts';
import type { Result } from '../../core/base/result.ts';
import type { SlackError } from '../kit/slack-error.ts';
import type { boltLog } from '../transport/bolt-logger.ts';
import { callSlack, startClient } from '../transport/start-client.ts';

/** A person of the workspace, for the setup. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
}

const PER_PAGE = 200;
/** In very large workspaces, only the first few thousand people are searched. */
const MAX_PAGES = 25;

/** The full members whose name, handle or id contains the word; exact matches come first. */
export async function findPeople(
  config: Pick<SlackConfig, 'botToken' | 'apiUrl' | 'proxy'>,
  logger: ReturnType<typeof boltLog>,
  word: string,
): Promise<Result<readonly FoundPerson[], SlackError>> {
  const wanted = folded(word.replace(/^@/u, ''));
  return callSlack(async () => {
    const client = startClient(config.botToken, config, logger);
    const found: FoundPerson[] = [];
    let cursor = '';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { members = [], response_metadata } = await client.users.list({ limit: PER_PAGE, cursor });
      for (const member of members) {
        if (member.deleted || member.is_bot || member.is_restricted || member.is_ultra_restricted) continue;
        const { id, name: handle = '', profile } = member;
        const name = profile?.real_name || member.real_name || profile?.display_name || handle;
        if (
          id !== undefined &&
          [id, handle, name, profile?.display_name ?? ''].some((one) => folded(one).includes(wanted))
        )
          found.push({ id, name, handle });
      }
      cursor = response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    const isExact = ({ id, name, handle }: FoundPerson): boolean =>
      [id, name, handle].some((one) => folded(one) === wanted);
    return [...found.filter(isExact), ...found.filter((one) => !isExact(one))];
  });
}

/** As people type it: without marks above letters, in lower case. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .toLowerCase();
