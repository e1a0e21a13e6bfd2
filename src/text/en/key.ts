import type { KeyNameFault } from '../../core/key/own-key.ts';
import type { PublicKeyFault } from '../../core/key/public-key.ts';
import { quoted } from '../quoted.ts';

const COMMAND = 'ssh-keygen -t rsa -b 4096';

const among = (names: readonly string[]): string => names.join(', ');

const KINDS: Readonly<Record<Extract<PublicKeyFault, { fault: 'kind' }>['kind'], string>> = {
  Ed25519: `Alibaba Cloud doesn’t import Ed25519 keys. Make an RSA key with ${COMMAND} and paste its .pub file.`,
  DSA: `Servers no longer accept DSA keys. Make an RSA key with ${COMMAND} and paste its .pub file.`,
  FIDO: `Alibaba Cloud doesn’t import keys of security tokens (sk-…). Make an RSA key with ${COMMAND} and paste its .pub file.`,
  certificate: 'This is a certificate. Paste the public key that it was made for, without -cert in its file’s name.',
};

function publicKeyFault(given: PublicKeyFault): string {
  switch (given.fault) {
    case 'empty':
      return 'Required.';
    case 'privateKey':
      return 'This is a private key. Nothing was stored. Paste the public key instead, from the file that ends in .pub.';
    case 'otherFormat':
      return 'This isn’t in OpenSSH’s format. Convert it with ssh-keygen -i -f FILE (with -m PKCS8 if it says BEGIN PUBLIC KEY), or copy the field at the top of PuTTYgen’s window.';
    case 'options':
      return 'There is something before the key. Paste the line from its .pub file, which begins with ssh-rsa or ecdsa-sha2.';
    case 'several':
      return 'These are several keys. Add them one after the other.';
    case 'kind':
      return KINDS[given.kind];
    case 'short':
      return `An RSA key needs 2,048 bits or more; this one has ${given.bits}. Make one with ${COMMAND}.`;
    case 'long':
      return `This RSA key has ${given.bits} bits, which OpenSSH doesn’t accept. Make one with ${COMMAND}.`;
    case 'damaged':
      return 'A part of this key is missing or changed. Copy the whole line of its .pub file again.';
    case 'noKey':
      return 'This isn’t a public key. Paste the line from its .pub file, which begins with ssh-rsa or ecdsa-sha2.';
  }
}

/** A person's SSH keys. The Slack side adds names, regions and instances. */
export const key = {
  title: 'My SSH keys',
  none: 'You haven’t added a key yet. Add your public key once, and the bot brings it to every region in which you create servers.',
  /** Followed by the fingerprint. */
  fingerprint: 'Fingerprint (MD5)',
  kind: (kind: string, bits: number): string => `${kind}, ${bits} bits`,
  /** @param count of all, if not every name is shown */
  usedBy: (names: readonly string[], count: number): string =>
    `used by ${among(names)}${count > names.length ? ` and ${count - names.length} more` : ''}`,
  unused: 'not used',
  usersUnread: 'couldn’t check who uses it',
  missing: 'not there yet; it’s imported when you open the form there',
  noRegion: 'In no region yet: it’s imported when you first open the form there.',
  removing: 'Its removal isn’t finished. Click Remove again.',
  unread: (regions: readonly string[]): string =>
    `Alibaba Cloud didn’t answer for ${among(regions)}, so keys there may be missing here.`,
  regionsUnread: 'The list of regions couldn’t be loaded, so keys in other regions may be missing here.',
  fingerprintMeans: 'Compare a fingerprint with ssh-keygen -l -E md5 -f FILE.pub.',
  add: 'Add a key…',
  remove: 'Remove…',
  refresh: 'Refresh',
  cancel: 'Cancel',
  close: 'Close',
  checking: 'Checking with Alibaba Cloud…',
  late: 'Alibaba Cloud hasn’t answered yet. See /ecs key in a minute.',
  lateAdded: 'Alibaba Cloud hasn’t answered yet. The bot sends you the result in a direct message.',
  storeDown: 'The bot’s database can’t be used right now. Nothing was changed; try again in a minute.',
  broken: (reference: string): string =>
    `Something went wrong in the bot. See /ecs key, and tell the bot operator reference ${reference}.`,
  form: {
    title: 'Add an SSH key',
    submit: 'Add',
    what: 'Add your public key once. The bot imports it as a key pair in the regions you use, and the form offers it when you create a server.',
    publicKey: 'Public key',
    /** Linux and macOS; then Windows. */
    publicKeyHint:
      'The line in ~/.ssh/id_rsa.pub (Windows: %USERPROFILE%\\.ssh\\id_rsa.pub). RSA of 2,048 bits or more, or ECDSA; not Ed25519. Never paste the private key.',
    name: 'Name',
    nameHint: 'For example ines-laptop. Empty: taken from the end of the key.',
    make: `No key yet? Run ${COMMAND} on your computer, then paste id_rsa.pub.`,
  },
  fault: publicKeyFault,
  known: (name: string): string => `You’ve already added this key, as ${name}.`,
  tooMany: (most: number): string => `You have ${most} keys, which is the limit. Remove one first.`,
  nameFault: {
    missing: 'Give it a name, for example ines-laptop.',
    malformed: 'Use 2–128 letters, digits, and the characters : _ . -, beginning with a letter.',
    others: 'Somebody else’s key has this name. Choose another.',
    another: 'Another key of yours has this name. Choose another name, or remove that key first.',
  } satisfies Record<KeyNameFault | 'others' | 'another', string>,
  nameInCloud: (region: string): string => `Another key pair in ${region} has this name. Choose another.`,
  added: (name: string): string => `Your SSH key ${quoted(name)} was added.`,
  brought: (regions: readonly string[]): string => `Imported in ${among(regions)}.`,
  elsewhere: 'In other regions it’s imported when you first open the form there.',
  taken: (regions: readonly string[]): string =>
    `Not imported in ${among(regions)}: another key pair has this name there.`,
  /** Followed by the reason. */
  failedIn: (region: string): string => `Not imported in ${region}`,
  tryLater: 'The bot tries again when you open the form there.',
  refused: (name: string): string => `Alibaba Cloud refused your SSH key ${quoted(name)}. Nothing was added.`,
  removal: {
    title: 'Remove an SSH key',
    submit: 'Remove',
    what: (name: string): string => `Remove the key pair ${quoted(name)} from every region?`,
    means: 'The private key on your computer stays as it is. You can add the public key again at any time.',
    removed: (name: string): string => `Your SSH key ${quoted(name)} was removed.`,
    kept: (name: string): string =>
      `Your SSH key ${quoted(name)} wasn’t removed everywhere. Run /ecs key to see where it is and who uses it, then click Remove again.`,
    leftUntagged: (regions: readonly string[]): string =>
      `It stays in ${among(regions)}, where its tag doesn’t show that it’s yours. Remove it there in the ECS console.`,
    inUse: (name: string): string => `${quoted(name)} can’t be removed while instances use it. Nothing was changed.`,
    inUseNext: 'Release them, or bind another key pair to them in the ECS console, then remove it.',
    unread: (name: string, regions: readonly string[]): string =>
      `Alibaba Cloud didn’t say who uses ${quoted(name)} in ${among(regions)}. Nothing was changed; try again in a minute.`,
    none: (name: string): string => `You have no key ${quoted(name)}.`,
    yours: (names: readonly string[]): string => `Yours are: ${among(names)}.`,
    /** Followed by regions with reasons. */
    partly: (name: string): string => `${quoted(name)} is still in:`,
    attached: 'an instance has started using it',
    again: 'Remove it again to finish.',
  },
};
