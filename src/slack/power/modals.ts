import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { dict, parseJson } from '../../core/base/json.ts';
import { adoption } from '../../core/instance/adopt.ts';
import { type FoundInstance, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isPower, type Power, type StoppedMode } from '../../core/power/power.ts';
import { losesCredits, mayNotStart, noEconomicalMode } from '../../core/power/power-rules.ts';
import type { Text } from '../../text/en.ts';
import { refOf } from '../instance/actions.ts';
import {
  contextBlock,
  type FieldValues,
  facts,
  field,
  modalView,
  option,
  pickedIn,
  plain,
  section,
  typed,
  typedIn,
} from '../kit/blocks.ts';
import { POWER_FIELDS, POWER_FORM } from './ids.ts';

/** Orders that need a confirmation: a start costs only what was agreed to already, and destroys nothing. */
type Confirmed = Exclude<Power, 'start'>;

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
export function powerForm(found: FoundInstance, what: Confirmed, channel: string, text: Text): ModalView {
  const { form } = text.power;
  const instance = subjectOf(found);
  const meta: PowerMeta = { what, id: refOf(found), channel };
  const title = form.title[what];
  return modalView(
    { callbackId: POWER_FORM, metadata: JSON.stringify(meta), title, submit: title, close: form.cancel },
    [
      ...about(found, instance, text),
      section(plain(form[what].what)),
      ...asks(instance, what, text),
      ...(found.own === null ? [contextBlock(plain(form.takesOver))] : []),
    ],
  );
}

function about(found: FoundInstance, { spec, cloudId }: Instance, { power: { form, marks } }: Text): KnownBlock[] {
  const ids = [found.own?.id ?? null, cloudId].filter((id) => id !== null);
  return facts([
    [form.instance, spec.name],
    [form.id, ids.join(marks.list)],
    [form.type, spec.instanceType],
    [form.where, spec.zone === '' ? spec.region : spec.zone],
  ]);
}

function asks(instance: Instance, what: Confirmed, { power: { form } }: Text): KnownBlock[] {
  if (what === 'restart') return [];
  if (what === 'release') {
    const { name } = instance.spec;
    return [field(typed(POWER_FIELDS.name, 200), { label: form.release.type(name), hint: form.release.hint })];
  }
  return stopAsks(instance, form);
}

/** Asks whether to keep paying for a stopped instance, or says why there is no choice. */
export function stopAsks(instance: Instance, form: Text['power']['form']): KnownBlock[] {
  const mode = noEconomicalMode(instance);
  if (mode !== null) return [contextBlock(form.stop.noChoice(mode))];
  const keepMeans = mayNotStart(instance) ? form.stop.keepMeansSpot : form.stop.keepMeans;
  return [
    stopModes({ ...form.stop, keepMeans }),
    contextBlock(
      form.stop.saveMore,
      ...(mayNotStart(instance) ? [form.stop.spotStart] : []),
      ...(losesCredits(instance) ? [form.stop.losesCredits] : []),
    ),
  ];
}

/** Asks for the mode of a stop, in the words for one instance or for several. */
export function stopModes(
  words: Readonly<Record<'mode' | 'keep' | 'keepMeans' | 'save' | 'saveMeans', string>>,
): InputBlock {
  const keep = option(words.keep, 'KeepCharging' satisfies StoppedMode, words.keepMeans);
  const save = option(words.save, 'StopCharging' satisfies StoppedMode, words.saveMeans);
  const element = { type: 'radio_buttons' as const, options: [keep, save], initial_option: keep };
  return field({ ...element, action_id: POWER_FIELDS.mode }, { label: words.mode });
}

/** A window without fields. */
export const powerNote = (what: Power, blocks: readonly KnownBlock[], { power: { form } }: Text): ModalView =>
  modalView({ callbackId: POWER_FORM, title: form.title[what], close: form.close }, blocks);

/** The stopped mode chosen for a stop; null if there was no choice. */
export function readMode(values: FieldValues): StoppedMode | null {
  const chosen = pickedIn(values, POWER_FIELDS.mode);
  return chosen === 'StopCharging' || chosen === 'KeepCharging' ? chosen : null;
}

export const readTypedName = (values: FieldValues): string => typedIn(values, POWER_FIELDS.name).trim();
