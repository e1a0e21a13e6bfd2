import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { batchesOf } from '../../core/base/lists.ts';
import { hasMoment, inUtc } from '../../text/moments.ts';
import { clip, harmless, lines, type Mrkdwn, shortened, source, visible } from './mrkdwn.ts';

/** Slack's limits, in characters unless the name says otherwise; Slack refuses the whole message if a block breaks one. */
export const LIMITS = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  /** Slack refuses a message near 13,200 characters of block text, and does not publish the limit. */
  blockTextPerMessage: 12_500,
  section: 3000,
  field: 2000,
  fieldsPerSection: 10,
  header: 150,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2000,
  /** In one list. */
  options: 100,
  optionText: 75,
  optionValue: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  actionsElements: 25,
  placeholder: 150,
  inputLabel: 2000,
  inputHint: 2000,
  viewTitle: 24,
} as const;

/**
 * Text shown as it is: nothing in it is interpreted, not even emoji codes. Slack draws no date tokens in it, so moments read in
 * UTC.
 */
export const plain = (text: string, max: number = LIMITS.section): PlainTextElement => ({
  type: 'plain_text',
  text: clip(text === '' ? '–' : visible(inUtc(text)), max),
  emoji: false,
});

/** A sentence for places that take either kind of text: plain, or mrkdwn if it has a moment to draw in the reader's time zone. */
const sentence = (text: string, max: number): PlainTextElement | MrkdwnElement =>
  hasMoment(text) ? marked(lines(text.split('\n').map(harmless)), max) : plain(text, max);

/** `verbatim` keeps Slack from making links and mentions of lookalikes. */
export const marked = (text: Mrkdwn, max: number = LIMITS.section): MrkdwnElement => ({
  type: 'mrkdwn',
  text: source(shortened(text, max)),
  verbatim: true,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, LIMITS.header) });

export const divider = (): DividerBlock => ({ type: 'divider' });

export const section = (text: string | Mrkdwn | PlainTextElement): SectionBlock => ({
  type: 'section',
  text: drawn(text, LIMITS.section),
});

/** Facts in two columns, without markup: the name on the first line, the value on the second. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): SectionBlock[] {
  const fields = rows.map(([name, value]) => sentence(`${name}\n${value}`, LIMITS.field));
  return batchesOf(fields, LIMITS.fieldsPerSection).map((batch) => ({ type: 'section', fields: [...batch] }));
}

/** Small print. At most ten elements are shown. */
export const contextBlock = (...texts: readonly (string | Mrkdwn | PlainTextElement)[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, LIMITS.contextElements).map((text) => drawn(text, LIMITS.field)),
});

interface ButtonSettings {
  readonly text: string;
  readonly actionId: string;
  /** An opaque id; rights are judged at the click. Never shortened: one that is too long is a bug. */
  readonly value?: string;
  /** The address that it opens; the press itself asks nothing of the bot. */
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

export const button = ({ text, actionId, value, url, style, confirm }: ButtonSettings): Button => ({
  type: 'button',
  text: plain(text, LIMITS.buttonText),
  action_id: actionId,
  ...(value === undefined ? {} : { value }),
  ...(url === undefined ? {} : { url }),
  ...(style === undefined ? {} : { style }),
  ...(confirm === undefined ? {} : { confirm }),
});

export const actions = (blockId: string, elements: readonly ActionsBlock['elements'][number][]): ActionsBlock => ({
  type: 'actions',
  block_id: blockId,
  elements: elements.slice(0, LIMITS.actionsElements),
});

export const confirmation = (settings: {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly style?: 'primary' | 'danger';
}): ConfirmationDialog => ({
  title: plain(settings.title, LIMITS.confirmTitle),
  text: plain(settings.text, LIMITS.confirmText),
  confirm: plain(settings.yes, LIMITS.confirmButton),
  deny: plain(settings.no, LIMITS.confirmButton),
  ...(settings.style === undefined ? {} : { style: settings.style }),
});

/** What surrounds the blocks of a window. */
interface WindowFrame {
  readonly title: string;
  /** The button that submits it; left out for a window without fields. */
  readonly submit?: string;
  readonly close: string;
  readonly callbackId?: string;
  readonly metadata?: string;
}

export const modalView = (frame: WindowFrame, blocks: readonly KnownBlock[]): ModalView => ({
  type: 'modal',
  ...(frame.callbackId === undefined ? {} : { callback_id: frame.callbackId }),
  ...(frame.metadata === undefined ? {} : { private_metadata: frame.metadata }),
  title: plain(frame.title, LIMITS.viewTitle),
  ...(frame.submit === undefined ? {} : { submit: plain(frame.submit, LIMITS.viewTitle) }),
  close: plain(frame.close, LIMITS.viewTitle),
  blocks: [...blocks],
});

interface FieldSettings {
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
}

/** A field of a window. Its block has the id of its element, so that {@link typedIn} and {@link pickedIn} find it. */
export const field = (element: FieldElement, { label, hint, optional }: FieldSettings): InputBlock => ({
  type: 'input',
  block_id: element.action_id,
  label: plain(label, LIMITS.inputLabel),
  element,
  ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.inputHint) }),
  ...(optional === undefined ? {} : { optional }),
});

type FieldElement = InputBlock['element'] & { readonly action_id: string };

/** @param initial at most `max` characters; empty for none */
export const typed = (id: string, max: number, initial = '', more: Partial<PlainTextInput> = {}) => ({
  type: 'plain_text_input' as const,
  action_id: id,
  max_length: max,
  ...more,
  ...(initial === '' ? {} : { initial_value: initial }),
});

/** The values of a window's fields, as Slack sends them. */
export type FieldValues = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;
interface FieldValue {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

/** The text of a field; empty for none. */
export const typedIn = (values: FieldValues, id: string): string => values[id]?.[id]?.value ?? '';

/** The choice in a field; null for none. */
export const pickedIn = (values: FieldValues, id: string): string | null =>
  values[id]?.[id]?.selected_option?.value ?? null;

/** One choice of a list. The value is never shortened: a cut id would be another id. */
export const option = (text: string, value: string, description?: string): PlainTextOption => ({
  text: plain(text, LIMITS.optionText),
  value,
  ...(description === undefined || description === '' ? {} : { description: plain(description, LIMITS.optionText) }),
});

/** The characters of text in the blocks, as Slack counts them against its limit. */
export function textLength(blocks: readonly KnownBlock[]): number {
  let length = 0;
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') length += inner.length;
        else walk(inner);
      }
  };
  walk(blocks);
  return length;
}

function drawn(text: string | Mrkdwn | PlainTextElement, max: number): PlainTextElement | MrkdwnElement {
  if (typeof text === 'string') return sentence(text, max);
  return 'type' in text ? text : marked(text, max);
}
