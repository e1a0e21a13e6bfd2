import { notModelled } from '../taken.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';

interface Only {
  /** Everything that the cloud knows; null for true and false. */
  readonly known: readonly string[] | null;
  readonly modelled: readonly string[];
  /** What another value is refused with, where it is published. */
  readonly code?: string;
}

/** Parameters of which some values change nothing here, as they are what happens anyhow, and the others are not modelled. */
const ONLY: Readonly<Record<string, Only>> = {
  Affinity: { known: ['default', 'host'], modelled: ['default'] },
  AutoPay: { known: null, modelled: ['true'] },
  'HibernationOptions.Configured': { known: null, modelled: ['false'] },
  'ImageOptions.LoginAsNonRoot': { known: null, modelled: ['false'] },
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
