// The messages between page and server: types that a browser can read too.

/** One fault to turn on. `times`: how many calls it hits (default 1; 0 = until cleared). */
export interface Fault {
  readonly name: string;
  /** Only this ECS action or Slack method. */
  readonly action?: string;
  readonly times?: number;
  readonly region?: string;
  readonly retryAfterMs?: number;
  readonly delayMs?: number;
  readonly [more: string]: unknown;
}

export interface EcsState {
  /**
   * As DescribeInstances shows them, plus `_timeline`: when each status truly began, in real milliseconds, and `_machine`, a
   * {@link MachineState}.
   */
  readonly instances: readonly Readonly<Record<string, unknown>>[];
  /** Attached to no instance, but still charged. */
  readonly looseDisks: readonly DiskState[];
  readonly keyPairs: readonly KeyPairState[];
  /** How often each action was called, including refusals. */
  readonly calls: Readonly<Record<string, number>>;
  /** The last 500 calls, newest last. */
  readonly log: readonly EcsCall[];
  /** Integer minor units and currency, and the API's text. */
  readonly balance: { readonly minor: number; readonly currency: string; readonly text: string };
}

/** The inside of a machine, which no single API call tells. */
export interface MachineState {
  readonly login: {
    /** The key pair that the cloud shows; empty if none. */
    readonly keyPairName: string;
    /** The running system's key, which may differ until the next start or reboot. */
    readonly keyInside: string;
    readonly password: 'own' | 'inherited' | 'none';
    readonly imageHasPassword: boolean;
  };
  /** Only the first line of its user data; empty if that is not readable text. */
  readonly script: { readonly bytes: number; readonly sha256: string; readonly firstLine: string } | null;
  readonly ramRoleName: string;
  readonly hardened: boolean;
  readonly tokens: 'optional' | 'required';
  readonly disks: readonly DiskState[];
}

export interface DiskState {
  readonly id: string;
  readonly region: string;
  readonly type: 'system' | 'data';
  readonly device: string;
  readonly category: string;
  /** `PL0` to `PL3`, or empty. */
  readonly level: string;
  readonly sizeGiB: number;
  readonly name: string;
  readonly encrypted: boolean;
  readonly deleteWithInstance: boolean;
  readonly status: string;
}

/** A key pair that somebody imported. */
export interface KeyPairState {
  readonly name: string;
  readonly region: string;
  readonly fingerPrint: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export interface EcsCall {
  readonly at: number;
  readonly action: string;
  readonly region: string | null;
  readonly status: number;
  /** The error code; null for a success. */
  readonly code: string | null;
  /** Without signature, AccessKey, Password and UserData. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The kind of account in the sandbox's workspace. `connected` and `stranger` belong to other workspaces, with and without a
 * channel shared with the app. `app`: another app's account.
 */
export type AccountKind = 'member' | 'guest' | 'singleChannelGuest' | 'connected' | 'stranger' | 'app' | 'deactivated';

export interface SandboxUser {
  readonly id: string;
  readonly name: string;
  readonly role: 'requester' | 'approver' | 'admin' | 'outsider';
  /** Their job, as in their profile. */
  readonly title?: string;
  /** A member by default. */
  readonly kind?: AccountKind;
  /** Slack's form, `zh-CN`; the browser's by default. */
  readonly locale?: string;
}

/** A subcommand of the bot, as `GET /sandbox/commands` lists it for people who type. */
export interface OfferedCommand {
  readonly name: string;
  /** Its arguments: `<id or name>`. */
  readonly usage: Readonly<Record<'en' | 'zh', string>>;
  readonly summary: Readonly<Record<'en' | 'zh', string>>;
}

export type StateValues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface ActionInput {
  readonly user: string;
  readonly channel?: string;
  readonly message_ts?: string;
  readonly view_id?: string;
  readonly action_id: string;
  readonly block_id?: string;
  readonly value?: string;
  readonly selected_option?: { readonly value: string };
  /** The present values of the modal's fields (the client knows them; Slack sends them as view.state). */
  readonly values?: StateValues;
}

export interface OptionsInput {
  readonly user: string;
  readonly view_id: string;
  readonly action_id: string;
  readonly block_id: string;
  readonly value: string;
}

/** `ok: false` has the error that Slack would show (e.g. `operation_timeout`), `errors` the field errors by block id. */
export interface PersonSees {
  readonly ok: boolean;
  readonly error?: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly response_action?: string;
}

export interface SlackState {
  readonly channels: readonly SlackChannelState[];
  /** Open views per user, bottom of the stack first. */
  readonly views: Readonly<Record<string, readonly SlackView[]>>;
  readonly ephemeral: readonly SlackEphemeral[];
  readonly home: Readonly<Record<string, SlackView>>;
  /** How often each Web API method was called, including refusals. */
  readonly calls: Readonly<Record<string, number>>;
  readonly connected: boolean;
  /** The app's global shortcuts, which Slack offers everywhere. */
  readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
}

export interface SlackChannelState {
  readonly id: string;
  /** Direct messages are channels `D…` with the person's user id as name; only this person sees them. */
  readonly name: string;
  readonly is_im: boolean;
  readonly is_private?: boolean;
  /** The members, including the bot; everybody by default. */
  readonly members?: readonly string[];
  readonly messages: readonly SlackMessage[];
}

export interface SlackMessage {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
  readonly edited?: { readonly ts: string };
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Real milliseconds of the post and of every edit, for measuring. */
  readonly _history: readonly { readonly at: number; readonly text: string }[];
  readonly replies: readonly SlackMessage[];
}

export interface SlackEphemeral {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  /** The timestamp of its thread. */
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
}

export interface SlackView {
  readonly id: string;
  readonly hash: string;
  readonly type: 'modal' | 'home';
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string } | null;
  readonly close?: { readonly text: string } | null;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
  readonly state: { readonly values: StateValues };
  readonly [more: string]: unknown;
}

/** The answer of `GET /sandbox/state`. `?since=<version>` waits up to 20 s for a newer one. */
export interface SandboxState {
  readonly version: number;
  readonly ecs: EcsState;
  readonly slack: SlackState;
  readonly bot: 'running' | 'stopped' | 'starting';
  readonly users: readonly SandboxUser[];
  readonly faults: readonly Fault[];
  readonly scale: number;
}
