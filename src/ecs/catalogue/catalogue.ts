import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { KeyChoice } from '../../core/option/key-pair.ts';
import type { ChargeKind, Term } from '../../core/spec/charge.ts';
import type { DiskChoice, GroupChoice, PlaceChoice, TypeChoice, VSwitchChoice } from '../../core/spec/choices.ts';
import type { LaunchTemplateSeen, TemplateRef } from '../../core/spec/launch-template.ts';
import type { Image } from '../port.ts';

/**
 * The cached choices: a modal's lists must answer within Slack's three seconds, so they never wait for the cloud. Simultaneous
 * askers share one fetch. A list is kept for `keepMs` and served stale while it is fetched again; a failed fetch is not repeated
 * for a few seconds.
 */
export interface Catalogue {
  readonly regions: List<[], PlaceChoice>;
  readonly zones: List<[region: string, chargeKind: ChargeKind], PlaceChoice>;
  readonly instanceTypes: List<[region: string, zone: string, chargeKind: ChargeKind], TypeChoice>;
  readonly systemDisks: List<[region: string, zone: string, instanceType: string, chargeKind: ChargeKind], DiskChoice>;
  readonly images: List<[region: string], Image>;
  readonly vSwitches: List<[region: string], VSwitchChoice>;
  readonly securityGroups: List<[region: string], GroupChoice>;
  readonly keyPairs: List<[region: string], KeyChoice>;
  /** One version of one launch template: exactly one item, like `launchTemplate` of the port. */
  readonly launchTemplates: List<
    [region: string, by: TemplateRef['by'], word: string, version: `${TemplateRef['version']}`],
    LaunchTemplateSeen
  >;
  /** The terms of prepaid instances that are sold to this account. */
  readonly terms: List<[], Term>;
}

export interface List<Scope extends readonly string[], T> {
  /** The known list, without waiting; null if there is none. Starts a fetch if the list is missing or old. */
  peek(...scope: Scope): readonly T[] | null;
  /** The known list, old or not. Only if there is none, waits for a fetch, within the client's timeouts. */
  load(...scope: Scope): Promise<Result<readonly T[], Failure>>;
  /** Fetches the list after this moment, even if it is fresh, because something in it has just changed. */
  reload(...scope: Scope): Promise<Result<readonly T[], Failure>>;
}
