import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../core/base/lists.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type Lease, leaseEndOf } from '../../core/lease/lease.ts';
import { endedByLease, endToShow, hasGone } from '../../core/lease/lease-clock.ts';
import { TOGETHER_MS } from '../../core/lease/warning-groups.ts';
import { WARNINGS_MS } from '../../core/lease/warning-times.ts';
import type { Note } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import type { Leased } from '../../usecases/lease/set-lease.ts';
import { actionsFor } from '../instance/actions.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions, button, contextBlock, LIMITS, section } from '../kit/blocks.ts';
import { code, EMPTY, fallback, lines, type Mrkdwn, moment, mrkdwn, saidOf, source } from '../kit/mrkdwn.ts';
import { alike, type Detail, lineSections, namesOf, type Post } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { powerAction } from '../power/ids.ts';

/** On the card, at the instance: when the cloud releases it; empty if it does not. */
export function leasePart(instance: Instance, { lease: text }: Text): Mrkdwn {
  if (endedByLease(instance)) return mrkdwn`${text.byLease}`;
  const endsAt = endToShow(instance);
  return endsAt === null || hasGone(instance) ? EMPTY : mrkdwn`${text.endsOn} ${moment(endsAt)}`;
}

/** On the card: how long the instances live by the policy. A lease in the order itself is shown among its options. */
export function leaseFact(
  { leaseMs, spec }: Pick<Request, 'leaseMs' | 'spec'>,
  { lease: text }: Text,
): readonly (readonly [string, string])[] {
  return leaseMs && spec.leaseMs === undefined ? [[text.rule, text.from(leaseMs)]] : [];
}

/** At the bottom of the card: ends that could not be set, or were not kept, and what to do. */
export function leaseTroubles(instances: readonly Instance[], text: Text, detail: Detail): readonly KnownBlock[] {
  const troubled = instances.flatMap((instance) => {
    const { lease, spec } = instance;
    if (!lease?.failure || hasGone(instance)) return [];
    return [{ name: spec.name, inCloud: lease.inCloud, failure: lease.failure }];
  });
  return troubleSections(troubled, text, detail);
}

type Troubled = Pick<Lease, 'inCloud'> & { readonly name: string; readonly failure: Failure };

/** The same trouble of several is told once. */
function troubleSections(troubled: readonly Troubled[], text: Text, detail: Detail): KnownBlock[] {
  const groups = groupBy(troubled, ({ failure, inCloud }) => JSON.stringify([failure.kind, minuteOf(inCloud)]));
  return [...groups.values()].map((group) => {
    const [first] = group;
    const { title, cause, next } = words(first.inCloud, first.failure, text);
    const names = namesOf(
      group.map(({ name }) => name),
      text,
      detail,
    );
    const what = mrkdwn`*${text.card.whatToDo}* ${next}`;
    return section(lines([mrkdwn`⚠️ *${title}*: ${names}`, mrkdwn`${cause}`, what]));
  });
}

function words(inCloud: number | null, failure: Failure, text: Text) {
  const { lease } = text;
  if (failure.kind === 'deadline')
    return { title: lease.stillThereTitle, cause: lease.stillThere, next: lease.stillThereNext };
  const cause = lease.notSet({ inCloud, failure: explainFailure(text, failure).title });
  return { title: lease.notSetTitle, cause, next: lease.notSetNext };
}

/** The most that get their own buttons, because a message has a limit of blocks. */
const BUTTONS_MAX = 5;

/** The thread's lines about leases; null for notes about something else. */
export function leaseParagraphs(notes: readonly Note[], text: Text, detail: Detail): KnownBlock[] | null {
  const [first] = notes;
  if (first?.lease === undefined) return null;
  const title = text.card.milestone[first.milestone];
  if (first.milestone === 'leaseTroubled') {
    const troubled = notes.flatMap(({ lease, failure, name }) =>
      lease === undefined || failure === null ? [] : [{ name, inCloud: lease.inCloud, failure }],
    );
    return troubleSections(troubled, text, detail);
  }
  const groups = alike(notes, (note) => [note.milestone, minuteOf(endTold(note))]);
  const rows = groups.map((group) => {
    const names = group.map(({ name }) => name);
    return mrkdwn`*${title}*: ${namesOf(names, text, detail)}${whenOf(group[0], text)}`;
  });
  const buttons =
    first.milestone === 'leaseEnding' && notes.length <= BUTTONS_MAX
      ? notes.flatMap(({ lease, ordinal, at, name }) =>
          lease === undefined
            ? []
            : [warningButtons(`lease_${ordinal}_${at}`, lease.id, notes.length > 1 ? name : null, text)],
        )
      : [];
  return [...lineSections(rows, (row) => source(row).length), ...buttons];
}

/** In minutes, as it is shown, so that leases that end together are told together. */
const minuteOf = (at: number | null): number | null => (at === null ? null : Math.floor(at / 60_000));

/** A warning tells the end that the cloud still has; a change tells the wanted end. */
const endTold = ({ milestone, lease }: Note): number | null =>
  lease === undefined || milestone === 'leased' ? (lease?.endsAt ?? null) : leaseEndOf(lease);

function whenOf(note: Note, text: Text): Mrkdwn {
  if (note.lease === undefined || note.milestone === 'leaseEnded') return EMPTY;
  const endsAt = endTold(note);
  return endsAt === null
    ? mrkdwn`${text.marks.comma}${text.lease.noEnd}`
    : mrkdwn`${text.marks.along}${text.lease.endsOn} ${moment(endsAt)}`;
}

function warningButtons(blockId: string, id: string, name: string | null, { lease, power }: Text): KnownBlock {
  const { extend } = lease;
  const said = name === null ? extend : saidOf((one) => `${extend} ${one}`, name, LIMITS.buttonText);
  return actions(blockId, [
    runButton(RUN_BESIDE, `extend:${id}`, said, `extend ${id}`),
    button({ text: power.form.button.stop, actionId: powerAction('stop'), value: id }),
    button({ text: power.form.button.release, actionId: powerAction('release'), value: id, style: 'danger' }),
  ]);
}

/** To the owner, before the end; null if it is not true any more. */
export function renderLeaseWarning(request: Request, instance: Instance, now: number, text: Text): Post | null {
  const { spec, id } = instance;
  const endsAt = endToShow(instance);
  // The message may have waited for long, and the owner may have extended the lease; or another warning with an earlier end
  // covers it.
  const isSoon = endsAt !== null && now < endsAt && endsAt - now <= WARNINGS_MS[0] + TOGETHER_MS;
  if (endsAt === null || !isSoon || hasGone(instance)) return null;
  const offered = new Set(actionsFor(asKnown(instance), true, text).map((one) => one.action_id));
  const buttons = warningButtons('lease_warning', id, null, text);
  const fitting =
    buttons.type === 'actions'
      ? {
          ...buttons,
          elements: buttons.elements.filter(
            (one) => !one.action_id?.startsWith('power_') || offered.has(one.action_id),
          ),
        }
      : buttons;
  return {
    text: fallback(text.lease.warningPlain(spec.name, endsAt)),
    blocks: [
      section(mrkdwn`⏳ *${text.lease.warning(spec.name)}*`),
      section(
        lines([
          mrkdwn`${code(spec.name)} ${text.lease.endsOn} ${moment(endsAt)}${text.marks.end}`,
          mrkdwn`${text.lease.warningMeans}`,
        ]),
      ),
      fitting,
      contextBlock(mrkdwn`${text.card.request} ${code(request.id)}`),
    ],
  };
}

/** The outcome of a wish for another lease. */
export function leaseAnswer(done: Leased, text: Text): Answer {
  switch (done.is) {
    case 'taken':
      return ephemeral(text.lease.taken(done.instance.spec.name, done.instance.lease?.endsAt ?? null));
    case 'refused':
      return ephemeral(text.lease.refused(done.instance.spec.name, done.refusal));
    case 'notTheBots':
      return ephemeral(text.power.notTheBots(done.instance.spec.name));
    case 'unknown':
      return ephemeral(text.power.form.notFound);
    case 'storeDown':
      return ephemeral(text.lease.storeDown);
    case 'busy':
      return ephemeral(text.lease.busy);
  }
}
