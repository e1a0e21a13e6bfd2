import { readdirSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import type EcsPackage from '@alicloud/ecs20140526';
import type * as OpenApi from '@alicloud/openapi-client';
import type OpenApiCore from '@alicloud/openapi-core';
import type * as Dara from '@darabonba/typescript';
import type { Api } from './apis.ts';
import type { Credential } from './credentials/credentials.ts';
import type { Transport } from './network/transport.ts';
import { readEntries, type SdkModel } from './read-entries.ts';

/** An SDK client, bound to one region's endpoint. */
export type EcsClient = InstanceType<typeof EcsPackage.default>;

const ECS_VERSION = '2014-05-26';

/** The SDK, once loaded. */
export interface Sdk {
  readonly Client: typeof EcsPackage.default;
  readonly Config: typeof OpenApi.Config;
  readonly RuntimeOptions: typeof Dara.RuntimeOptions;
  readonly models: typeof EcsPackage;
  /** The base of the SDK's client, for calls that the client lacks. */
  readonly core: typeof OpenApiCore;
  /** How every request leaves this process. */
  readonly transport: Transport;
}

type Models = typeof EcsPackage;
type ModelNamed<Name> = Name extends keyof Models
  ? Models[Name] extends abstract new (
      ...args: never[]
    ) => infer Made
    ? Made
    : never
  : never;

// The SDK's models have an index signature of `any`, and their constructors take any map, so misspelt parameters compile and are
// dropped silently. These types keep only the declared ones.
type Declared<M> = keyof {
  [K in keyof M as string extends K ? never : K extends 'validate' | 'toMap' | 'copyWithoutStream' ? never : K]: true;
};
type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends { copyWithoutStream(): unknown }
    ? PlainModel<T>
    : T;
type PlainModel<M> = { readonly [K in Declared<M> & keyof M]?: Plain<M[K]> | undefined };

/** The parameters of an API call: the fields declared by its request model, as plain data. `undefined` is not sent. */
export type Params<A extends Api> = PlainModel<ModelNamed<`${A}Request`>>;

/**
 * Answers kept in the cloud's own spelling: the SDK's model silently drops unknown fields of a launch template, and its content
 * decides what is bought.
 */
interface AsSent {
  readonly DescribeLaunchTemplateVersions: Readonly<Record<string, unknown>>;
}

/** The body of an API call's answer. Absent lists are `undefined`. */
export type Body<A extends Api> = A extends keyof AsSent ? AsSent[A] : PlainModel<ModelNamed<`${A}ResponseBody`>>;

/** One item of a list in an answer: `Listed<'DescribeImages', 'images', 'image'>`. */
export type Listed<A extends Api, Around extends keyof Body<A>, List extends keyof NonNullable<Body<A>[Around]>> =
  NonNullable<NonNullable<Body<A>[Around]>[List]> extends readonly (infer Item)[] ? Item : never;

// CommonJS exports the client's class at `.default`, which Node and test runners present differently to import().
const load = createRequire(import.meta.url);
const ECS_PACKAGE = '@alicloud/ecs20140526';

/** Loads the SDK, at the first call. */
export function loadSdk(transport: Transport): Sdk {
  const { Client, models } = loadEcsPackage();
  const { Config } = load('@alicloud/openapi-client') as typeof OpenApi;
  const { RuntimeOptions } = load('@darabonba/typescript') as typeof Dara;
  const core = load('@alicloud/openapi-core') as typeof OpenApiCore;
  return { Client, Config, RuntimeOptions, models, core, transport };
}

/**
 * The package's index loads a thousand models, of which the bot uses some seventy: 0.4 s in which nothing else runs, and 80 MB. While
 * the client is loaded, models that are loaded when they are first named stand in for it.
 */
function loadEcsPackage(): Pick<Sdk, 'Client' | 'models'> {
  const index = load.resolve(`${ECS_PACKAGE}/dist/models/model`);
  const models = modelsByName(dirname(index));
  const standIn = new Module(index);
  Object.assign(standIn, { loaded: true, exports: models });
  const client = load.resolve(ECS_PACKAGE);
  const { [index]: knownIndex, [client]: knownClient } = load.cache;
  load.cache[index] = standIn;
  try {
    return { Client: (load(ECS_PACKAGE) as typeof EcsPackage).default, models };
  } finally {
    // Whoever else asks for the package gets all of it.
    restore(index, knownIndex);
    restore(client, knownClient);
  }
}

function restore(file: string, known: NodeJS.Module | undefined): void {
  if (known === undefined) delete load.cache[file];
  else load.cache[file] = known;
}

/** Each model has a file of its name, but for capitals: `DescribeVswitchesRequest.js` holds `DescribeVSwitchesRequest`. */
function modelsByName(folder: string): typeof EcsPackage {
  const files = new Map(readdirSync(folder).map((file) => [file.toLowerCase(), join(folder, file)]));
  const named = (name: string): unknown => {
    const file = files.get(`${name.toLowerCase()}.js`);
    return file === undefined ? undefined : load(file)[name];
  };
  return new Proxy({} as typeof EcsPackage, {
    get: (_, name) => name === '__esModule' || (typeof name === 'string' ? named(name) : undefined),
  });
}

interface ClientOptions {
  readonly region: string;
  readonly credential: Credential;
  /** `http://host:port` for every region, or null for the region's own endpoint over HTTPS. */
  readonly endpoint: string | null;
  readonly timeoutMs: number;
}

const AS_SENT: ReadonlySet<Api> = new Set<keyof AsSent>(['DescribeLaunchTemplateVersions']);

export const makeClient = (sdk: Sdk, { region, endpoint, ...options }: ClientOptions): EcsClient =>
  withCheckedAnswers(new sdk.Client(configOf(sdk, { ...options, regionId: region }, endpoint)));

/**
 * The SDK takes any JSON with HTTP 200 for a success, and its models drop unknown fields: a refusal in it would look like
 * success.
 */
function withCheckedAnswers(client: EcsClient): EcsClient {
  const callApi = client.callApi.bind(client);
  client.callApi = async (...order) => {
    const answer = await callApi(...order);
    checkAnswer(answer.body);
    const [, , runtime] = order;
    answered.set(runtime, answer.body);
    return answer;
  };
  return client;
}

/** The bodies of answers as sent, by the runtime options of their call. */
const answered = new WeakMap<object, unknown>();

const SUCCESS: readonly string[] = ['200', 'OK', 'Success'];

/** Throws the SDK's error for a refusal, and a plain error for a body without a RequestId, which is no answer of the API. */
function checkAnswer(body: unknown): void {
  const { Code: code, RequestId: requestId } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const refusal = typeof code === 'string' || typeof code === 'number' ? String(code) : '';
  if (refusal !== '' && !SUCCESS.includes(refusal))
    throw Object.assign(new Error('refused with HTTP 200'), { code: refusal, statusCode: 200, data: body, requestId });
  if (typeof requestId !== 'string' || requestId === '') throw new Error('not an answer of the API');
}

/** A client for other services, whose calls the SDK of ECS lacks. */
export type GenericClient = InstanceType<Sdk['core']['default']>;

interface GenericOptions {
  /** `https://host` or, on loopback, `http://host:port`. */
  readonly site: string;
  readonly credential: Credential;
  readonly timeoutMs: number;
}

/**
 * The generic client below the SDK of ECS: another service's SDK would bring some hundred models for one call without parameters.
 */
export const makeGenericClient = (sdk: Sdk, { site, ...options }: GenericOptions): GenericClient =>
  new sdk.core.default(configOf(sdk, options, site));

function configOf(
  { Config }: Sdk,
  { timeoutMs, ...options }: { credential: Credential; timeoutMs: number; regionId?: string },
  site: string | null,
): InstanceType<Sdk['Config']> {
  const at = site === null ? null : new URL(site);
  return new Config({
    ...options,
    // The SDK's "connect" timeout in fact limits socket idleness. The shorter of the two ends the call, so both are equal.
    readTimeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...(at === null ? {} : { endpoint: at.host, protocol: at.protocol === 'http:' ? 'HTTP' : 'HTTPS' }),
  });
}

/** Sends one call of a service's RPC API; returns the body as sent, throws the SDK's errors. */
export async function sendGeneric(
  sdk: Sdk,
  client: GenericClient,
  { api, version, query = {} }: { readonly api: string; readonly version: string; readonly query?: object },
): Promise<unknown> {
  const { Params, OpenApiRequest } = sdk.core.$OpenApiUtil;
  const params = new Params({
    action: api,
    version,
    protocol: client._protocol,
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  const { body } = await sdk.transport.run(() =>
    client.callApi(
      params,
      new OpenApiRequest({ query: sdk.core.OpenApiUtil.query({ ...query }) }),
      new sdk.RuntimeOptions({}),
    ),
  );
  return body;
}

/** Sends one request; throws the SDK's errors. */
export async function send<A extends Api>(
  sdk: Sdk,
  client: EcsClient,
  api: A,
  params: Params<A>,
): Promise<{ readonly statusCode: number | undefined; readonly body: Body<A> | undefined }> {
  // The SDK names models and methods after the API; TypeScript cannot follow that through the template.
  const models = sdk.models as unknown as Record<string, new (map: object) => { toMap(): object }>;
  const methods = client as unknown as Record<
    string,
    (request: object, runtime: object) => Promise<{ statusCode?: number; body?: Body<A> }>
  >;
  const Request = models[`${api}Request`];
  const method = `${api.charAt(0).toLowerCase()}${api.slice(1)}WithOptions`;
  if (Request === undefined || methods[method] === undefined) throw new TypeError(`The SDK has no ${api}`);
  if (AS_SENT.has(api)) {
    const query = new Request(params).toMap();
    const body = await sendGeneric(sdk, client as unknown as GenericClient, { api, version: ECS_VERSION, query });
    return { statusCode: undefined, body: body as Body<A> };
  }
  const call = methods[method].bind(client);
  const runtime = new sdk.RuntimeOptions({});
  try {
    const response = await sdk.transport.run(() => call(new Request(params), runtime));
    return { statusCode: response.statusCode, body: response.body };
  } catch (error) {
    const body = answered.get(runtime);
    if (body === undefined || !api.startsWith('Describe')) throw error;
    const Model = models[`${api}ResponseBody`] as unknown as SdkModel;
    return { statusCode: undefined, body: readEntries(body, Model) as Body<A> };
  }
}
