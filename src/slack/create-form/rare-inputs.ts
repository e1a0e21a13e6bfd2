import type { InputBlock, KnownBlock } from '@slack/types';
import { TRAFFIC_BILLINGS } from '../../core/option/options.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { option } from '../kit/blocks.ts';
import { asksRare } from './carried.ts';
import { input, staticSelect } from './inputs.ts';
import type { FormLook } from './look.ts';

/** What few people say: host name, private address, how traffic is billed, release protection. None of it must be filled in. */
export function rareFields(
  plan: FormPlan,
  { modal, options }: Pick<Text, 'modal' | 'options'>,
  look: FormLook,
): KnownBlock[] {
  const text = (field: 'host' | 'ip', max: number): KnownBlock[] => {
    const given = plan.draft[field];
    const element: InputBlock['element'] = {
      type: 'plain_text_input',
      action_id: field,
      max_length: max,
      ...(given === undefined || given.length > max ? {} : { initial_value: given }),
    };
    return asksRare(plan, look, field) ? [{ ...input(plan, field, [], element, modal, {}), optional: true }] : [];
  };
  const select = (field: 'traffic' | 'protect', words: readonly (readonly [string, string])[]): KnownBlock[] => {
    if (!asksRare(plan, look, field)) return [];
    const all = words.map(([value, name]) => option(name, value));
    const block = staticSelect(plan, field, [], all, modal, {});
    return [block.type === 'input' ? { ...block, optional: true } : block];
  };
  return [
    ...text('host', 64),
    ...text('ip', 15),
    ...select(
      'traffic',
      TRAFFIC_BILLINGS.map((one) => [one, options.traffic[one]]),
    ),
    ...select('protect', [
      ['on', options.protect.on],
      ['off', options.protect.off],
    ]),
  ];
}
