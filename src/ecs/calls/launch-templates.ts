import { type Dict, isDict } from '../../core/base/json.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { LaunchTemplate, LaunchTemplateSeen, TemplateRef } from '../../core/spec/launch-template.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures/failures.ts';
import type { EcsPort } from '../port.ts';
import { listIn } from './answered.ts';

const NO_TEMPLATE = 'InvalidLaunchTemplate.NotFound';
const NO_VERSION = 'InvalidLaunchTemplateVersion.NotFound';

/** The template and version, before its content is read. */
interface Found {
  readonly id: string;
  readonly version: number;
}

export const launchTemplateCall = (call: Call): Pick<EcsPort, 'launchTemplate'> => ({
  async launchTemplate(region, which) {
    const found = await findTemplate(call, region, which);
    if (!found.ok) return absentIn(found);
    return found.value === null ? ok({ is: 'noTemplate' }) : readVersion(call, region, found.value);
  },
});

async function findTemplate(
  call: Call,
  region: string,
  { by, word, version }: TemplateRef,
): Promise<Result<Found | null, Failure>> {
  const answer = await call('DescribeLaunchTemplates', region, {
    regionId: region,
    ...(by === 'id' ? { launchTemplateId: [word] } : { launchTemplateName: [word] }),
    pageNumber: 1,
    pageSize: 50,
  });
  if (!answer.ok) return answer;
  const { launchTemplateSets, requestId } = answer.value;
  const listed = listIn(launchTemplateSets?.launchTemplateSet);
  if (listed === null) return fail(incomplete('DescribeLaunchTemplates', requestId, 'LaunchTemplateSets'));
  const set = listed.find(
    ({ launchTemplateId, launchTemplateName }) => (by === 'id' ? launchTemplateId : launchTemplateName) === word,
  );
  if (set === undefined) return ok(null);
  const { launchTemplateId: id, defaultVersionNumber, latestVersionNumber } = set;
  const number =
    typeof version === 'number' ? version : version === 'default' ? defaultVersionNumber : latestVersionNumber;
  return id === undefined || number === undefined
    ? fail(incomplete('DescribeLaunchTemplates', requestId, 'DefaultVersionNumber'))
    : ok({ id, version: number });
}

/** Reads by number, so that it is one version, whatever becomes the default meanwhile. */
async function readVersion(
  call: Call,
  region: string,
  { id, version }: Found,
): Promise<Result<LaunchTemplateSeen, Failure>> {
  const answer = await call('DescribeLaunchTemplateVersions', region, {
    regionId: region,
    launchTemplateId: id,
    launchTemplateVersion: [version],
    pageNumber: 1,
    pageSize: 50,
  });
  if (!answer.ok) return absentIn(answer);
  const sets = partOf(answer.value, 'LaunchTemplateVersionSets');
  const list = sets?.LaunchTemplateVersionSet;
  if (!Array.isArray(list))
    return fail(
      incomplete('DescribeLaunchTemplateVersions', textOf(answer.value.RequestId), 'LaunchTemplateVersionSets'),
    );
  const set = list.find(
    (one): one is Dict =>
      isDict(one) && textOf(one.LaunchTemplateId) === id && Number(textOf(one.VersionNumber) ?? 'none') === version,
  );
  if (set === undefined) return ok({ is: 'noVersion' });
  const holds = partOf(set, 'LaunchTemplateData');
  if (holds === null)
    return fail(incomplete('DescribeLaunchTemplateVersions', textOf(answer.value.RequestId), 'LaunchTemplateData'));
  const template: LaunchTemplate = { id, name: textOf(set.LaunchTemplateName) ?? id, version, holds };
  return ok({ is: 'there', template });
}

/** An absent template or version is not a failure. */
function absentIn(answer: { readonly ok: false; readonly error: Failure }): Result<LaunchTemplateSeen, Failure> {
  if (answer.error.code === NO_TEMPLATE) return ok({ is: 'noTemplate' });
  return answer.error.code === NO_VERSION ? ok({ is: 'noVersion' }) : answer;
}

const partOf = (fields: Dict, name: string): Dict | null => (isDict(fields[name]) ? fields[name] : null);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
