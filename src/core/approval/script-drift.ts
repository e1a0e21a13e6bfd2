import type { Script } from '../option/options.ts';
import type { Policy } from '../policy/policy.ts';
import type { Request } from '../request/request.ts';

/** How the start script that a request is bound to compares with the policy of now. */
export type ScriptDrift =
  | { readonly is: 'none' }
  /** The policy has no script of that name now. */
  | { readonly is: 'missing'; readonly name: string }
  /** It has another content now, which nobody has agreed to. */
  | { readonly is: 'changed'; readonly before: Script; readonly after: Script };

/** What prolongs an instance's time starts nothing, so no script matters to it. */
export function scriptDriftOf({ spec: { script }, renewal }: Request, { userData }: Policy): ScriptDrift {
  if (script === undefined || renewal !== undefined) return { is: 'none' };
  const now = userData.get(script.name);
  if (now === undefined) return { is: 'missing', name: script.name };
  if (now.sha256 === script.sha256) return { is: 'none' };
  return { is: 'changed', before: script, after: { name: now.name, sha256: now.sha256 } };
}
