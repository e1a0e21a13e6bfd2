import type { Failure } from '../failure/failure.ts';
import type { Draft, FieldProblem } from '../spec/spec.ts';
import { parseDisks } from './data-disks.ts';
import type { OptionFault, UnlistedFault } from './option-faults.ts';
import type { OptionField } from './option-fields.ts';
import { saysNone } from './option-words.ts';

const UNLISTED_FIELDS: readonly OptionField[] = ['role', 'resourcegroup', 'deploymentset', 'ip', 'ipv6', 'kmskey'];

/** Whether an order names something that is in none of the bot's lists, so that only the cloud can check it. */
export const namesUnlisted = (draft: Draft): boolean =>
  UNLISTED_FIELDS.some((field) => draft[field] !== undefined && !saysNone(field, draft[field])) ||
  parseDisks(draft.disks ?? '').some(({ snapshotId, kmsKeyId }) => (snapshotId ?? kmsKeyId) !== undefined);

/** The option and fault behind an error code of CreateInstance; the first match counts. Source: its table of errors. */
const BY_CODE: readonly (readonly [RegExp, OptionField, 'refused' | UnlistedFault])[] = [
  [/^InvalidRamRole\.NotFound$/, 'role', 'noRole'],
  [/^InvalidRamRole\.NotEcsRole$/, 'role', 'notEcsRole'],
  [/PassRoleForbidden$/, 'role', 'mayNotPassRole'],
  [/RamRole/, 'role', 'refused'],
  [/^InvalidResourceGroup(?:Id)?\.NotFound$/, 'resourcegroup', 'noResourceGroup'],
  [/ResourceGroup/, 'resourcegroup', 'refused'],
  [/^(?:Invalid)?DeploymentSet(?:Id)?\.NotFound$/, 'deploymentset', 'noDeploymentSet'],
  [/DeploymentSet\w*QuotaFull$/, 'deploymentset', 'deploymentSetFull'],
  [/DeploymentSetGroupNo/, 'deploymentgroup', 'refused'],
  [/DeploymentSet/, 'deploymentset', 'refused'],
  [/^InvalidPrivateIpAddress\.Duplicated$|^InvalidIPAddress\.AlreadyUsed$/, 'ip', 'ipTaken'],
  [/^InvalidPrivateIpAddress/, 'ip', 'refused'],
  [/KMSKey|KmsKey/, 'kmskey', 'refused'],
  // The system disk's key was tried before; else it is that of a data disk.
  [/KMSKey|KmsKey|Snapshot/, 'disks', 'refused'],
  [/SecurityGroup/, 'groups', 'refused'],
  [/^InvalidVSwitch\.Ipv6NotTurnOn$/, 'ipv6', 'ipv6Off'],
  [/^InvalidOperation\.Ipv6(?:NotSupport|CountExceeded)$/, 'ipv6', 'ipv6NotOfType'],
  [/Ipv6/, 'ipv6', 'refused'],
  [/^InvalidHttpTokens/, 'tokens', 'refused'],
  [/^InvalidHttpEndpoint/, 'metadata', 'refused'],
  [/^InvalidHttpPutResponseHopLimit/, 'hops', 'refused'],
  [/CreditSpecification/, 'credit', 'refused'],
  [/HostName|^HOSTNAME_/, 'host', 'refused'],
  [/SecurityEnhancement/, 'hardening', 'refused'],
];

/** The option that caused the refusal of a dry run, as the problem of its field; null for another cause. */
export function refusedOption({ code }: Failure, draft: Draft): FieldProblem | null {
  if (code === null) return null;
  const found = BY_CODE.find(([pattern, field]) => draft[field] !== undefined && pattern.test(code));
  if (found === undefined) return null;
  const [, field, is] = found;
  const fault: OptionFault = is === 'refused' ? { is, code } : { is };
  return { field, problem: 'option', given: draft[field] ?? '', fault };
}
