import type { KnownBlock } from '@slack/types';
import type { AttributeMiss, AttributeStep } from '../../core/attribute/attribute.ts';
import { wasAnswerLost } from '../../core/failure/failure-cause.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Message, Note } from '../../core/request/message.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { AttributesOrdered } from '../../usecases/attribute/set-attributes.ts';
import { reasonOf } from '../freeze/blocks.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import {
  clip,
  clipName,
  code,
  fallback,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import type { Detail, Post } from '../kit/post.ts';

const STEP_MAX = 400;

/** `name web-1 → web-2`, `owner @ann`. */
function stepText(step: AttributeStep, { attribute }: Text): Mrkdwn {
  const said = harmless(clip(attribute.step(step), STEP_MAX));
  return step.is === 'owner' ? mrkdwn`${said} ${userMention(step.to)}` : said;
}

const listed = (steps: readonly AttributeStep[], text: Text): Mrkdwn =>
  joined(
    steps.map((step) => stepText(step, text)),
    text.marks.semicolon,
  );

/** Answers the person who wants a change; only they see it. */
export function attributesAnswer(ordered: AttributesOrdered, text: Text): Answer {
  const { attribute: words, marks } = text;
  switch (ordered.is) {
    case 'taken': {
      const { spec, lease, attributes } = ordered.instance;
      const steps = attributes?.left ?? [];
      const endsAt = steps.some((step) => step.is === 'protection' && step.on) ? (lease?.endsAt ?? null) : null;
      const rows = [
        mrkdwn`${words.taken(spec.name)}${marks.colon}${listed(steps, text)}${marks.end}`,
        mrkdwn`${words.takenMeans}`,
        ...(endsAt === null ? [] : [mrkdwn`⚠️ ${words.protectedUntil(endsAt)}`]),
      ];
      return { text: source(lines(rows)), blocks: [section(lines(rows))] };
    }
    case 'refused':
      return ephemeral(words.refused(ordered.instance.spec.name, ordered.refusal));
    case 'notTheBots':
      return ephemeral(text.power.notTheBots(ordered.instance.spec.name));
    case 'unknown':
      return ephemeral(text.power.form.notFound);
    case 'storeDown':
      return ephemeral(words.storeDown);
    case 'busy':
      return ephemeral(words.busy);
  }
}

/** The thread's lines at the end: which changes were made, and which were not and why. */
export const changeParagraphs = (notes: readonly Note[], text: Text, detail: Detail): KnownBlock[] =>
  notes.flatMap((note) => paragraphsOf(note, text, detail));

function paragraphsOf({ changed, name }: Note, text: Text, { nameMax }: Detail): KnownBlock[] {
  if (changed === undefined) return [];
  const { by, done, missed } = changed;
  const who = code(clipName(name, nameMax));
  const told = mrkdwn`${userMention(by)} *${text.attribute.changed}* ${who}${text.marks.colon}${listed(done, text)}${text.marks.end}`;
  const more = done.some(({ is }) => is === 'grow' || is === 'addDisk') ? [contextBlock(text.disk.afterwards)] : [];
  return [
    ...(done.length === 0 ? [] : [section(told), ...more]),
    ...missed.map((miss) => missedSection(miss, who, text)),
  ];
}

/** The obstacle, what to do, and the small print. */
function whyMissed(miss: AttributeMiss, text: Text): readonly [cause: string, next: string, smallPrint: string] {
  const { attribute: words, disk } = text;
  if ('freeze' in miss) return [disk.frozen(reasonOf(miss.freeze, text.freeze)), disk.frozenNext, ''];
  const { cause: because, smallPrint } = explainFailure(text, miss.failure);
  const cause = miss.failure.kind === 'deadline' ? words.tooLate : because;
  if (miss.made !== undefined) return [cause, disk.notAttached(miss.made), smallPrint];
  if (miss.isDoubtful) return [sentencesOf([cause, disk.doubtful]), words.next, smallPrint];
  return [cause, miss.step.is === 'owner' ? words.ownerTagNext : words.next, smallPrint];
}

function missedSection(miss: AttributeMiss, who: Mrkdwn, text: Text): KnownBlock {
  const { attribute: words } = text;
  const { step } = miss;
  const [cause, next, smallPrint] = whyMissed(miss, text);
  const isOpen = 'failure' in miss && (miss.isDoubtful === true || wasAnswerLost(miss.failure));
  const title = step.is === 'owner' ? words.ownerTagNotChanged : isOpen ? words.unconfirmed : words.notChanged;
  return section(
    lines([
      mrkdwn`⚠️ *${title}*${text.marks.colon}${who}${text.marks.comma}${stepText(step, text)}${text.marks.end}`,
      mrkdwn`${cause}`,
      mrkdwn`*${text.card.whatToDo}* ${next}`,
      ...(smallPrint === '' ? [] : [mrkdwn`_${smallPrint}_`]),
    ]),
  );
}

type Given = Extract<Message, { about: 'owner' }>;

/** To the new owner and the previous one; null once somebody else owns it again. */
export function renderGiven(
  { user, by, owner, name, requestId, instanceId }: Given,
  instances: readonly Instance[],
  text: Text,
): Post | null {
  if (instances.find(({ id }) => id === instanceId)?.requester !== owner) return null;
  const { attribute: words, marks } = text;
  const rows =
    user === owner
      ? [mrkdwn`${userMention(by)} ${words.yours(name)}${marks.end}`, mrkdwn`${words.yoursMeans}`]
      : [
          mrkdwn`${userMention(by)} ${words.taking(name)} ${userMention(owner)}${marks.end}`,
          mrkdwn`${words.givenMeans}`,
        ];
  return {
    text: fallback(words.givenPlain(name)),
    blocks: [section(lines(rows)), contextBlock(mrkdwn`${text.card.request} ${code(requestId)}`)],
  };
}
