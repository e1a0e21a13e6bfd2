import type { Log } from '../../core/base/log.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { causeOf } from '../../core/failure/failure-cause.ts';

/** Tells the operator why the bot cannot reach the cloud at all; null for any other failure. */
export function wayOutSentence(failure: Failure): string | null {
  switch (causeOf(failure)) {
    case 'certificate':
      return (
        `The certificate of Alibaba Cloud's address is not trusted (${failure.code}), so nothing is sent. If a proxy of the company shows its own, ` +
        "set NODE_EXTRA_CA_CERTS (in the environment, not in .env) to the file with the company's certificate authority; else check the machine's clock. Then restart the bot."
      );
    case 'proxy':
      return `${failure.detail} Check HTTPS_PROXY, its user and password, and that it allows *.aliyuncs.com; NO_PROXY names what is reached directly.`;
    default:
      return null;
  }
}

/** Logs once when the way out closes, and once when it opens again, however many calls are made. */
export function watchWayOut(log: Log): <T>(result: Result<T, Failure>) => Result<T, Failure> {
  let closed: string | null = null;
  return (result) => {
    const sentence = result.ok ? null : wayOutSentence(result.error);
    if (sentence !== null && sentence !== closed) log.error({ code: result.ok ? null : result.error.code }, sentence);
    // Any other failure says nothing about the way out.
    if (sentence !== null) closed = sentence;
    else if (result.ok && closed !== null) {
      closed = null;
      log.info({}, 'Alibaba Cloud can be reached again');
    }
    return result;
  };
}
