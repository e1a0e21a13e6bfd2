import type { ActionsBlock } from '@slack/types';
import { refusalToRenew } from '../../core/renewal/renewal-new.ts';
import type { Text } from '../../text/en.ts';
import type { InstanceShown } from '../instance/words.ts';
import { actions } from '../kit/blocks.ts';
import { renewButton } from './ids.ts';

/**
 * The button that renews a prepaid instance, for people who may. It is an offer and grants no right: the click is judged anew.
 */
export function renewRow({ found, mayAct }: InstanceShown, words: Text['renewal']): ActionsBlock[] {
  const { cloud, own } = found;
  if (own === null || cloud?.chargeKind !== 'prepaid' || !mayAct) return [];
  if (refusalToRenew(own, []) !== null) return [];
  return [actions('instance_renew', [renewButton(words.button, own.id, null)])];
}
