import { mayExist } from '../instance/create-calls.ts';
import type { Instance } from '../instance/instance.ts';
import { isBought, isInDoubt, mayHaveCost } from '../renewal/renewal.ts';
import type { Request } from './request.ts';

/**
 * Whether a request and all its instances have ended for certain, so that it may be archived once it is old. Anything in
 * doubt stays where people and look-ups find it.
 */
export const isHistoryOnly = (request: Request, instances: readonly Instance[]): boolean =>
  request.state !== 'pending' &&
  request.state !== 'creating' &&
  request.finishedAt !== null &&
  request.dueAt === null &&
  isRenewalOver(request) &&
  instances.every(isOver);

function isRenewalOver({ renewal, state }: Request): boolean {
  // A denied, withdrawn or expired renewal was never tried.
  if (renewal === undefined || state !== 'finished') return true;
  if (renewal.end === null || renewal.heldBy !== null) return false;
  return isBought(renewal.end) || !(mayHaveCost(renewal) || isInDoubt(renewal));
}

function isOver(instance: Instance): boolean {
  const { outcome, dueAt, heldBy, cloudId, failure } = instance;
  if (outcome === null || dueAt !== null || heldBy !== null) return false;
  return cloudId !== null || !(failure?.kind === 'doubtful' || mayExist(instance));
}
