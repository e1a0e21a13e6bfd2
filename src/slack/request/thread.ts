import type { KnownBlock } from '@slack/types';
import type { Instance } from '../../core/instance/instance.ts';
import {
  type DecisionNote,
  MILESTONES,
  type Milestone,
  type Note,
  type RenewalNote,
} from '../../core/request/message.ts';
import { MAX_NAMES_LISTED, nameRanges } from '../../core/request/name-ranges.ts';
import type { Text } from '../../text/en.ts';
import { changeParagraphs } from '../attribute/words.ts';
import { expiryParagraphs } from '../auto-renewal/expiry-words.ts';
import { reasonOf, waitingNote } from '../freeze/blocks.ts';
import { section } from '../kit/blocks.ts';
import {
  clipName,
  code,
  EMPTY,
  fallback,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import { alike, type Detail, fitting, lineSections, namesOf, type Post, plainNamesOf, whereAll } from '../kit/post.ts';
import { leaseParagraphs } from '../lease/words.ts';
import { plainRenewalNote, renewalParagraphs } from '../renewal/words.ts';
import { decisionParagraph, plainDecision } from './decision-note.ts';
import { gettingIn, type KnownServer } from './getting-in.ts';
import { addresses, leftBehindOf, plainAddresses, plainTroubles, type Trouble, troubleBlocks } from './render.ts';

/**
 * Notes as one post for the request's thread: the events of its approval in their order, then one paragraph per milestone in the
 * order in which an instance passes them: `Running: web-1 47.1.2.3 (private 10.0.0.4), web-2 …`.
 *
 * @param all in the order of their creation
 * @param now the request's instances as they are now, to tell how to log in; null to leave that out
 */
export function renderThread(
  all: readonly (Note | DecisionNote | RenewalNote)[],
  text: Text,
  now: ThreadServers | null = null,
): Post {
  // Nothing is bought before the decision, so no milestone comes before one.
  const decisions = all.filter((note) => note.milestone === 'decision');
  const renewals = all.filter((note) => note.milestone === 'renewal');
  const notes = all.filter((note) => note.milestone !== 'decision' && note.milestone !== 'renewal');
  const groups = chapters(notes).flatMap((some) =>
    inOrder(some).map((milestone) => ({
      milestone,
      notes: some.filter((note) => note.milestone === milestone).toSorted((a, b) => a.ordinal - b.ordinal),
    })),
  );
  const plain = [
    ...decisions.map((note) => plainDecision(note, text)),
    ...renewals.map((note) => plainRenewalNote(note, text)),
    ...groups.map(({ milestone, notes }) => plainParagraph(milestone, notes, text)),
  ].join('\n');
  return {
    // Line by line, because harmless text is one line.
    text: fallback(lines(plain.split('\n').map(harmless))),
    blocks: fitting((detail) => [
      ...decisions.map((note) => decisionParagraph(note, text, detail)),
      ...renewalParagraphs(renewals, text, detail),
      ...groups.flatMap(({ milestone, notes }) => paragraph(milestone, notes, text, detail)),
      ...(now === null ? [] : whereAll([...new Set(notes.map(({ name }) => name))], now.region, text)),
      ...(now === null ? [] : gettingIn(runningOf(notes, now), now, text, detail)),
    ]),
  };
}

interface ThreadServers extends KnownServer {
  readonly instances: readonly Instance[];
  readonly region: string;
}

/** The instances of which the notes tell that they run. */
function runningOf(notes: readonly Note[], { instances }: ThreadServers): readonly Instance[] {
  const running = new Set(notes.filter(({ milestone }) => milestone === 'running').map(({ ordinal }) => ordinal));
  return instances.filter(({ ordinal }) => running.has(ordinal));
}

/** Effects of an order are told after it, and earlier notes before it: orders that come together begin a chapter. */
function chapters(notes: readonly Note[]): readonly (readonly Note[])[] {
  const all: Note[][] = [];
  let ordered = new Set<number>();
  for (const [index, note] of notes.entries()) {
    const isOrder = note.milestone === 'ordered';
    const begins = isOrder && notes[index - 1]?.milestone !== 'ordered';
    if (all.length === 0 || begins || (isOrder && ordered.has(note.ordinal))) {
      all.push([]);
      ordered = new Set();
    }
    if (isOrder) ordered.add(note.ordinal);
    all.at(-1)?.push(note);
  }
  return all;
}

/**
 * The milestones in the notes. A delay can come between any two steps of an instance: it is told before the steps that followed
 * it, so that nobody reads below `Running` that the bot is still trying.
 */
function inOrder(notes: readonly Note[]): readonly Milestone[] {
  const told = MILESTONES.filter((milestone) => notes.some((note) => note.milestone === milestone));
  const steps = told.filter((milestone) => !isDelay(milestone));
  const before = (step: Milestone | null): readonly Milestone[] =>
    told.filter((milestone) => isDelay(milestone) && (stepAfter(milestone, steps, notes) ?? null) === step);
  return [...steps.flatMap((step) => [...before(step), step]), ...before(null)];
}

const isDelay = (milestone: Milestone): boolean => milestone === 'slow' || milestone === 'troubled';

/** The first step that an instance took after its delay. */
function stepAfter(delay: Milestone, steps: readonly Milestone[], notes: readonly Note[]): Milestone | undefined {
  const delayed = new Set<number>();
  const made = new Set<Milestone>();
  for (const { milestone, ordinal } of notes) {
    if (delayed.has(ordinal)) made.add(milestone);
    if (milestone === delay) delayed.add(ordinal);
  }
  return steps.find((step) => made.has(step));
}

function paragraph(milestone: Milestone, notes: readonly Note[], text: Text, detail: Detail): KnownBlock[] {
  const title = text.card.milestone[milestone];
  const ofLease = leaseParagraphs(notes, text, detail);
  if (ofLease !== null) return ofLease;
  if (milestone === 'changed') return changeParagraphs(notes, text, detail);
  const ofEnd = expiryParagraphs(notes, text, detail);
  if (ofEnd !== null) return ofEnd;
  if (milestone === 'held') return waitingParagraphs(notes, text, detail);
  if (milestone === 'adopted') return [section(lines(notes.map((note) => adoptedLine(note, text, detail))))];
  if (milestone === 'ordered') {
    const rows = alike(notes, orderKey).map((group) => orderLine(group, text, detail));
    return lineSections(rows, (row) => source(row).length);
  }
  const told = notes.filter((note) => !explained(note));
  const explanations = troubleBlocks(troublesOf(notes), text, detail, title);
  if (told.length === 0) return explanations;
  const means = text.card.milestoneMeans[milestone];
  const list = told.length > MAX_NAMES_LISTED ? manyOf(told, text, detail) : itemList(told, text, detail);
  const { open, close, colon } = text.marks;
  const line =
    means === undefined
      ? mrkdwn`*${title}*: ${list}`
      : mrkdwn`*${title}* ${open.trim()}${means}${close}${colon}${list}`;
  return [section(line), ...explanations];
}

/** `web-001 … web-300 (300)`, or the count and the names: the list has their addresses. */
function manyOf(notes: readonly Note[], text: Text, detail: Detail): Mrkdwn {
  const groups = alike(notes, (note) => chargedAs(note, text)).map((group) => {
    const charged = chargedAs(group[0], text);
    const mode = charged === '' ? EMPTY : mrkdwn`${text.marks.open}${charged}${text.marks.close}`;
    const names = group.map(({ name }) => name);
    const count = nameRanges(names).length > 1 ? mrkdwn`${names.length} · ` : EMPTY;
    return mrkdwn`${count}${namesOf(names, text, detail)}${mode}`;
  });
  return joined(groups, text.marks.semicolon);
}

function itemList(notes: readonly Note[], text: Text, detail: Detail): Mrkdwn {
  const items = notes.map((note) => item(note, text, detail));
  return items.length > INLINE_MAX
    ? lines([EMPTY, ...items.map((each) => mrkdwn`• ${each}`)])
    : joined(items, text.marks.list);
}

/** `@ines has taken this over: web-1 i-…`. */
const adoptedLine = ({ by = '', name, cloudId }: Note, text: Text, detail: Detail): Mrkdwn =>
  mrkdwn`${userMention(by)} *${text.card.adopted}*${text.marks.colon}${code(clipName(name, detail.nameMax))} ${code(cloudId ?? '')}${text.marks.stop}${text.card.adoptedMeans}`;

const orderKey = ({ order, replaces }: Note): unknown => [order?.by, order?.what, order?.stoppedMode, replaces];

/** `@lena has this stopped: web-1`; the mention makes her follow the thread. */
function orderLine(group: readonly [Note, ...Note[]], text: Text, detail: Detail): Mrkdwn {
  const [{ order, replaces }] = group;
  const names = group.map(({ name }) => name);
  const who = namesOf(names, text, detail);
  if (order === undefined) return mrkdwn`*${text.card.milestone.ordered}*: ${who}`;
  const more = orderDetails({ order, replaces }, text);
  return mrkdwn`${userMention(order.by)} *${text.power.ordered[order.what]}*: ${who}${more === '' ? '' : `${text.marks.comma}${more}`}`;
}

function orderDetails(
  { order, replaces }: Pick<Note, 'order'> & { readonly replaces: Note['replaces'] | undefined },
  text: Text,
): string {
  const saves = order?.stoppedMode === 'StopCharging' ? [text.power.savingMode] : [];
  return [...saves, ...(replaces === undefined ? [] : [text.power.insteadOf(replaces)])].join(text.marks.comma);
}

/** How a stopped instance is charged. */
const chargedAs = ({ milestone, order }: Note, text: Text): string =>
  milestone === 'halted' && order?.stoppedMode ? text.power.charged[order.stoppedMode] : '';

/** One paragraph per freeze: several may have followed each other while nothing could be sent. */
function waitingParagraphs(notes: readonly Note[], text: Text, detail: Detail): KnownBlock[] {
  const freezes = new Map(notes.flatMap(({ freeze }) => (freeze === undefined ? [] : [[freeze.version, freeze]])));
  return [...freezes.values()].map((freeze) => {
    const names = notes.filter((note) => note.freeze?.version === freeze.version).map(({ name }) => name);
    return waitingNote(freeze, namesOf(names, text, detail), text);
  });
}

/** The most instances in one line; more get a line each. */
const INLINE_MAX = 3;

const item = (note: Note, text: Text, detail: Detail): Mrkdwn => {
  const where = shows(note) ? addresses(note, text) : EMPTY;
  const id = note.milestone === 'pending' && note.cloudId !== null ? code(note.cloudId) : EMPTY;
  const charged = chargedAs(note, text);
  const mode = charged === '' ? EMPTY : mrkdwn`${text.marks.open.trim()}${charged}${text.marks.close}`;
  return joined(
    [code(clipName(note.name, detail.nameMax)), where, id, mode].filter((part) => part !== EMPTY),
    ' ',
  );
};

function plainParagraph(milestone: Milestone, notes: readonly Note[], text: Text): string {
  const title = text.card.milestone[milestone];
  if (milestone === 'ordered')
    return alike(notes, orderKey)
      .map((group) => plainOrder(group, text))
      .join(text.marks.stop);
  const told = notes.filter((note) => !explained(note));
  const names =
    told.length > MAX_NAMES_LISTED
      ? plainNamesOf(
          told.map(({ name }) => name),
          text,
        )
      : told
          .map((note) => [note.name, shows(note) ? plainAddresses(note, text) : ''].join(' ').trim())
          .join(text.marks.list);
  const reasons = new Set(
    told.flatMap(({ freeze }) => (freeze === undefined ? [] : [text.freeze.plain(reasonOf(freeze, text.freeze))])),
  );
  return `${title}${text.marks.colon}${[names, ...reasons, plainTroubles(troublesOf(notes), text)].filter((part) => part !== '').join(text.marks.stop)}`;
}

function plainOrder(group: readonly [Note, ...Note[]], text: Text): string {
  const [note] = group;
  const { order } = note;
  const names = group.map((one) => one.name);
  const name = plainNamesOf(names, text);
  if (order === undefined) return `${text.card.milestone.ordered}${text.marks.colon}${name}`;
  const more = orderDetails({ order, replaces: note.replaces }, text);
  return [`${text.card.milestone.ordered}${text.marks.colon}${name} ${text.power.underWay[order.what]}`, more]
    .filter((part) => part !== '')
    .join(text.marks.comma);
}

/** Addresses are told when they are assigned, and when they can be used. */
const shows = ({ milestone }: Note): boolean =>
  milestone === 'address' || milestone === 'addressLater' || milestone === 'running';

const explained = ({ milestone, failure }: Note): boolean =>
  failure !== null && (milestone === 'failed' || milestone === 'troubled');

const troublesOf = (notes: readonly Note[]): readonly Trouble[] =>
  notes.flatMap((note) =>
    note.failure !== null && explained(note)
      ? [
          {
            name: note.name,
            failure: note.failure,
            passing: note.milestone === 'troubled',
            order: note.order?.what ?? null,
            leftBehind: leftBehindOf(note),
          },
        ]
      : [],
  );
