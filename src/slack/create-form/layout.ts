import type { KnownBlock } from '@slack/types';
import { parseTags } from '../../core/option/tags.ts';
import { DISK_CATEGORIES } from '../../core/spec/disks.ts';
import type { TemplateNamed } from '../../core/spec/launch-template.ts';
import { type Draft, type Field, FORM_FIELDS } from '../../core/spec/spec.ts';
import { isRequiredField } from '../../core/spec/spec-judge.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { actions, button, contextBlock, LIMITS, option, plain } from '../kit/blocks.ts';
import { type FormMeta, readBlockId } from './view-state.ts';

export const PRESET = 'preset';
export const DETAILS = 'form_details';
export const MORE = 'form_more';
/** The choice to start without a preset. */
const NO_PRESET = '-';

/** Which part of the form is shown. The values of hidden fields travel with it. */
export interface FormLayout {
  /** The names of the policy's presets; empty if the form does not offer them. */
  readonly presets: readonly string[];
  readonly preset: string | null;
  /** The launch template's version that filled in the preset; null if none did. */
  readonly template: TemplateNamed | null;
  /** `few`: what a preset leaves open. `whole`: what most people need. `more`: also what few need. */
  readonly shows: 'few' | 'whole' | 'more';
  hasField(field: Field): boolean;
}

export const FULL_LAYOUT: FormLayout = {
  presets: [],
  preset: null,
  template: null,
  shows: 'whole',
  hasField: (field) => !isAdvanced(field),
};

/** The fields in the last part of the form, which a button opens, and the orders that have each of them. */
export const ADVANCED_FIELDS: Readonly<Partial<Record<Field, (plan: FormPlan) => boolean>>> = {
  host: () => true,
  ip: () => true,
  traffic: () => true,
  protect: ({ draft: { charge } }) => charge === 'payAsYouGo',
  // A lease that was typed although it does not apply stays visible.
  lease: ({ draft: { charge, lease } }) => charge !== 'prepaid' || lease !== undefined,
};
const isAdvanced = (field: Field): boolean => ADVANCED_FIELDS[field] !== undefined;

const isRequiredHere = (field: Field, { asked }: Pick<FormPlan, 'asked'>): boolean =>
  asked.required.some((one) => one === field);

/** Fields that people fill in themselves, with or without a preset. */
const OWN: readonly Field[] = ['purpose', 'login', 'tags', 'name', 'amount', 'charge', 'period', 'renew', 'maxprice'];

/**
 * @param presets the names of all presets
 * @param base the values of the form's preset, which fixes nothing if null: it has no values, or exists no longer
 */
export function layoutOf(
  presets: readonly string[],
  base: Draft | null,
  plan: FormPlan,
  { preset, template, shows }: FormMeta,
): FormLayout {
  const layout = {
    presets: presets.slice(0, LIMITS.options - 1),
    preset: base ? (preset ?? null) : null,
    template: base ? (template ?? null) : null,
  };
  if (base !== null && shows === undefined)
    return { ...layout, shows: 'few', hasField: (field) => isOpen(field, base, plan) };
  // If a problem has opened the last part, it stays open: a field must not disappear while somebody corrects it.
  return shows === 'more' || plan.problems.some(({ field }) => isAdvanced(field))
    ? { ...layout, shows: 'more', hasField: () => true }
    : { ...layout, shows: 'whole', hasField: (field) => !isAdvanced(field) || isRequiredHere(field, plan) };
}

/** Whether a field stays open: the preset has not fixed it, it is missing, or it is wrong. */
function isOpen(field: Field, base: Draft, { draft, problems, asked, networks }: FormPlan): boolean {
  if (problems.some((problem) => problem.field === field)) return true;
  if (field === 'tags') {
    const given = new Set(parseTags(base.tags ?? '').map(({ key }) => key));
    return asked.tags.some(({ key }) => !given.has(key));
  }
  if (OWN.includes(field) || isRequiredHere(field, { asked })) return base[field] === undefined;
  // A lease that the person has typed stays editable.
  if (field === 'lease') return draft.lease !== undefined && base.lease === undefined;
  if (field === 'network') return networks !== null && draft.network === undefined;
  if (networks !== null && (field === 'vswitch' || field === 'group')) return false;
  return isRequiredField(field, draft) && draft[field] === undefined;
}

/** The blocks of a form without the hidden fields. */
export const shownOf = (blocks: readonly KnownBlock[], layout: FormLayout): readonly KnownBlock[] =>
  blocks.filter(({ block_id }) => {
    const field = block_id === undefined ? undefined : readBlockId(block_id)?.field;
    return field === undefined || layout.hasField(field);
  });

/** The values of hidden fields. A named network implies its vSwitch and group. */
export const hiddenOf = ({ draft, networks }: FormPlan, layout: FormLayout): Draft =>
  layout.shows !== 'few'
    ? {}
    : Object.fromEntries(
        FORM_FIELDS.filter((field) => !layout.hasField(field))
          .filter((field) => networks === null || (field !== 'vswitch' && field !== 'group'))
          .flatMap((field) => (draft[field] === undefined ? [] : [[field, draft[field]]])),
      );

export function presetField({ presets, preset, template }: FormLayout, text: Text['modal']): KnownBlock[] {
  if (presets.length === 0) return [];
  const options = [option(text.noPreset, NO_PRESET), ...presets.map((name) => option(name, name))];
  const chosen = options.find(({ value }) => value === preset);
  return [
    {
      type: 'input',
      block_id: PRESET,
      label: plain(text.preset, LIMITS.inputLabel),
      element: {
        type: 'static_select',
        action_id: PRESET,
        options,
        placeholder: plain(text.placeholder.preset, LIMITS.placeholder),
        ...(chosen && { initial_option: chosen }),
      },
      dispatch_action: true,
      optional: true,
    },
    ...(template === null ? [] : [contextBlock(plain(text.fromTemplate(template)))]),
  ];
}

/** The fixed values in words, and the button that turns them into fields. */
export function layoutButtons(layout: FormLayout, text: Text['modal']): KnownBlock[] {
  if (layout.shows === 'more' || layout === FULL_LAYOUT) return [];
  return layout.shows === 'few'
    ? [actions('details', [button({ text: text.details, actionId: DETAILS })])]
    : [actions('details', [button({ text: text.more, actionId: MORE })])];
}

/**
 * What a preset and the policy have fixed: one line for the instance, and one for the rest. Plain text, because people wrote
 * parts of it.
 */
export function fixedLines(
  { lists, networks }: FormPlan,
  hidden: Draft,
  { modal, card: { facts: words } }: Text,
): KnownBlock[] {
  const type = lists.types?.find(({ id }) => id === hidden.type);
  const image = lists.images?.find(({ id }) => id === hidden.image);
  const network = networks?.find(({ word }) => word === hidden.network)?.network;
  const zone = lists.zones?.find(({ id }) => id === hidden.zone);
  const place = [hidden.region, zone === undefined ? hidden.zone : modal.placeName(zone.names)];
  const named = [
    lists.vSwitches?.find(({ id }) => id === hidden.vswitch)?.name ?? hidden.vswitch,
    lists.groups?.find(({ id }) => id === hidden.group)?.name ?? hidden.group,
  ];
  const disk = DISK_CATEGORIES.find((one) => one === hidden.disk);
  const lines = [
    [
      type === undefined ? hidden.type : modal.typeOption(type.id, type.vCpu, type.memoryGiB),
      image?.osName.replace(/\s+/gu, ' ') || hidden.image,
      image?.endedOn === undefined ? undefined : modal.updatesEnded(image.endedOn),
      ...place,
      ...(network === undefined ? named : [network.name, network.about ?? undefined]),
    ],
    [
      disk === undefined || hidden.size === undefined
        ? undefined
        : words.diskIs({ category: disk, sizeGiB: Number(hidden.size) }),
      hidden.bandwidth === undefined ? undefined : `${words.bandwidth} ${words.bandwidthIs(Number(hidden.bandwidth))}`,
    ],
    (['name', 'amount', 'period'] as const).map((field) =>
      hidden[field] === undefined ? undefined : modal.fieldLine(modal.label[field], hidden[field]),
    ),
  ].map((parts) => parts.filter((part) => part !== undefined && part !== '').join(' · '));
  const said = lines.filter((line) => line !== '').join('\n');
  return said === '' ? [] : [contextBlock(plain(said))];
}
