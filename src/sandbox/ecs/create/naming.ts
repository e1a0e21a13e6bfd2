import { oneSpelling } from '../taken.ts';
import type { Tag } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';

const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;

/** Null when the instance is to be named by its id. */
export function instanceName(params: Params): string | null {
  const name = params.text('InstanceName');
  if (name !== null && (!NAME.test(name) || /^https?:/i.test(name))) {
    notValid('InvalidInstanceName.Malformed', 'InstanceName');
  }
  return name;
}

/** Those that the account has beside its own, which is no name at all. */
export const RESOURCE_GROUPS: readonly string[] = ['rg-acfmxsandboxprod', 'rg-acfmxsandboxtest'];

export function resourceGroup(params: Params): string {
  const id = params.text('ResourceGroupId') ?? '';
  if (id !== '' && !RESOURCE_GROUPS.includes(id)) {
    refuse(404, 'InvalidResourceGroup.NotFound', 'The ResourceGroup provided does not exist in our records.');
  }
  return id;
}

export function description(params: Params): string {
  const text = params.text('Description') ?? '';
  if (text !== '' && (text.length < 2 || text.length > 256 || /^https?:\/\//.test(text))) {
    notValid('InvalidDescription.Malformed', 'Description');
  }
  return text;
}

/** Linux: segments of letters, digits and hyphens, 2-64 characters. Windows: one segment of 2-15, not only digits. */
export function hostName(params: Params, os: 'linux' | 'windows'): string | null {
  const name = params.text('HostName');
  if (name === null) return null;
  const segment = '[A-Za-z0-9](?:-?[A-Za-z0-9])*';
  const shape = os === 'windows' ? new RegExp(`^${segment}$`) : new RegExp(`^${segment}(?:\\.${segment})*$`);
  const most = os === 'windows' ? 15 : 64;
  const digitsOnly = os === 'windows' && /^\d+$/.test(name);
  if (name.length < 2 || name.length > most || !shape.test(name) || digitsOnly) {
    notValid('InvalidHostName.Malformed', 'HostName');
  }
  return name;
}

export function mustHaveGoodPassword(params: Params): void {
  const password = params.text('Password');
  if (params.flag('PasswordInherit') && password !== null) {
    refuse(400, 'InvalidPasswordParam.Mismatch', 'The input password should be null when passwdInherit is true.');
  }
  if (password === null) return;
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[()`~!@#$%^&*_\-+=|{}[\]:;'<>,.?/]/].filter((each) => each.test(password));
  if (password.length < 8 || password.length > 30 || kinds.length < 3) {
    notValid('InvalidPassword.Malformed', 'Password');
  }
}

const MAX_TAGS = 20;

/** `Tag.N.Key` and `Tag.N.Value` (or the older lower-case spelling). */
export function tagsOf(params: Params): Tag[] {
  const tags = params.records('Tag').map((record) => ({
    key: oneSpelling(record.Key, record.key, 'Tag.N.Key') ?? '',
    value: oneSpelling(record.Value, record.value, 'Tag.N.Value') ?? '',
  }));
  if (tags.length > MAX_TAGS) refuse(400, 'NumberExceed.Tags', 'The Tags parameter number is exceed.');
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || /^(aliyun|acs:)/i.test(key) || /https?:\/\//.test(key)) {
      refuse(400, 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.');
    }
    if (value.length > 128 || /https?:\/\//.test(value)) {
      refuse(400, 'InvalidTagValue.Malformed', 'The specified Tag.n.Value is not valid.');
    }
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) {
    refuse(400, 'Duplicate.TagKey', 'The Tag.N.Key contain duplicate key.');
  }
  return tags;
}

const MAX_USER_DATA = 32 * 1024;

export function mustHaveGoodUserData(params: Params, vpcId: string): void {
  const text = params.text('UserData');
  if (text === null) return;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    refuse(400, 'InvalidUserData.Base64FormatInvalid', 'The specified parameter UserData must be base64 encoded.');
  }
  if (Buffer.byteLength(text, 'base64') > MAX_USER_DATA) {
    refuse(400, 'InvalidUserData.SizeExceeded', 'The specified parameter "UserData" exceeds the size.');
  }
  if (vpcId === '') {
    const message = 'The specified parameter "UserData" only support the vpc and IoOptimized Instance.';
    refuse(400, 'InvalidUserData.NotSupported', message);
  }
}
