import { ok } from '../../core/base/result.ts';
import { allowsImage, allowsRegion, allowsType, type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import type { Catalogue, List } from '../../ecs/catalogue/catalogue.ts';

/** The catalogue without what the policy does not allow, so that nobody is offered what would be refused. */
export function allowedCatalogue({
  catalogue,
  policy,
}: {
  readonly catalogue: Catalogue;
  readonly policy: PolicySource;
}): Catalogue {
  const rules = rulesOf({ policy });
  const mostVCpu = rules.limits.maxVCpu?.value ?? Number.POSITIVE_INFINITY;
  return {
    ...catalogue,
    regions: only(catalogue.regions, ({ id }) => allowsRegion(rules, id)),
    instanceTypes: only(catalogue.instanceTypes, (type) => allowsType(rules, type) && type.vCpu <= mostVCpu),
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
  };
}
