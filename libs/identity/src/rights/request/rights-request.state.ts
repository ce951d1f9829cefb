import { assertNever, Unknown, type Sealed } from '@ecou/event-sourcing';
import type { EventData, RightsRequestEvent } from './rights-request.events.js';

/** An erasure, as far as it has come. */
export interface ErasureState {
  readonly orderedBy: string;
  readonly orderedAt: string;
  readonly keysDestroyedAt: string | null;
  /** Those that know people, and have to confirm. */
  readonly contexts: readonly string[];
  /** The time at which each context confirmed that nothing is left beside its events. */
  readonly confirmed: Readonly<Record<string, string>>;
}

/** A request of a person about what is known of them. */
export interface RightsRequest extends Omit<EventData<'RightsRequestReceived'>, 'by'> {
  readonly receivedBy: string;
  readonly subjects: readonly string[];
  readonly isExtended: boolean;
  readonly isOverdue: boolean;
  readonly hold: { readonly legalBasis: string; readonly reason: Sealed<string>; readonly placedAt: string } | null;
  readonly erasure: ErasureState | null;
  readonly restricted: readonly string[];
  readonly rectifications: readonly Sealed<string>[];
  readonly outcome: 'open' | 'answered' | 'refused';
  readonly closing: EventData<'RightsRequestAnswered'> | EventData<'RightsRequestRefused'> | null;
}

/** Throws `Unknown` where there is no such request. */
export function requireRequest(state: RightsRequest | null): RightsRequest {
  if (!state) throw new Unknown('RIGHTS_REQUEST_UNKNOWN', 'There is no such request.');
  return state;
}

const received = ({ by, ...rest }: EventData<'RightsRequestReceived'>): RightsRequest => ({
  ...rest,
  receivedBy: by,
  subjects: [],
  isExtended: false,
  isOverdue: false,
  hold: null,
  erasure: null,
  restricted: [],
  rectifications: [],
  outcome: 'open',
  closing: null,
});

/** The request after an event; the first one brings it into being. */
export function evolve(state: RightsRequest | null, event: RightsRequestEvent): RightsRequest | null {
  if (event.type === 'RightsRequestReceived') return received(event.data);
  return state && after(state, event);
}

type Later = Exclude<RightsRequestEvent, { type: 'RightsRequestReceived' }>;

const withErasure = (state: RightsRequest, more: Partial<ErasureState>): RightsRequest =>
  state.erasure ? { ...state, erasure: { ...state.erasure, ...more } } : state;

function after(state: RightsRequest, event: Later): RightsRequest {
  switch (event.type) {
    case 'SubjectsNamed':
      return { ...state, subjects: [...new Set([...state.subjects, ...event.data.subjects])] };
    case 'AnswerExtended':
      return { ...state, dueAt: event.data.dueAt, isExtended: true, isOverdue: false };
    case 'LegalHoldPlaced':
      return { ...state, hold: event.data };
    case 'LegalHoldLifted':
      return { ...state, hold: null };
    case 'ErasureOrdered': {
      const { by: orderedBy, orderedAt, contexts } = event.data;
      return { ...state, erasure: { orderedBy, orderedAt, keysDestroyedAt: null, contexts, confirmed: {} } };
    }
    case 'SubjectKeysDestroyed':
      return withErasure(state, { keysDestroyedAt: event.data.destroyedAt });
    case 'ErasureConfirmed': {
      const { context, confirmedAt } = event.data;
      return withErasure(state, { confirmed: { ...state.erasure?.confirmed, [context]: confirmedAt } });
    }
    case 'RectificationNoted':
      return { ...state, rectifications: [...state.rectifications, event.data.what] };
    case 'RestrictionSet':
      return { ...state, restricted: event.data.subjects };
    case 'RestrictionLifted':
      return { ...state, restricted: [] };
    case 'RightsRequestAnswered':
      return { ...state, outcome: 'answered', closing: event.data };
    case 'RightsRequestRefused':
      return { ...state, outcome: 'refused', closing: event.data };
    case 'RightsRequestOverdue':
      return { ...state, isOverdue: true };
    default:
      return assertNever(event);
  }
}
