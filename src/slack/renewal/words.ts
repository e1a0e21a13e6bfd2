import type { KnownBlock } from '@slack/types';
import { type DiskGrowth, diskKey } from '../../core/disk/disk-wish.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { isBought, isInDoubt, mayHaveCost, type Renewal, type RenewalEnd } from '../../core/renewal/renewal.ts';
import { endOfTerm, lacksMoney, type Renewing, termOf } from '../../core/renewal/renewal-act.ts';
import type { RenewalNote } from '../../core/request/message.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import { momentMark } from '../../text/moments.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { reasonOf, waitingNote } from '../freeze/blocks.ts';
import { actions, button, contextBlock, section } from '../kit/blocks.ts';
import { clip, clipName, code, lines, type Mrkdwn, moment, mrkdwn } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';
import { RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { stepAction } from '../request/next-step-ids.ts';
import { placeText } from '../request/place-text.ts';
import { renewButton } from './ids.ts';

/**
 * Texts about purchases for an existing instance, a further term or a larger disk: on the card, in the thread and in direct
 * messages.
 */

/** In plain text, in rows of two: nobody's markup can change how it reads. */
export function renewalFacts(request: Renewing, text: Text): readonly (readonly [string, string])[] {
  const { spec, renewal } = request;
  const { facts } = text.renewal;
  const { wasUntil, cloudId, disk } = renewal;
  return [
    [facts.instance, clipName(spec.name.replace(/\s+/g, ' '), NAME_MAX)],
    [facts.id, cloudId],
    [facts.type, spec.instanceType],
    [facts.region, placeText(request, text)],
    ...(disk === undefined
      ? termFacts(request, text)
      : [...diskFacts(renewal, disk, text), [facts.until, momentMark(wasUntil)] as const]),
  ];
}

function termFacts(request: Renewing, { renewal: { facts } }: Text): readonly (readonly [string, string])[] {
  const { end, wasUntil } = request.renewal;
  const until = end?.is === 'renewed' ? end.until : endOfTerm(wasUntil, termOf(request));
  return [
    [end?.is === 'renewed' ? facts.wasUntil : facts.until, momentMark(wasUntil)],
    [end?.is === 'renewed' ? facts.nowUntil : facts.newEnd, momentMark(until)],
  ];
}

function diskFacts(
  { end }: Renewal,
  { which, diskId, from, to }: DiskGrowth,
  { prepaidDisk: words }: Text,
): readonly (readonly [string, string])[] {
  return [
    [words.facts.disk, words.diskIs(which, diskId)],
    [end?.is === 'grown' ? words.was : words.facts.from, `${from} GiB`],
    [words.facts.to, `${to} GiB`],
  ];
}

const NAME_MAX = 200;

/** Whether something may have been debited and nobody can tell for what. */
export const isUnclear = ({ end }: Pick<Renewal, 'end'>): boolean => end?.is === 'failed' && mayHaveCost({ end });

/** The progress in plain text. */
export function plainRenewal({ renewal }: Renewing, text: Text): string {
  const { end, disk } = renewal;
  const words = purchaseWords(renewal, text);
  if (end?.is === 'renewed') return text.renewal.renewed(end.until);
  if (end?.is === 'grown') return text.prepaidDisk.grown(disk?.to ?? 0);
  if (end?.is === 'barred') return words.barred[end.why];
  return words.stage[stageOf(renewal)];
}

function stageOf(renewal: Renewal): keyof Text['renewal']['stage'] {
  const { end, heldBy, acceptedAt, triedAt, failure } = renewal;
  if (end !== null) return isUnclear(renewal) ? 'unclear' : 'failed';
  if (heldBy !== null) return 'held';
  if (acceptedAt !== null) return 'accepted';
  if (triedAt === null) return 'waiting';
  return isInDoubt(renewal) && failure !== null ? 'inDoubt' : 'trying';
}

/** The same as a line of the card, with its mark. */
export function renewalLine(request: Renewing, text: Text): Mrkdwn {
  const { end, heldBy, disk } = request.renewal;
  if (end?.is === 'renewed') return mrkdwn`✅ *${text.renewal.renewedUntil}* ${moment(end.until)}`;
  if (end?.is === 'grown' && disk !== undefined) return grownLine(disk, text);
  const mark = end !== null ? (isUnclear(request.renewal) ? '❔' : '❌') : heldBy !== null ? '🧊' : '⏳';
  return mrkdwn`${mark} *${plainRenewal(request, text)}*`;
}

/** The growth of the disk, and what is left to do on the instance. */
const grownLine = (growth: DiskGrowth, { prepaidDisk: words, disk, marks }: Text): Mrkdwn =>
  lines([mrkdwn`✅ *${words.grownNote}*${marks.colon}${disk.step(growth)}`, mrkdwn`${words.grownMeans}`]);

/** Why it is not done, or not yet, and what to do; empty if all is well. */
export function renewalTrouble({ renewal }: Renewing, text: Text, detail: Detail): readonly KnownBlock[] {
  const { end, failure, heldBy } = renewal;
  if (end?.is === 'barred') return [section(mrkdwn`${purchaseWords(renewal, text).barredMeans(end.why, end.until)}`)];
  const shown = end?.is === 'failed' ? end.failure : failure;
  return shown === null || heldBy !== null || isBought(end)
    ? []
    : failureBlocks(shown, end === null, explainedAs(renewal), text, detail);
}

/** The act by which a failure is explained. */
const explainedAs = ({ disk }: Pick<Renewal, 'disk'> | Pick<RenewalNote, 'disk'>): 'renew' | 'resize' =>
  disk === undefined ? 'renew' : 'resize';

function failureBlocks(
  failure: Failure,
  passing: boolean,
  what: 'renew' | 'resize',
  text: Text,
  detail: Detail,
): readonly KnownBlock[] {
  const { title, cause, next, smallPrint } = explainFailure(text, failure, passing, what);
  const todo = passing ? mrkdwn`${next}` : mrkdwn`*${text.card.whatToDo}* ${next}`;
  const said = section(lines([mrkdwn`*${title}*`, mrkdwn`${cause}`, todo]));
  if (smallPrint === '' || detail.smallPrintMax === 0) return [said];
  return [said, contextBlock(mrkdwn`${clip(smallPrint, detail.smallPrintMax)}`)];
}

/** Buttons to ask for the same again, if nothing was debited. */
export function againButtons(
  request: Renewing,
  { renewal: words, prepaidDisk, nextSteps }: Text,
): readonly KnownBlock[] {
  const { id, state, renewal } = request;
  const { end, instanceId, disk } = renewal;
  const failed = end !== null && !isBought(end) && !mayHaveCost(renewal);
  const isOver = state === 'denied' || state === 'expired' || (failed && !(end.is === 'barred' && end.why === 'gone'));
  if (!isOver) return [];
  const again =
    disk === undefined
      ? renewButton(words.again, instanceId, termOf(request))
      : runButton(RUN_HERE, 'again', prepaidDisk.again, `set ${instanceId} ${diskKey(disk.which)}=${disk.to}`);
  const balance = button({ text: nextSteps.button.balance, actionId: stepAction('balance'), value: id });
  return [actions('renew_again', lacksMoney(request) ? [balance, again] : [again])];
}

/** A paragraph of the thread per note. */
export const renewalParagraphs = (notes: readonly RenewalNote[], text: Text, detail: Detail): readonly KnownBlock[] =>
  notes.flatMap((note) => paragraph(note, text, detail));

function paragraph(note: RenewalNote, text: Text, detail: Detail): readonly KnownBlock[] {
  const { what, name, disk } = note;
  const { renewal, marks } = text;
  const words = purchaseWords(note, text);
  const which = code(clipName(name, detail.nameMax));
  switch (what.is) {
    case 'held':
      return [waitingNote(what.freeze, code(clipName(name, detail.nameMax)), text)];
    case 'accepted':
      return [section(mrkdwn`*${words.acceptedNote}*: ${which}${marks.stop}${words.acceptedMeans}`)];
    case 'renewed':
      return [
        section(mrkdwn`✅ *${renewal.renewedNote}*: ${which}${marks.comma}${renewal.paidUntil} ${moment(what.until)}`),
      ];
    case 'grown':
      return disk === undefined ? [] : [section(lines([which, grownLine(disk, text)]))];
    case 'troubled':
      return [
        section(mrkdwn`*${words.troubledNote}*: ${which}`),
        ...failureBlocks(what.failure, true, explainedAs(note), text, detail),
      ];
    case 'barred':
      return [
        section(
          lines([
            mrkdwn`❌ *${words.failedNote}*: ${which}${marks.stop}${words.barred[what.why]}${marks.end}`,
            mrkdwn`${words.barredMeans(what.why, what.until)}`,
          ]),
        ),
      ];
    case 'failed':
      return [
        section(mrkdwn`*${leadOf(what, words)}*: ${which}`),
        ...failureBlocks(what.failure, false, explainedAs(note), text, detail),
      ];
  }
}

type PurchaseWords = ReturnType<typeof purchaseWords>;

const leadOf = (end: Extract<RenewalEnd, { is: 'failed' }>, words: PurchaseWords): string =>
  isUnclear({ end }) ? words.stage.unclear : words.failedNote;

/** The same as one line without markup. */
export function plainRenewalNote(note: RenewalNote, text: Text): string {
  const { what, name, disk } = note;
  const words = purchaseWords(note, text);
  const { colon, stop } = text.marks;
  switch (what.is) {
    case 'held':
      return `${name}${colon}${text.freeze.plain(reasonOf(what.freeze, text.freeze))}`;
    case 'accepted':
      return `${words.acceptedNote}${colon}${name}`;
    case 'renewed':
      return `${name}${colon}${text.renewal.renewed(what.until)}`;
    case 'grown':
      return `${name}${colon}${text.prepaidDisk.grown(disk?.to ?? 0)}`;
    case 'barred':
      return `${name}${colon}${words.barred[what.why]}`;
    case 'troubled': {
      const { title, next } = explainFailure(text, what.failure, true, explainedAs(note));
      return `${words.troubledNote}${colon}${name}${colon}${title}${stop}${next}`;
    }
    case 'failed': {
      const { title, cause, next } = explainFailure(text, what.failure, false, explainedAs(note));
      return `${leadOf(what, words)}${colon}${name}${colon}${title}${stop}${sentencesOf([cause, next])}`;
    }
  }
}
