import type { KnownBlock, ModalView } from '@slack/types';
import { PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import type { Draft, FieldProblem } from '../../core/spec/spec.ts';
import type { Text } from '../../text/en.ts';
import { draftFacts } from '../../text/option-facts.ts';
import { type FormPlan, leaseOfForm } from '../../usecases/spec/plan-form.ts';
import { type Access, isClosed } from '../channels/channel-access.ts';
import { afterChannel, beforeChannel, notBetweenPeople } from '../channels/place-words.ts';
import { actions, button, contextBlock, LIMITS, plain, section } from '../kit/blocks.ts';
import { isChannelId, isUserId } from '../kit/ids.ts';
import { type Mrkdwn, visible } from '../kit/mrkdwn.ts';
import { type FormApproval, formApprovalBlocks, requiresApproval } from './approval-preview.ts';
import { carriedOptions } from './carried.ts';
import { costBlocks, type FormCost } from './cost.ts';
import { formFields } from './fields.ts';
import { type FormLayout, FULL_LAYOUT, fixedLines, hiddenOf, layoutButtons } from './layout.ts';
import { type Drawn, type FormMeta, fitsMeta, noteIn, readBlockId, writeMeta } from './view-state.ts';

export const CREATE_FORM = 'create_form';
export const RETRY = 'form_retry';

export interface Banner {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Everything that the form shows. */
interface FormContent {
  readonly plan: FormPlan;
  readonly cost: FormCost;
  readonly meta: FormMeta;
  /** Problems that have no field; null for none. */
  readonly banner?: Banner | null;
  /** Whether the bot can post to the channel; open if left out. */
  readonly access?: Access;
  /** Null while that is unknown. */
  readonly approval?: FormApproval | null;
  /** With all fields if left out. */
  readonly layout?: FormLayout;
}

/** The form with its values, problems at their fields, the costs, and a banner for everything else. */
export function createForm(
  { plan, cost, meta, banner = null, access = 'open', approval = null, layout = FULL_LAYOUT }: FormContent,
  words: Text,
): ModalView {
  const fixed = hiddenOf(plan, layout);
  const { modal: text, lease } = words;
  return {
    ...frame(withOptions(meta, plan, layout), text),
    submit: plain(requiresApproval(approval) ? text.submitAsk : text.submit, LIMITS.viewTitle),
    close: plain(text.close, LIMITS.viewTitle),
    blocks: [
      ...bannerBlocks(banner),
      ...formFields(plan, words, layout),
      ...fixedLines(plan, fixed, words),
      ...optionNote(plan, words, layout),
      ...layoutButtons(layout, text),
      ...leaseNote(plan, lease),
      { ...where(meta.channel, access, words), block_id: `${WHERE}|${access}` },
      ...costBlocks(cost, plan, words, formApprovalBlocks(approval, words), leaseOfForm(plan)),
    ],
  };
}

/** Shown while the lists load; the metadata keeps what was typed. */
export const loadingForm = (meta: FormMeta, { modal: text }: Text): ModalView =>
  noteView(meta, text.loading, text.close, text);

/** Shown while a submission is checked. */
export const checkingForm = (meta: FormMeta, { modal: text }: Text): ModalView =>
  noteView(meta, text.checking, text.closeDone, text);

/** The final window. */
export const doneForm = (meta: FormMeta, sentence: string, { modal: text }: Text): ModalView =>
  noteView(meta, sentence, text.closeDone, text);

/** After a submission that needs approval before anything is bought. */
export const waitingForm = (meta: FormMeta, sentences: readonly Mrkdwn[], { modal: text }: Text): ModalView => ({
  ...frame(meta, text),
  close: plain(text.closeDone, LIMITS.viewTitle),
  blocks: sentences.map(section),
});

/** The form cannot be shown. A button tries again with the typed values, if the window can carry them. */
export function failedForm(meta: FormMeta, sentence: string, { modal: text }: Text): ModalView {
  if (!fitsMeta(meta)) return noteView({ channel: meta.channel }, `${sentence} ${text.tooMuchAgain}`, text.close, text);
  const view = noteView(meta, sentence, text.close, text);
  const retry = button({ text: text.tryAgain, actionId: RETRY, style: 'primary' });
  return { ...view, blocks: [...view.blocks, actions('retry', [retry])] };
}

/** A banner that lists problems by the labels of their fields. */
export const problemBanner = (title: string, problems: readonly FieldProblem[], { modal: text }: Text): Banner => ({
  title,
  lines: problems.map((problem) => text.fieldLine(text.label[problem.field], text.problem(problem))),
});

/** The ids of a view's fields: another set means that a list has other parents than before. */
export const fieldBlockIds = (view: Drawn): readonly string[] =>
  view.blocks.flatMap(({ block_id }) => (block_id !== undefined && readBlockId(block_id) !== null ? [block_id] : []));

/**
 * Whether every list of the view belongs to the region, zone, type and way of paying in its fields.
 *
 * @param problems tell which disks would fit, if the chosen one does not
 */
export function drawnFor(
  view: Drawn,
  { region = '', zone = '', charge }: Draft,
  problems: readonly FieldProblem[],
): boolean {
  const isChargedFor = (chargeKind: string = PAY_AS_YOU_GO.kind): boolean =>
    charge === undefined || chargeKind === charge;
  const fits = problems.find(({ field }) => field === 'disk')?.fits;
  return fieldBlockIds(view).every((id) => {
    const block = readBlockId(id);
    switch (block?.field) {
      case 'zone':
        return block.parents[0] === region && isChargedFor(block.parents[1]);
      case 'image':
      case 'group':
      case 'login':
        return block.parents[0] === region;
      case 'type':
        return block.parents[0] === region && block.parents[1] === zone && isChargedFor(block.parents[2]);
      case 'network':
      case 'vswitch':
        return block.parents[0] === region && block.parents[1] === zone;
      case 'disk':
        // Without parents, the list holds every category of disk.
        return fits === undefined || block.parents.length === 0 || block.parents[0] === fits.join(',');
      default:
        return true;
    }
  });
}

/** The problems in Slack's form, by block id; null if one of them has no field in the view. */
export function errorsByBlock(
  view: Drawn,
  problems: readonly FieldProblem[],
  { modal: text }: Text,
): Record<string, string> | null {
  const ids = fieldBlockIds(view);
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const blockId = ids.find((id) => isAt(id, problem));
    if (blockId === undefined) return null;
    errors[blockId] = visible(text.problem(problem));
  }
  return errors;
}

/** The notes that were picked in place of choices, by block id; null if none was. */
export function notesByBlock(
  values: Readonly<
    Record<string, Readonly<Record<string, { selected_option?: { value: string } | null | undefined }>>>
  >,
  { modal: { listNote } }: Text,
): Record<string, string> | null {
  const words: Readonly<Record<string, string>> = listNote;
  const picked = Object.entries(values).flatMap(([blockId, elements]) =>
    Object.values(elements).flatMap(({ selected_option }) => {
      const note = noteIn(selected_option?.value ?? '');
      return note === null ? [] : [[blockId, words[note] ?? listNote.failed]];
    }),
  );
  return picked.length === 0 ? null : Object.fromEntries(picked);
}

/** Several tags have a field each. A data disk has two fields; its problems are shown at the size. */
function isAt(id: string, { field, given }: FieldProblem): boolean {
  const block = readBlockId(id);
  if (block?.field !== field) return false;
  if (field === 'disks') return block.parents[0] === 'size';
  const key = block.parents.join('|');
  return field !== 'tags' || given === key || given.startsWith(`${key}=`);
}

function noteView(meta: FormMeta, sentence: string, close: string, text: Text['modal']): ModalView {
  return { ...frame(meta, text), close: plain(close, LIMITS.viewTitle), blocks: [section(sentence)] };
}

function frame(meta: FormMeta, text: Text['modal']) {
  return {
    type: 'modal' as const,
    callback_id: CREATE_FORM,
    title: plain(text.title, LIMITS.viewTitle),
    private_metadata: writeMeta(meta),
  };
}

/** The metadata with the options that have no field in the form. */
export const withOptions = (meta: FormMeta, plan: FormPlan, layout: FormLayout): FormMeta => ({
  ...meta,
  ...(layout.shows === 'more' && { shows: layout.shows }),
  options: { ...hiddenOf(plan, layout), ...carriedOptions(plan, layout) },
});

/** The options without a field, in one paragraph. */
function optionNote(plan: FormPlan, text: Text, layout: FormLayout): KnownBlock[] {
  // The lease has its own note.
  const { lease: _lease, ...carried } = carriedOptions(plan, layout);
  const said = draftFacts(carried, text).map(({ label, value }) => `${label}${text.marks.colon}${value}`);
  return said.length === 0 ? [] : [contextBlock(plain(said.join(' · ')))];
}

/** Tells when the instances will be released, for a reader who does not know the policy. */
function leaseNote(plan: FormPlan, text: Text['lease']): KnownBlock[] {
  const leaseMs = leaseOfForm(plan);
  if (leaseMs === 'undecided') return [];
  if (leaseMs !== null) return [contextBlock(plain(text.willEnd(leaseMs)))];
  return plan.draft.lease === undefined || plan.draft.charge === 'prepaid' ? [] : [contextBlock(plain(text.willStay))];
}

function bannerBlocks(banner: Banner | null): KnownBlock[] {
  if (banner === null) return [];
  // Plain text: it repeats what people typed, which must not become a mention or a link.
  return [section(plain([`⚠️ ${banner.title}`, ...banner.lines.map((line) => `• ${line}`)].join('\n')))];
}

const WHERE = 'where';

/** Equal for two views that say the same about the place of the card. */
export const whereId = (view: Drawn): string | undefined =>
  view.blocks.find(({ block_id }) => block_id?.startsWith(`${WHERE}|`))?.block_id;

/** Rich text names the channel without markup, so nothing needs escaping. */
function where(channel: string, access: Access, text: Text): KnownBlock {
  const named = (before: string, after: string): KnownBlock => ({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: `${before} ` },
          { type: 'channel', channel_id: channel },
          ...(after === '' ? [] : [{ type: 'text' as const, text: after }]),
        ],
      },
    ],
  });
  if (isChannelId(channel)) {
    if (!isClosed(access)) return named(text.modal.whereChannel, access === 'open' ? '' : text.modal.unlessClosed);
    return named(beforeChannel(access, text), afterChannel(access, 'comes', text));
  }
  const here = isClosed(access) ? notBetweenPeople('comes', text) : text.modal.whereHere;
  return contextBlock(plain(isUserId(channel) ? text.modal.whereDm : here));
}
