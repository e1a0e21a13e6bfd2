import { ok } from '../../core/base/result.ts';
import { nameIn, networksIn } from '../../core/policy/networks.ts';
import { allowsImage, allowsRegion, allowsType, type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import type { Catalogue, List } from '../../ecs/catalogue/catalogue.ts';

/**
 * The catalogue reduced to what the policy allows, so that nobody is offered something that would be refused.
 *
 * @param channel of the request; null for any
 * @param named the name of a network: then only the network's own entries
 */
export function allowedCatalogue(
  { catalogue, policy }: { readonly catalogue: Catalogue; readonly policy: PolicySource },
  channel: string | null = null,
  named: string | undefined = undefined,
): Catalogue {
  const rules = rulesOf({ policy });
  const networks = networksIn(rules.networks, channel);
  const called = networks?.filter(({ name }) => name === nameIn(named ?? '').toLowerCase()) ?? [];
  const allowed = called.length > 0 ? called : networks;
  const mostVCpu = rules.limits.maxVCpu?.value ?? Number.POSITIVE_INFINITY;
  return {
    ...catalogue,
    regions: only(catalogue.regions, ({ id }) => allowsRegion(rules, id)),
    instanceTypes: only(catalogue.instanceTypes, (type) => allowsType(rules, type) && type.vCpu <= mostVCpu),
    vSwitches: only(catalogue.vSwitches, ({ id }) => allowed?.some(({ vSwitches }) => vSwitches.includes(id)) ?? true),
    securityGroups: only(
      catalogue.securityGroups,
      ({ id }) => allowed?.some(({ groups }) => groups.includes(id)) ?? true,
    ),
    images: only(catalogue.images, (image) => allowsImage(rules, image) === true),
  };
}

function only<Scope extends readonly string[], T>(list: List<Scope, T>, keep: (item: T) => boolean): List<Scope, T> {
  return {
    peek: (...scope) => list.peek(...scope)?.filter(keep) ?? null,
    async load(...scope) {
      const answer = await list.load(...scope);
      return answer.ok ? ok(answer.value.filter(keep)) : answer;
    },
    async reload(...scope) {
      const answer = await list.reload(...scope);
      return answer.ok ? ok(answer.value.filter(keep)) : answer;
    },
  };
}
