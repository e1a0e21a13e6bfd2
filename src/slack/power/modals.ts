import type { KnownBlock, ModalView } from '@slack/types';
import { dict, parseJson } from '../../core/base/json.ts';
import { adoption } from '../../core/instance/adopt.ts';
import { type FoundInstance, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isPower, type Power, type StoppedMode } from '../../core/power/power.ts';
import { losesCredits, mayNotStart, noEconomicalMode } from '../../core/power/power-rules.ts';
import type { Text } from '../../text/en.ts';
import { refOf } from '../instance/actions.ts';
import { contextBlock, facts, LIMITS, option, plain, section } from '../kit/blocks.ts';
import { POWER_FIELDS, POWER_FORM } from './ids.ts';

type Words = Pick<Text, 'power' | 'card'>;

/** Orders that need a confirmation: a start costs only what was agreed to already, and destroys nothing. */
export type Confirmed = Exclude<Power, 'start'>;

export interface PowerMeta {
  readonly what: Confirmed;
  /** The instance, in the form that commands take. */
  readonly id: string;
  /** Where the order was given: the card of an instance taken over with it goes there. */
  readonly channel: string;
}

export function readPowerMeta(metadata: string): PowerMeta | null {
  const { what, id, channel } = dict(parseJson(metadata));
  if (typeof what !== 'string' || typeof id !== 'string' || typeof channel !== 'string') return null;
  return isPower(what) && what !== 'start' ? { what, id, channel } : null;
}

/** The row that the instance has or would get. */
export function subjectOf(found: FoundInstance): Instance {
  const known = rowOrCloud(found);
  if (known.own !== null) return known.own;
  return adoption({ cloud: known.cloud, requestId: '', by: '', team: '', channel: '', at: 0 }).instance;
}

/** Asks to confirm an order and tells its consequences; for a release, the person must type the instance's name. */
export function powerForm(found: FoundInstance, what: Confirmed, channel: string, text: Words): ModalView {
  const { form } = text.power;
  const instance = subjectOf(found);
  const meta: PowerMeta = { what, id: refOf(found), channel };
  return {
    type: 'modal',
    callback_id: POWER_FORM,
    private_metadata: JSON.stringify(meta),
    title: plain(form.title[what], LIMITS.viewTitle),
    submit: plain(form.title[what], LIMITS.viewTitle),
    close: plain(form.cancel, LIMITS.viewTitle),
    blocks: [
      ...about(found, instance, text),
      section(plain(form[what].what)),
      ...asks(instance, what, text),
      ...(found.own === null ? [contextBlock(plain(form.takesOver))] : []),
    ],
  };
}

function about(found: FoundInstance, { spec, cloudId }: Instance, { power: { form, marks } }: Words): KnownBlock[] {
  const ids = [found.own?.id ?? null, cloudId].filter((id) => id !== null);
  return facts([
    [form.instance, spec.name],
    [form.id, ids.join(marks.list)],
    [form.type, spec.instanceType],
    [form.where, spec.zone === '' ? spec.region : spec.zone],
  ]);
}

function asks(instance: Instance, what: Confirmed, { power: { form } }: Words): KnownBlock[] {
  if (what === 'restart') return [];
  if (what === 'release') {
    const { name } = instance.spec;
    return [
      {
        type: 'input',
        block_id: POWER_FIELDS.name,
        label: plain(form.release.type(name)),
        hint: plain(form.release.hint),
        element: { type: 'plain_text_input', action_id: POWER_FIELDS.name, max_length: 200 },
      },
    ];
  }
  const mode = noEconomicalMode(instance);
  if (mode !== null) return [contextBlock(form.stop.noChoice(mode))];
  const keep = option(
    form.stop.keep,
    'KeepCharging' satisfies StoppedMode,
    mayNotStart(instance) ? form.stop.keepMeansSpot : form.stop.keepMeans,
  );
  const save = option(form.stop.save, 'StopCharging' satisfies StoppedMode, form.stop.saveMeans);
  return [
    {
      type: 'input',
      block_id: POWER_FIELDS.mode,
      label: plain(form.stop.mode),
      element: { type: 'radio_buttons', action_id: POWER_FIELDS.mode, options: [keep, save], initial_option: keep },
    },
    contextBlock(
      form.stop.saveMore,
      ...(mayNotStart(instance) ? [form.stop.spotStart] : []),
      ...(losesCredits(instance) ? [form.stop.losesCredits] : []),
    ),
  ];
}

/** A window without fields. */
export function powerNote(what: Power, blocks: readonly KnownBlock[], { power: { form } }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: POWER_FORM,
    title: plain(form.title[what], LIMITS.viewTitle),
    close: plain(form.close, LIMITS.viewTitle),
    blocks: [...blocks],
  };
}

type Values = Readonly<
  Record<
    string,
    Readonly<
      Record<string, { readonly value?: string | null; readonly selected_option?: { readonly value: string } | null }>
    >
  >
>;

/** The stopped mode chosen for a stop; null if there was no choice. */
export function readMode(values: Values): StoppedMode | null {
  const chosen = values[POWER_FIELDS.mode]?.[POWER_FIELDS.mode]?.selected_option?.value;
  return chosen === 'StopCharging' || chosen === 'KeepCharging' ? chosen : null;
}

export const readTypedName = (values: Values): string =>
  values[POWER_FIELDS.name]?.[POWER_FIELDS.name]?.value?.trim() ?? '';
