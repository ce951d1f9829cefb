import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { EndpointEvent, EndpointSettings, PauseReason } from './endpoint.events.js';

/** The actor whose endpoints may be touched; `null`: those of everybody. */
type Owner = string | null;

export type CreateEndpoint = { type: 'CreateEndpoint'; owner: string; settings: EndpointSettings; after: number };
export type ChangeEndpoint = { type: 'ChangeEndpoint'; of: Owner; settings: EndpointSettings };
/** `olderUntil`: how long the secret before signs as well. */
export type RotateSecret = { type: 'RotateSecret'; of: Owner; olderUntil: string; at: string };
export type PauseEndpoint = {
  type: 'PauseEndpoint';
  of: Owner;
  reason: PauseReason;
  position: number;
  error: string | null;
  at: string;
};
export type ResumeEndpoint = { type: 'ResumeEndpoint'; of: Owner; at: string };
export type AskReplay = { type: 'AskReplay'; of: Owner; after: number; upTo: number; at: string };
export type RemoveEndpoint = { type: 'RemoveEndpoint'; of: Owner; at: string };

export type EndpointCommandBody =
  CreateEndpoint | ChangeEndpoint | RotateSecret | PauseEndpoint | ResumeEndpoint | AskReplay | RemoveEndpoint;

/** A secret that signs until a time, besides the one that was shown last. */
export interface OlderSecret {
  readonly secret: number;
  readonly until: string;
}

export interface Endpoint {
  readonly owner: string;
  readonly status: 'active' | 'paused' | 'removed';
  readonly settings: EndpointSettings;
  /** It gets messages after this position of the log. */
  readonly after: number;
  /** The number of the secret that was shown last, from 1. */
  readonly secret: number;
  readonly older: readonly OlderSecret[];
  /** The reason why it gets nothing; `null` unless it is paused. */
  readonly paused: {
    readonly reason: PauseReason;
    readonly position: number;
    readonly error: string | null;
    readonly at: string;
  } | null;
  /** The number of times that it was resumed. */
  readonly resumed: number;
  /** The replay that was asked for last; `number` counts them from 1. */
  readonly replay: { readonly number: number; readonly after: number; readonly upTo: number } | null;
  /** The content that it was created with, so that creating it again is recognised. */
  readonly created: EndpointSettings;
}

/** Secrets that may sign at a time besides the newest: each is a signature in every request. */
const mostOlder = 4;

export const endpointDecider: Decider<EndpointCommandBody, Endpoint | null, EndpointEvent> = {
  initial: null,
  decide: (command, state) => {
    if (command.type === 'CreateEndpoint') return create(command, state);
    const endpoint = requireEndpoint(state, command.of);
    if (command.type === 'RemoveEndpoint') return [{ type: 'EndpointRemoved', data: { removedAt: command.at } }];
    return decideKept(command, endpoint);
  },
  evolve: (state, event) => {
    if (event.type === 'EndpointCreated') return created(event.data);
    if (!state) throw new Error(`${event.type} of an endpoint that was not created.`);
    return evolveKnown(state, event);
  },
};

/** The endpoint. Throws `Unknown` where there is none, or it is somebody else's. */
export function requireEndpoint(endpoint: Endpoint | null, of: Owner): Endpoint {
  if (endpoint && endpoint.status !== 'removed' && (of === null || of === endpoint.owner)) return endpoint;
  throw new Unknown('ENDPOINT_UNKNOWN', 'There is no such endpoint.');
}

function create({ owner, settings, after }: CreateEndpoint, endpoint: Endpoint | null): EndpointEvent[] {
  if (!endpoint) return [{ type: 'EndpointCreated', data: { ...settings, owner, after } }];
  if (endpoint.owner === owner && endpoint.status !== 'removed' && same(settings, endpoint.created)) return [];
  throw new Rejected('ENDPOINT_EXISTS', 'An endpoint with this id exists, and says something else.');
}

function decideKept(
  command: Exclude<EndpointCommandBody, CreateEndpoint | RemoveEndpoint>,
  endpoint: Endpoint,
): EndpointEvent[] {
  switch (command.type) {
    case 'ChangeEndpoint':
      return same(command.settings, endpoint.settings) ? [] : [{ type: 'EndpointChanged', data: command.settings }];
    case 'RotateSecret':
      return rotate(command, endpoint);
    case 'PauseEndpoint':
      return pause(command, endpoint);
    case 'ResumeEndpoint':
      return endpoint.status === 'active' ? [] : [{ type: 'EndpointResumed', data: { resumedAt: command.at } }];
    case 'AskReplay':
      return askReplay(command, endpoint);
    default:
      return assertNever(command);
  }
}

function rotate({ olderUntil, at }: RotateSecret, endpoint: Endpoint): EndpointEvent[] {
  if (stillSigning(endpoint, at).length >= mostOlder) {
    throw new Rejected('SECRETS_TOO_MANY', `${mostOlder} older secrets sign still: wait until one has ended.`);
  }
  return [{ type: 'SecretRotated', data: { secret: endpoint.secret + 1, olderUntil } }];
}

function pause({ reason, position, error, at }: PauseEndpoint, endpoint: Endpoint): EndpointEvent[] {
  if (endpoint.status === 'paused') return [];
  const { url, contact } = endpoint.settings;
  const host = new URL(url).host;
  return [{ type: 'EndpointPaused', data: { reason, position, error, host, contact, pausedAt: at } }];
}

function askReplay({ after, upTo, at }: AskReplay, { status }: Endpoint): EndpointEvent[] {
  if (status === 'paused') throw new Rejected('ENDPOINT_PAUSED', 'A paused endpoint gets nothing: resume it first.');
  return [{ type: 'ReplayAsked', data: { after, upTo, askedAt: at } }];
}

/** The secrets before the newest that sign at a time. */
const stillSigning = ({ older }: Pick<Endpoint, 'older'>, at: string): readonly OlderSecret[] =>
  older.filter(({ until }) => Date.parse(until) > Date.parse(at));

/** The secrets that sign at a time, the newest first. */
export const signingSecrets = (endpoint: Pick<Endpoint, 'secret' | 'older'>, at: string): readonly number[] => [
  endpoint.secret,
  ...stillSigning(endpoint, at).map(({ secret }) => secret),
];

function created({ owner, after, ...settings }: EndpointSettings & { owner: string; after: number }): Endpoint {
  return {
    ...{ owner, status: 'active', settings, after, secret: 1, older: [] },
    ...{ paused: null, resumed: 0, replay: null, created: settings },
  };
}

function evolveKnown(state: Endpoint, event: Exclude<EndpointEvent, { type: 'EndpointCreated' }>): Endpoint {
  switch (event.type) {
    case 'EndpointChanged':
      return { ...state, settings: event.data };
    case 'SecretRotated':
      return {
        ...state,
        secret: event.data.secret,
        older: [{ secret: state.secret, until: event.data.olderUntil }, ...state.older].slice(0, mostOlder),
      };
    case 'EndpointPaused': {
      const { reason, position, error, pausedAt: at } = event.data;
      return { ...state, status: 'paused', paused: { reason, position, error, at } };
    }
    case 'EndpointResumed':
      return { ...state, status: 'active', paused: null, resumed: state.resumed + 1 };
    case 'ReplayAsked': {
      const { after, upTo } = event.data;
      return { ...state, replay: { number: (state.replay?.number ?? 0) + 1, after, upTo } };
    }
    case 'EndpointRemoved':
      return { ...state, status: 'removed', paused: null };
    default:
      return assertNever(event);
  }
}
