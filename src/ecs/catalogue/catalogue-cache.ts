import { ageClock, type Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { type Term, termsOf } from '../../core/spec/charge.ts';
import { updatesEndedOn } from '../../core/spec/image-ends.ts';
import {
  DEFAULT_VERSION,
  type LaunchTemplateSeen,
  type TemplateRef,
  versionOf,
} from '../../core/spec/launch-template.ts';
import type { AccountMemory } from '../account-memory.ts';
import { isAbortedCall, retryIfAborted } from '../call-owner.ts';
import type { EcsPort } from '../port.ts';
import type { Catalogue, List } from './catalogue.ts';

interface CatalogueOptions {
  /** How long a list is fresh. A stale list is still served while it is fetched again. */
  readonly keepMs: number;
  readonly memory: AccountMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** How many scopes each list remembers; the least recently used go first. */
  readonly maxScopes?: number;
}

/** For how long a failed fetch is not repeated, unless the cloud asks for longer. */
const RETRY_AFTER_MS = 5_000;

/** Caches the lists of the port. See {@link Catalogue}. */
export function makeCatalogue(port: EcsPort, options: CatalogueOptions): Catalogue {
  return {
    regions: cached('regions', () => port.regions(), options),
    zones: cached('zones', (...scope) => port.zones(...scope), options),
    instanceTypes: cached('instanceTypes', (...scope) => port.instanceTypes(...scope), options),
    systemDisks: cached('systemDisks', (...scope) => port.systemDisks(...scope), options),
    images: cached('images', (region) => marked(port.images(region), options.clock), options),
    vSwitches: cached('vSwitches', (region) => port.vSwitches(region), options),
    securityGroups: cached('securityGroups', (region) => port.securityGroups(region), options),
    keyPairs: cached('keyPairs', (region) => port.keyPairs(region), options),
    launchTemplates: cached('launchTemplates', (...scope) => templateIn(port, ...scope), options),
    terms: cached('terms', () => sold(port), options),
  };
}

/** Images without updates are marked when the list is fetched, which is often enough. */
async function marked(images: ReturnType<EcsPort['images']>, clock: Clock): ReturnType<EcsPort['images']> {
  const listed = await images;
  if (!listed.ok) return listed;
  return ok(
    listed.value.map((image) => {
      const endedOn = updatesEndedOn(image.osName, clock.now());
      return endedOn === null ? image : { ...image, endedOn };
    }),
  );
}

async function sold(port: EcsPort): Promise<Result<readonly Term[], Failure>> {
  const site = await port.site();
  return site.ok ? ok(termsOf(site.value, 'create')) : site;
}

async function templateIn(
  port: EcsPort,
  region: string,
  by: TemplateRef['by'],
  word: string,
  version: `${TemplateRef['version']}`,
): Promise<Result<readonly LaunchTemplateSeen[], Failure>> {
  const seen = await port.launchTemplate(region, { by, word, version: versionOf(version) ?? DEFAULT_VERSION });
  return seen.ok ? ok([seen.value]) : seen;
}

interface Entry<T> {
  known: { readonly items: readonly T[]; readonly at: number } | null;
  failed: { readonly failure: Failure; readonly until: number } | null;
  fetching: Promise<Result<readonly T[], Failure>> | null;
}

function cached<Scope extends readonly string[], T>(
  name: string,
  fetch: (...scope: Scope) => Promise<Result<readonly T[], Failure>>,
  { keepMs, memory, clock, log, maxScopes = 200 }: CatalogueOptions,
): List<Scope, T> {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, Entry<T>>());

  const entryOf = (scope: Scope): Entry<T> => {
    const entries = remembered();
    const key = JSON.stringify(scope);
    const entry = entries.get(key) ?? { known: null, failed: null, fetching: null };
    // Keeps the map in the order of use.
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > maxScopes) entries.delete(entries.keys().next().value as string);
    return entry;
  };

  const refresh = (entry: Entry<T>, scope: Scope): Promise<Result<readonly T[], Failure>> => {
    entry.fetching ??= fetch(...scope).then((answer) => {
      entry.fetching = null;
      if (answer.ok) {
        entry.known = { items: answer.value, at: age.now() };
        entry.failed = null;
      } else if (!isAbortedCall(answer.error)) {
        const { kind, code, retryAfterMs: asked } = answer.error;
        entry.failed = {
          failure: answer.error,
          until: age.now() + Math.min(60_000, Math.max(RETRY_AFTER_MS, asked ?? 0)),
        };
        log.warn({ list: name, scope, kind, code }, 'a list of the catalogue could not be fetched');
      }
      return answer;
    });
    return entry.fetching;
  };

  /** The last failure, while it is recent, so that a broken cloud is not asked at every keystroke. */
  const recentFailure = (entry: Entry<T>): Failure | null =>
    entry.failed !== null && age.now() < entry.failed.until ? entry.failed.failure : null;

  const isFresh = (entry: Entry<T>): boolean => entry.known !== null && age.now() - entry.known.at < keepMs;

  return {
    peek(...scope) {
      const entry = entryOf(scope);
      if (!isFresh(entry) && recentFailure(entry) === null) void refresh(entry, scope);
      return entry.known?.items ?? null;
    },
    load(...scope) {
      const entry = entryOf(scope);
      const failure = recentFailure(entry);
      if (entry.known !== null) {
        if (!isFresh(entry) && failure === null) void refresh(entry, scope);
        return Promise.resolve(ok(entry.known.items));
      }
      return failure === null ? retryIfAborted(() => refresh(entry, scope)) : Promise.resolve(fail(failure));
    },
    async reload(...scope) {
      const entry = entryOf(scope);
      // A fetch under way may have read the list before this moment.
      await entry.fetching;
      return retryIfAborted(() => refresh(entry, scope));
    },
  };
}
