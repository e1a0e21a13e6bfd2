// What the page and the server say to each other: types that a browser can read too.

/** One fault to be switched on. `times`: how many calls it hits (default 1; 0 = until cleared). */
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
  /** Attached to no instance, and paid for all the same. */
  readonly looseDisks: readonly DiskState[];
  readonly keyPairs: readonly KeyPairState[];
  /** How often each action was called, refusals included. */
  readonly calls: Readonly<Record<string, number>>;
  /** The last 500 calls, newest last. */
  readonly log: readonly EcsCall[];
  /** Integer minor units and currency, and as the API writes it. */
  readonly balance: { readonly minor: number; readonly currency: string; readonly text: string };
}

/** What a machine is inside, as no one call of the API tells it. */
export interface MachineState {
  readonly login: {
    /** The key pair that the cloud shows; empty for none. */
    readonly keyPairName: string;
    /** The one that the running system takes; another than that until the next start or reboot. */
    readonly keyInside: string;
    readonly password: 'own' | 'inherited' | 'none';
    readonly imageHasPassword: boolean;
  };
  /** Of its user data only the first line; empty where that is nothing to read. */
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
  /** The error code; null when it succeeded. */
  readonly code: string | null;
  /** Without signature, AccessKey, Password and UserData. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * What an account is to the sandbox's workspace. `connected` and `stranger` belong to another one: that which shares a channel with
 * the app, and that which does not. `app`: the account of another app.
 */
export type AccountKind = 'member' | 'guest' | 'singleChannelGuest' | 'connected' | 'stranger' | 'app' | 'deactivated';

export interface SandboxUser {
  readonly id: string;
  readonly name: string;
  readonly role: 'requester' | 'approver' | 'admin' | 'outsider';
  /** What they do, as in their profile. */
  readonly title?: string;
  /** A member when not told. */
  readonly kind?: AccountKind;
  /** As Slack names it, `zh-CN`; that of the browser when not told. */
  readonly locale?: string;
}

/** A subcommand of the bot, as `GET /sandbox/commands` lists them for those who type. */
export interface OfferedCommand {
  readonly name: string;
  /** The words after it: `<id or name>`. */
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
  /** What the modal's fields hold at this moment (the client knows it; Slack sends it along as view.state). */
  readonly values?: StateValues;
}

export interface OptionsInput {
  readonly user: string;
  readonly view_id: string;
  readonly action_id: string;
  readonly block_id: string;
  readonly value: string;
}

/** `ok: false` carries what Slack would show (e.g. `operation_timeout`), `errors` the field errors by block id. */
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
  /** How often each Web API method was called, refusals included. */
  readonly calls: Readonly<Record<string, number>>;
  readonly connected: boolean;
  /** The app's global shortcuts, which Slack offers everywhere. */
  readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
}

export interface SlackChannelState {
  readonly id: string;
  /** Direct messages are channels `D…` whose name is the person's user id and that only this person sees. */
  readonly name: string;
  readonly is_im: boolean;
  readonly is_private?: boolean;
  /** Who is in it, the bot too; everybody when not told. */
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
  /** Where it stands in a thread. */
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

/** What `GET /sandbox/state` answers. `?since=<version>` waits up to 20 s for a newer one. */
export interface SandboxState {
  readonly version: number;
  readonly ecs: EcsState;
  readonly slack: SlackState;
  readonly bot: 'running' | 'stopped' | 'starting';
  readonly users: readonly SandboxUser[];
  readonly faults: readonly Fault[];
  readonly scale: number;
}
