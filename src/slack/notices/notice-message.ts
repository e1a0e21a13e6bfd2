import type {
  AccountNotice,
  AccountUnknownNotice,
  BehindNotice,
  MissingNotice,
  Orphan,
  OrphansNotice,
} from '../../core/request/notice.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { actions, contextBlock, header, plain, section } from '../kit/blocks.ts';
import {
  bold,
  clip,
  clipName,
  code,
  EMPTY,
  fallback,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
} from '../kit/mrkdwn.ts';
import type { Post } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';

const NAME_MAX = 40;
const WHY_MAX = 200;

const post = (sentence: string, blocks: Post['blocks']): Post => ({
  text: fallback(sentence),
  blocks,
});

/** To an admin: instances with the bot's tag that no row knows, each with its own button. */
export function orphansMessage({ orphans, total }: OrphansNotice, text: Text): Post {
  const { orphans: words } = text.sweep;
  return post(words.plain(total), [
    header(words.title(total)),
    section(plain(words.means)),
    ...orphans.flatMap((orphan, index) => [
      section(orphanLine(orphan, text)),
      actions(`orphan_${index}`, [
        runButton(
          RUN_BESIDE,
          `orphan_${index}`,
          words.show,
          `show ${refWord({ word: orphan.cloudId, region: orphan.region })}`,
        ),
      ]),
    ]),
    ...(total > orphans.length ? [section(plain(words.more(total - orphans.length)))] : []),
    contextBlock(plain(words.next)),
  ]);
}

/** Plain, so that the commands in it can be copied. */
const toDo = (next: string, { card }: Text) => section(plain(sentencesOf([card.whatToDo, next])));

function orphanLine({ cloudId, region, name, instanceType, status, createdAt, request }: Orphan, text: Text): Mrkdwn {
  const { orphans: words } = text.sweep;
  const facts: readonly (Mrkdwn | string)[] = [
    name === cloudId ? '' : code(cloudId),
    text.instances.state[status],
    instanceType,
    region,
    createdAt === null ? '' : mrkdwn`${words.created} ${moment(createdAt)}`,
    mrkdwn`${words.tag} ${code(clip(request, NAME_MAX))}`,
  ];
  return joined([bold(clipName(name, NAME_MAX)), ...facts.filter((fact) => fact !== '')], ' · ');
}

/** To an admin: purchases are frozen, why, and the evidence. */
export function behindMessage({ orphans, total, at }: BehindNotice, text: Text): Post {
  const { behind: words } = text.sweep;
  return post(words.title, [
    header(words.title),
    section(plain(words.means)),
    ...orphans.map((orphan) => section(orphanLine(orphan, text))),
    ...(total > orphans.length ? [section(plain(text.sweep.orphans.more(total - orphans.length)))] : []),
    toDo(words.next, text),
    contextBlock(mrkdwn`${words.found} ${moment(at)}`),
  ]);
}

/** To an admin: nothing is done while the credentials' account is unknown. */
export function accountUnknownMessage({ why, at }: AccountUnknownNotice, text: Text): Post {
  const { accountUnknown: words } = text.sweep;
  return post(words.title, [
    header(words.title),
    section(plain(words.means)),
    section(lines([mrkdwn`${words.why} ${code(clip(why, WHY_MAX))}`, mrkdwn`${text.card.whatToDo} ${words.next}`])),
    contextBlock(mrkdwn`${text.sweep.behind.found} ${moment(at)}`),
  ]);
}

/** To an admin: nothing is done in an account other than the store's. */
export function accountMessage({ stored, actual, at }: AccountNotice, text: Text): Post {
  const { account: words } = text.sweep;
  return post(words.title, [
    header(words.title),
    section(
      lines([
        mrkdwn`${words.stored} ${stored === null ? words.unwritten : code(stored)}`,
        mrkdwn`${words.actual} ${code(actual)}`,
      ]),
    ),
    section(plain(words.means)),
    toDo(words.next(stored, actual), text),
    contextBlock(mrkdwn`${text.sweep.behind.found} ${moment(at)}`),
  ]);
}

/** The most regions that are listed; the notification's sentence counts all. */
const REGIONS_MAX = 15;

/** To an admin: so much is missing that the bot suspects a mistake of its own. */
export function missingMessage({ regions, at }: MissingNotice, text: Text): Post {
  const { missing: words } = text.sweep;
  const total = regions.reduce((sum, { missing }) => sum + missing, 0);
  return post(words.plain(total), [
    header(words.title),
    ...regions.slice(0, REGIONS_MAX).map(({ region, missing, of, cloudIds }) => {
      const ids = joined(cloudIds.map(code), text.marks.list);
      const more = missing > cloudIds.length ? mrkdwn` …` : EMPTY;
      return section(lines([mrkdwn`⚠️ ${words.region(region, missing, of)}`, mrkdwn`${ids}${more}`]));
    }),
    section(lines([bold(words.means), mrkdwn`${text.card.whatToDo} ${words.next}`])),
    contextBlock(mrkdwn`${words.again} ${moment(at)}`),
  ]);
}
