import { notModelled } from '../taken.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';

interface Only {
  /** All values that the cloud knows; null for true and false. */
  readonly known: readonly string[] | null;
  readonly modelled: readonly string[];
  /** The code for other values, if published. */
  readonly code?: string;
}

/** Parameters with some values that have no effect here, because they are the default, and others that are not modelled. */
const ONLY: Readonly<Record<string, Only>> = {
  Affinity: { known: ['default', 'host'], modelled: ['default'] },
  AutoPay: { known: null, modelled: ['true'] },
  'HibernationOptions.Configured': { known: null, modelled: ['false'] },
  'PrivatePoolOptions.MatchCriteria': { known: ['Open', 'Target', 'None'], modelled: ['Open', 'None'] },
  Tenancy: { known: ['default', 'host'], modelled: ['default'], code: 'InvalidParam.Tenancy' },
};

export function mustBeModelled(params: Params): void {
  for (const [name, { known, modelled, code }] of Object.entries(ONLY)) {
    const given = params.text(name);
    if (given === null) continue;
    const value = known === null ? given.toLowerCase() : given;
    if (!(known ?? ['true', 'false']).includes(value)) notValid(code ?? `Invalid${name.replace('.', '')}`, name);
    if (!modelled.includes(value)) notModelled(name, given);
  }
}
