import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { KeyChoice } from '../../core/option/key-pair.ts';
import type { ChargeKind, Term } from '../../core/spec/charge.ts';
import type { DiskChoice, PlaceChoice, TypeChoice, VSwitchChoice } from '../../core/spec/choices.ts';
import type { LaunchTemplateSeen, TemplateRef } from '../../core/spec/launch-template.ts';
import type { Image, SecurityGroup } from '../port.ts';

/**
 * What can be picked, cached: the modal's lists must answer within Slack's three seconds and may never wait for the cloud.
 * Lists are fetched once for all who ask at the same time, kept for `keepMs`, served stale while they are fetched again, and a
 * failed fetch is not repeated for a few seconds.
 */
export interface Catalogue {
  readonly regions: List<[], PlaceChoice>;
  readonly zones: List<[region: string, chargeKind: ChargeKind], PlaceChoice>;
  readonly instanceTypes: List<[region: string, zone: string, chargeKind: ChargeKind], TypeChoice>;
  readonly systemDisks: List<[region: string, zone: string, instanceType: string, chargeKind: ChargeKind], DiskChoice>;
  readonly images: List<[region: string], Image>;
  readonly vSwitches: List<[region: string], VSwitchChoice>;
  readonly securityGroups: List<[region: string], SecurityGroup>;
  readonly keyPairs: List<[region: string], KeyChoice>;
  /** One version of one launch template; exactly one item, as `launchTemplate` of the port. */
  readonly launchTemplates: List<
    [region: string, by: TemplateRef['by'], word: string, version: `${TemplateRef['version']}`],
    LaunchTemplateSeen
  >;
  /** For which prepaid instances are sold to this account. */
  readonly terms: List<[], Term>;
}

export interface List<Scope extends readonly string[], T> {
  /** What is known now, without waiting; null when nothing is. Starts a fetch when it is missing or old. */
  peek(...scope: Scope): readonly T[] | null;
  /** What is known at once, old or not; waits for a fetch, bounded by the client's timeouts, only when nothing is. */
  load(...scope: Scope): Promise<Result<readonly T[], Failure>>;
  /** Fetches it after this moment, however fresh it is: something in it has just been changed. */
  reload(...scope: Scope): Promise<Result<readonly T[], Failure>>;
}
