import { type CreateRefusal, createRefusal } from '../../core/policy/create-refusal.ts';
import type { Asker } from '../../core/policy/grants.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { RequestContext } from '../kit/context.ts';

/** Why this person may not create in a channel; null if they may. */
export function refusedHere(
  { policy, directory, text }: Pick<RequestContext, 'policy' | 'directory' | 'text'>,
  asker: Asker,
): string | null {
  const refusal = createRefusal(rulesOf({ policy }), asker, directory.known());
  return refusal === null ? null : createRefusedSentence(refusal, text);
}

export function createRefusedSentence(refusal: CreateRefusal, { people, policy }: Text): string {
  if (refusal.why === 'membership') return people.refused[refusal.membership];
  return sentencesOf([policy.mayNotHere(refusal.line), refusal.elsewhere ? policy.seePolicy : policy.nowhere]);
}
