/**
 * Why the simulated cloud refuses. Thrown, so that a rule can be checked at any depth; only `cloud.ts` catches it and makes the
 * error body.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** More fields of the error body, e.g. AccessDeniedDetail. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

export function refuse(status: number, code: string, message: string): never {
  throw new Refusal(status, code, message);
}

/** For refusals that only say that a parameter's value is invalid. */
export function notValid(code: string, parameter: string): never {
  throw new Refusal(400, code, `The specified parameter "${parameter}" is not valid.`);
}
