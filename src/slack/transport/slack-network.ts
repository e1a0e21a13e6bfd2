import type { WebClientOptions } from '@slack/web-api';
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import { type ProxySettings, proxyAuthorization, proxyFor } from '../../core/base/proxy.ts';

/** The way to Slack. Both are undefined without a proxy: then the libraries use their own. */
export interface SlackNetwork {
  /** For the Web API and response URLs. */
  readonly fetch?: NonNullable<WebClientOptions['fetch']>;
  /** For the WebSocket. */
  readonly dispatcher?: Dispatcher;
}

/** Clients with the same settings share their open connections. */
const known = new WeakMap<ProxySettings, SlackNetwork>();

export function slackNetwork(proxy: ProxySettings): SlackNetwork {
  if (proxy.https === null && proxy.http === null) return {};
  const network = known.get(proxy) ?? networkThrough(proxy);
  known.set(proxy, network);
  return network;
}

/** The part that a Web API client takes. */
export function slackFetch(proxy: ProxySettings): Pick<SlackNetwork, 'fetch'> {
  const { fetch } = slackNetwork(proxy);
  return fetch === undefined ? {} : { fetch };
}

function networkThrough(settings: ProxySettings): SlackNetwork {
  const agents = new Map<string, ProxyAgent>();
  const agentOf = (proxy: URL): ProxyAgent => {
    const token = proxyAuthorization(proxy);
    const agent = agents.get(proxy.href) ?? new ProxyAgent({ uri: proxy.origin, ...(token === null ? {} : { token }) });
    agents.set(proxy.href, agent);
    return agent;
  };
  const dispatcher = new Agent().compose((directly) => (options, handler) => {
    const proxy = options.origin === undefined ? null : proxyFor(settings, new URL(options.origin));
    return proxy === null ? directly(options, handler) : agentOf(proxy).dispatch(options, handler);
  });
  // Node's own fetch may belong to another undici version than this dispatcher.
  const through = (url: string | URL, init?: object) => undiciFetch(url, { ...init, dispatcher });
  return { dispatcher, fetch: through as NonNullable<WebClientOptions['fetch']> };
}
