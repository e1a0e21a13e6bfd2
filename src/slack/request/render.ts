import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../core/base/lists.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Power } from '../../core/power/power.ts';
import { isReleased } from '../../core/power/power-rules.ts';
import { type Renewing, termOf } from '../../core/renewal/renewal-act.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import type { Request } from '../../core/request/request.ts';
import type { DisplayState } from '../../text/en/request/card.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { contextBlock, section } from '../kit/blocks.ts';
import { clip, code, EMPTY, lines, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { type Detail, namesOf, plainNamesOf } from '../kit/post.ts';

export function requestTitle({ amount, spec, renewal }: Request, text: Text): string {
  if (renewal?.disk !== undefined) return text.prepaidDisk.title(spec.name, renewal.disk);
  return renewal !== undefined && spec.charge.kind === 'prepaid'
    ? text.renewal.title(spec.name, spec.charge.term)
    : text.card.title(amount, spec.instanceType, spec.zone);
}

/** The purchase for an existing instance, inside a sentence. */
export const purchaseWithin = (request: Renewing, { renewal: words, prepaidDisk }: Text): string => {
  const { spec, renewal } = request;
  return renewal.disk === undefined
    ? words.what(spec.name, termOf(request))
    : prepaidDisk.what(spec.name, renewal.disk);
};

export function displayStateOf(instance: Instance): DisplayState {
  const { order, observed, adopted } = instance;
  if (isReleased(instance)) return 'released';
  if (instance.outcome === 'withdrawn') return 'withdrawn';
  if (instance.outcome === 'failed' && (order === null || observed === null)) return 'failed';
  if (instance.heldBy !== null && instance.cloudId === null) return 'held';
  if (instance.heldBy !== null) return order === null ? 'heldStopped' : 'heldHalted';
  // An instance stopped by order, or taken over, is not about to start.
  if (observed !== null)
    return observed.status === 'Stopped' && (order !== null || adopted) ? 'halted' : observed.status;
  if (instance.cloudId !== null) return 'accepted';
  return instance.createTriedAt !== null ? 'creating' : 'waiting';
}

/** `47.1.2.3 (private 10.0.0.4)`; empty without addresses. */
export function addresses(of: { publicIp: string | null; privateIp: string | null }, text: Text): Mrkdwn {
  const inner = of.privateIp === null ? EMPTY : mrkdwn`${text.card.privateAddress} ${code(of.privateIp)}`;
  if (of.publicIp === null) return inner;
  return of.privateIp === null
    ? code(of.publicIp)
    : mrkdwn`${code(of.publicIp)}${text.marks.open}${inner}${text.marks.close}`;
}

/** The same in plain text. */
export function plainAddresses(of: { publicIp: string | null; privateIp: string | null }, text: Text): string {
  const inner = of.privateIp === null ? '' : `${text.card.privateAddress} ${of.privateIp}`;
  if (of.publicIp === null) return inner;
  return inner === '' ? of.publicIp : `${of.publicIp}${text.marks.open}${inner}${text.marks.close}`;
}

/** A failure of one instance. */
export interface Trouble {
  readonly name: string;
  readonly failure: Failure;
  /** The bot is still trying. */
  readonly passing: boolean;
  /** The order that it is about; null for a creation. */
  readonly order: Power | null;
  /** The cloud id of an instance that exists although it failed, and that a person must deal with; null if none was created. */
  readonly leftBehind: string | null;
}

/** The cloud id of a failed instance that exists, unless the failure's own text names it. */
export const leftBehindOf = ({
  cloudId,
  failure,
  order = null,
}: Pick<Instance, 'cloudId' | 'failure'> & { readonly order?: object | null }): string | null =>
  failure === null || order !== null || TELLS_OF_THE_INSTANCE.has(failure.kind) ? null : cloudId;

const TELLS_OF_THE_INSTANCE: ReadonlySet<FailureKind> = new Set(['vanished', 'reclaimed', 'gone', 'deadline']);

/**
 * Explains the same failure of several instances once, with their names.
 *
 * @param lead a word before the title, e.g. `Failed`
 */
export function troubleBlocks(
  troubles: readonly Trouble[],
  text: Text,
  detail: Detail,
  lead: string | null = null,
): KnownBlock[] {
  return grouped(troubles).flatMap((group) => {
    const [first] = group;
    const { title, cause, next, smallPrint } = explainFailure(text, first.failure, first.passing, first.order);
    const names = namesOf(
      group.map(({ name }) => name),
      text,
      detail,
    );
    const todo = first.passing ? mrkdwn`${next}` : mrkdwn`*${text.card.whatToDo}* ${next}`;
    const failed = first.order === null || first.passing ? lead : text.power.couldNotLead(first.order);
    const heading = failed === null ? title : `${failed}${text.marks.colon}${title}`;
    const left = leftBehind(group, text);
    const said = section(
      lines([
        mrkdwn`*${heading}* – ${names}`,
        ...(detail.cause ? [mrkdwn`${cause}`] : []),
        todo,
        ...(left === '' ? [] : [mrkdwn`${left}`]),
      ]),
    );
    if (smallPrint === '' || detail.smallPrintMax === 0) return [said];
    return [said, contextBlock(mrkdwn`${clip(smallPrint, detail.smallPrintMax)}`)];
  });
}

/** One sentence per group, for the text beside the blocks. */
export const plainTroubles = (troubles: readonly Trouble[], text: Text): string =>
  grouped(troubles)
    .map((group) => {
      const [first] = group;
      const { title, cause, next } = explainFailure(text, first.failure, first.passing, first.order);
      const left = leftBehind(group, text);
      const { colon, end } = text.marks;
      const names = plainNamesOf(
        group.map(({ name }) => name),
        text,
      );
      return sentencesOf([`${names}${colon}${title}${end}`, cause, next, left]);
    })
    .join(' ');

/** Without it, a reader of only the next step would pay for the existing instance as well. */
function leftBehind(troubles: readonly Trouble[], text: Text): string {
  const ids = troubles.flatMap(({ passing, leftBehind }) => (passing || leftBehind === null ? [] : [leftBehind]));
  if (ids.length === 0) return '';
  const shown = ids.slice(0, MAX_NAMES_LISTED);
  const more = ids.length - shown.length;
  // The text joins these as a list, in which the count must not be an item.
  const last = more > 0 ? [`${shown.pop()} ${text.many.more(more)}`] : [];
  return text.failures.leftBehind([...shown, ...last]);
}

function grouped(troubles: readonly Trouble[]): readonly (readonly [Trouble, ...Trouble[]])[] {
  const groups = groupBy(troubles, ({ passing, order, failure: { kind, code, missing } }) =>
    JSON.stringify([passing, order, kind, code, missing?.action]),
  );
  return [...groups.values()];
}
