import type { InputBlock, KnownBlock } from '@slack/types';
import type { NetworkChoice } from '../../core/policy/networks.ts';
import { PAY_AS_YOU_GO, termsOf } from '../../core/spec/charge.ts';
import { chargeKindOf, renewalOfDraft } from '../../core/spec/charge-draft.ts';
import { fittingDisks, groupsOfVpc } from '../../core/spec/choices.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../core/spec/disks.ts';
import { NAME_MAX_LENGTH } from '../../core/spec/spec-judge.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { actions, button, contextBlock, LIMITS, option, plain, typed } from '../kit/blocks.ts';
import { ADD_KEY } from './ids.ts';
import { externalSelect, input, numberInput, staticSelect } from './inputs.ts';
import { type FormLayout, presetField, shownOf } from './layout.ts';
import {
  advancedFields,
  dataDiskFields,
  loginField,
  purposeField,
  scriptField,
  tagFields,
  wrongFields,
} from './option-inputs.ts';
import {
  diskOption,
  groupOption,
  imageOption,
  networkOption,
  placeOption,
  termOption,
  typeOption,
  vSwitchOption,
} from './options.ts';
import { readBlockId, WINDOWS } from './view-state.ts';

/** The fields of the create form; each comes after those that it depends on. */
export function formFields(plan: FormPlan, words: Text, layout: FormLayout): KnownBlock[] {
  return [
    ...presetField(layout, words.modal),
    ...shownOf(
      [...allFields(plan, words, layout), ...advancedFields(plan, words, layout), ...wrongFields(plan, words)],
      layout,
    ).flatMap((block) => (isKeyList(block, plan) ? [block, addKeyButton(words.modal)] : [block])),
  ];
}

/** Whether the field offers key pairs, so that a person without one needs to add it. */
const isKeyList = ({ block_id = '' }: KnownBlock, { asked }: FormPlan): boolean => {
  const { field, parents = [] } = readBlockId(block_id) ?? {};
  return field === 'login' && asked.ways.includes('keyPair') && !parents.includes(WINDOWS);
};

const addKeyButton = (text: Text['modal']): KnownBlock =>
  actions(ADD_KEY, [button({ text: text.addKey, actionId: ADD_KEY })]);

function allFields(plan: FormPlan, words: Text, layout: FormLayout): KnownBlock[] {
  const { modal: text } = words;
  const { draft, lists } = plan;
  const regions = lists.regions ?? [];
  const region = draft.region ?? '';
  const fieldsOfForm: KnownBlock[] = [
    ...purposeField(plan, words, layout),
    staticSelect(
      plan,
      'region',
      [],
      regions.map((one) => placeOption(one, text)),
      text,
    ),
  ];
  if (lists.zones === null)
    return [
      ...fieldsOfForm,
      contextBlock(plain(text.loadingZones(region))),
      ...loginField(plan, words),
      ...ownFields(plan, words),
    ];
  fieldsOfForm.push(
    staticSelect(
      plan,
      'zone',
      [region, ...chargeKindParent(plan)],
      lists.zones.map((one) => placeOption(one, text)),
      text,
    ),
    ...dependentFields(plan, words),
    ...ownFields(plan, words),
  );
  return fieldsOfForm;
}

/** Pay-as-you-go is the default, and not part of the id. */
const chargeKindParent = ({ chargeKind }: FormPlan): readonly string[] =>
  chargeKind === PAY_AS_YOU_GO.kind ? [] : [chargeKind];

/** Fields with long lists, which Slack asks for while the person types. */
function dependentFields(plan: FormPlan, words: Text): KnownBlock[] {
  const { modal: text } = words;
  const { draft, lists } = plan;
  const { region = '', zone = '' } = draft;
  const type = lists.types?.find((one) => one.id === draft.type);
  const image = lists.images?.find((one) => one.id === draft.image);
  return [
    externalSelect(plan, 'type', [region, zone, ...chargeKindParent(plan)], type && typeOption(type, text), text),
    externalSelect(plan, 'image', [region], image && imageOption(image, text), text),
    ...loginField(plan, words),
    ...(plan.networks !== null ? [networkField(plan, plan.networks, text)] : placeFields(plan, text)),
  ];
}

/** The network by the policy's names. */
function networkField(plan: FormPlan, networks: readonly NetworkChoice[], text: Text['modal']): KnownBlock {
  const { region = '', zone = '' } = plan.draft;
  if (networks.length === 0) return contextBlock(plain(text.fieldLine(text.label.network, text.noNetworkInZone(zone))));
  return staticSelect(plan, 'network', [region, zone], networks.map(networkOption), text);
}

/** Every vSwitch and security group of the account. */
function placeFields(plan: FormPlan, text: Text['modal']): KnownBlock[] {
  const { draft, lists } = plan;
  const { region = '', zone = '' } = draft;
  const vSwitch = lists.vSwitches?.find((one) => one.id === draft.vswitch);
  const group = lists.groups?.find((one) => one.id === draft.group);
  const vpcId = vSwitch?.vpcId ?? '';
  const noVSwitch = zone !== '' && lists.vSwitches !== null && !lists.vSwitches.some((one) => one.zone === zone);
  const noGroup = lists.groups !== null && vpcId !== '' && groupsOfVpc(lists.groups, vpcId).length === 0;
  return [
    externalSelect(
      plan,
      'vswitch',
      [region, zone],
      vSwitch && vSwitchOption(vSwitch, text),
      text,
      noVSwitch ? text.noVSwitchInZone(zone) : undefined,
    ),
    externalSelect(
      plan,
      'group',
      [region, vpcId],
      group && groupOption(group),
      text,
      noGroup ? text.noGroupInVpc : undefined,
    ),
  ];
}

/** Fields that depend on no list; except the disk, which depends on the type. */
function ownFields(plan: FormPlan, words: Text): KnownBlock[] {
  const { modal: text } = words;
  const { draft, lists } = plan;
  const categories = fittingDisks(lists.disks);
  const disks: readonly DiskCategory[] = categories.length === 0 ? DISK_CATEGORIES : categories;
  const diskParents = disks.length === DISK_CATEGORIES.length ? [] : [disks.join(',')];
  const name = typed('name', NAME_MAX_LENGTH, draft.name, {
    min_length: 2,
    placeholder: plain(text.placeholder.name, LIMITS.placeholder),
  });
  return [
    staticSelect(
      plan,
      'disk',
      diskParents,
      disks.map((category) => diskOption(category, text)),
      text,
    ),
    numberInput(plan, 'size', text),
    ...dataDiskFields(plan, words),
    ...scriptField(plan, words),
    ...tagFields(plan, words),
    numberInput(plan, 'bandwidth', text),
    input(plan, 'name', [], name, text, text.hint.name),
    numberInput(plan, 'amount', text),
    ...paymentFields(plan, text),
  ];
}

/** The way of paying, and the fields that only it needs. */
function paymentFields(plan: FormPlan, text: Text['modal']): KnownBlock[] {
  const { charges, draft } = plan;
  const kinds = charges.map((kind) => option(text.chargeName[kind], kind));
  const payment = staticSelect(plan, 'charge', [], kinds, text);
  switch (draft.charge === undefined ? null : chargeKindOf(draft)) {
    case 'prepaid': {
      const terms = plan.lists.terms ?? termsOf(null, 'create');
      return [
        payment,
        staticSelect(
          plan,
          'period',
          [],
          terms.map((one) => termOption(one, text)),
          text,
        ),
        staticSelect(
          plan,
          'renew',
          [],
          [option(text.renew.off, 'off'), option(text.renew.on, 'on')],
          text,
          text.hint.renew(renewalOfDraft(draft)),
        ),
      ];
    }
    case 'spot':
      return [payment, priceInput(plan, text)];
    default:
      return [payment];
  }
}

/** Empty for no limit. */
function priceInput(plan: FormPlan, text: Text['modal']): InputBlock {
  const given = plan.draft.maxprice;
  const element: InputBlock['element'] = {
    type: 'number_input',
    action_id: 'maxprice',
    is_decimal_allowed: true,
    min_value: '0.001',
    ...(given === undefined ? {} : { initial_value: given }),
  };
  return { ...input(plan, 'maxprice', [], element, text, text.hint.maxprice), optional: true };
}
