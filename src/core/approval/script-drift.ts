import type { Script } from '../option/options.ts';
import type { Policy } from '../policy/policy.ts';
import type { Request } from '../request/request.ts';

/** How the start script that a request is bound to compares with the current policy. */
type ScriptDrift =
  | { readonly is: 'none' }
  /** The policy no longer has a script of that name. */
  | { readonly is: 'missing'; readonly name: string }
  /** The script's content has changed, and nobody has agreed to the new content. */
  | { readonly is: 'changed'; readonly before: Script; readonly after: Script };

/** Renewals and larger disks start no instance, so the script does not matter to them. */
export function scriptDriftOf({ spec: { script }, renewal }: Request, { userData }: Policy): ScriptDrift {
  if (script === undefined || renewal !== undefined) return { is: 'none' };
  const now = userData.get(script.name);
  if (now === undefined) return { is: 'missing', name: script.name };
  if (now.sha256 === script.sha256) return { is: 'none' };
  return { is: 'changed', before: script, after: { name: now.name, sha256: now.sha256 } };
}
