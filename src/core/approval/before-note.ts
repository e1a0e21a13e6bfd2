import type { Request } from '../request/request.ts';
import type { Circumstances } from './blockers.ts';
import { type Click, type ClickDecision, decide, refusalOfClick, refuseClick } from './decide.ts';

/** What a click comes to before its note is written: null if the person may write one, since they can decide. */
export function decideBeforeNote(request: Request, click: Click, circumstances: Circumstances): ClickDecision | null {
  const { approval } = request;
  if (request.state !== 'pending' || approval === null || circumstances.at >= approval.expiresAt)
    return decide(request, click, circumstances);
  // The note's window shows the present price, so it is about the present round.
  const why = refusalOfClick(request, approval, { ...click, round: approval.round }, circumstances);
  return why === null || why.why === 'noReason' ? null : refuseClick(request, click, circumstances, why);
}
