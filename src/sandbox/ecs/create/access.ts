import { type ImageData, isAncient } from '../catalogue/images.ts';
import type { RegionData } from '../catalogue/regions.ts';
import { ROLES } from '../catalogue/roles.ts';
import { notModelled } from '../taken.ts';
import type { Login, MetadataAccess } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { keyPairsIn, type World } from '../world.ts';

/** How to log in to an instance, and its rights and scripts. */
export interface Access {
  readonly asNonRoot: boolean;
  readonly keyPairName: string;
  readonly password: Login['password'];
  readonly userData: string;
  readonly ramRoleName: string;
  readonly hardened: boolean;
  readonly metadata: MetadataAccess;
}

const NON_ROOT = 'ImageOptions.LoginAsNonRoot';

interface Where {
  readonly region: RegionData;
  readonly image: ImageData;
  /** Empty on the classic network. */
  readonly vpcId: string;
  readonly ioOptimized: boolean;
}

export function accessOf(world: World, params: Params, where: Where): Access {
  return {
    asNonRoot: asNonRoot(params, where),
    keyPairName: keyPair(world, params, where),
    password: passwordOf(params),
    userData: userDataOf(params.text('UserData'), where.vpcId !== '' && where.ioOptimized),
    ramRoleName: ramRole(params, where.vpcId),
    hardened: isHardened(params, where.image),
    metadata: metadataAccess(params, where.image),
  };
}

function keyPair(world: World, params: Params, { region, image, ioOptimized }: Where): string {
  const name = params.text('KeyPairName');
  // Windows does not use one; the cloud ignores it silently.
  if (name === null || image.os === 'windows') return '';
  if (!keyPairsIn(world, region).some((each) => each.name === name)) {
    refuse(404, 'InvalidKeyPairName.NotFound', 'The specified KeyPairName does not exist in our records.');
  }
  if (!ioOptimized) {
    const message = 'The specified parameter "KeyPairName" only support IoOptimized Instance.';
    refuse(400, 'InvalidInstanceType.ValueNotSupported', message);
  }
  return name;
}

function asNonRoot(params: Params, { image }: Where): boolean {
  const is = params.flag(NON_ROOT);
  return is && image.os === 'windows' ? notModelled(NON_ROOT, 'true') : is;
}

/** Refuses a bad password; the password itself is never stored. */
export function passwordOf(params: Params): Login['password'] {
  const password = params.text('Password');
  const inherits = params.flag('PasswordInherit');
  if (inherits && password !== null) {
    refuse(400, 'InvalidPasswordParam.Mismatch', 'The input password should be null when passwdInherit is true.');
  }
  if (password === null) return inherits ? 'inherited' : 'none';
  mustBeGoodPassword(password);
  return 'own';
}

export function mustBeGoodPassword(password: string): void {
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[()`~!@#$%^&*_\-+=|{}[\]:;'<>,.?/]/].filter((each) => each.test(password));
  if (password.length < 8 || password.length > 30 || kinds.length < 3) {
    notValid('InvalidPassword.Malformed', 'Password');
  }
}

const MAX_USER_DATA = 32 * 1024;

/** Base64, as it was sent; empty for none. */
export function userDataOf(text: string | null, canHaveIt: boolean): string {
  if (text === null) return '';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    refuse(400, 'InvalidUserData.Base64FormatInvalid', 'The specified parameter UserData must be base64 encoded.');
  }
  if (Buffer.byteLength(text, 'base64') > MAX_USER_DATA) {
    refuse(400, 'InvalidUserData.SizeExceeded', 'The specified parameter "UserData" exceeds the size.');
  }
  if (!canHaveIt) {
    const message = 'The specified parameter "UserData" only support the vpc and IoOptimized Instance.';
    refuse(400, 'InvalidUserData.NotSupported', message);
  }
  return text;
}

function ramRole(params: Params, vpcId: string): string {
  const name = params.text('RamRoleName');
  if (name === null) return '';
  const role = ROLES.find((each) => each.name === name);
  if (!role) return refuse(404, 'InvalidRamRole.NotFound', 'The specified RAMRoleName does not exist.');
  if (!role.ecs) {
    const message = 'The specified ram role is not authorized for ecs, please check your role policy.';
    refuse(401, 'InvalidRamRole.NotEcsRole', message);
  }
  if (!role.passable) {
    refuse(403, 'InvalidUser.PassRoleForbidden', 'The RAM user does not have the privilege to pass a RAM role.');
  }
  if (vpcId === '') {
    const message = 'Ram role cannot be applied to instances of Classic network type.';
    refuse(403, 'InvalidNetworkType.MismatchRamRole', message);
  }
  return name;
}

/** `Active` works only for public images; others have nothing to activate. */
function isHardened(params: Params, image: ImageData): boolean {
  const strategy = params.text('SecurityEnhancementStrategy') ?? 'Deactive';
  if (strategy !== 'Active' && strategy !== 'Deactive') {
    notValid('InvalidSecurityEnhancementStrategy', 'SecurityEnhancementStrategy');
  }
  return strategy === 'Active' && image.owner === 'system';
}

function metadataAccess(params: Params, image: ImageData): MetadataAccess {
  const endpoint = params.text('HttpEndpoint') ?? 'enabled';
  if (endpoint !== 'enabled' && endpoint !== 'disabled') {
    const message = 'The specified HttpEndpoint not supported, you can use enabled(default) or disabled.';
    return refuse(400, 'InvalidHttpEndpoint.NotSupported', message);
  }
  const tokens = params.text('HttpTokens') ?? 'optional';
  // The oldest images' software reads metadata without a token.
  if ((tokens !== 'optional' && tokens !== 'required') || (tokens === 'required' && isAncient(image))) {
    const message = 'The specified HttpTokens not supported, you can use optional(default) or required.';
    return refuse(400, 'InvalidHttpTokens.NotSupported', message);
  }
  const code = 'InvalidHttpPutResponseHopLimit.NotSupported';
  const hops = params.whole('HttpPutResponseHopLimit', code) ?? 1;
  if (hops < 1 || hops > 64) {
    const message = 'The specified HttpPutResponseHopLimit not supported, more than 1 and less than 64 is reasonable.';
    refuse(400, code, message);
  }
  return { endpoint, tokens, hops };
}
