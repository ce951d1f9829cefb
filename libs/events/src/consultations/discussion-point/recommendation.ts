import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same } from '@ecou/event-sourcing';
import type { CivicEventDetails } from '../civic-event/civic-event.events.js';
import type { DiscussionPoint, DiscussionPointEvent, Owner, RecommendationStatus } from './discussion-point.events.js';

// The life of a recommendation: recorded -> under review -> accepted or declined -> in progress -> done; reopened once it was decided.

/** The series of the civic event at which it was made; it never changes. */
interface InSeries {
  readonly series: CivicEventDetails['series'];
}
export type StartReview = InSeries & { readonly type: 'StartReview' };
export type AssignOwner = { readonly type: 'AssignOwner'; readonly owner: Owner };
export type Accept = InSeries & { readonly type: 'Accept'; readonly explanation: LocalizedText | null };
export type Decline = InSeries & { readonly type: 'Decline'; readonly reason: LocalizedText };
export type StartWork = InSeries & { readonly type: 'StartWork' };
export type Complete = InSeries & { readonly type: 'Complete'; readonly result: LocalizedText | null };
export type Reopen = InSeries & { readonly type: 'Reopen'; readonly reason: LocalizedText };
export type NoteProgress = InSeries & {
  readonly type: 'NoteProgress';
  readonly noteId: string;
  readonly note: LocalizedText;
};
export type TakeNote = { readonly type: 'TakeNote'; readonly noteId: string; readonly text: string };

export type LifeCommand =
  StartReview | AssignOwner | Accept | Decline | StartWork | Complete | Reopen | NoteProgress | TakeNote;

interface Note<Text> {
  readonly noteId: string;
  readonly text: Text;
}

export interface Recommendation {
  readonly status: RecommendationStatus;
  readonly owner: Owner | null;
  /** The note of its acceptance, refusal, completion or reopening, whichever came last: a repeated command is compared with it. */
  readonly said: LocalizedText | null;
  /** The explanation of its acceptance since it was recorded or last reopened; null: it was not accepted. */
  readonly accepted: { readonly explanation: LocalizedText | null } | null;
  readonly progress: readonly Note<LocalizedText>[];
  /** For staff only. */
  readonly notes: readonly Note<string>[];
}

export const recorded: Recommendation = {
  status: 'recorded',
  owner: null,
  said: null,
  accepted: null,
  progress: [],
  notes: [],
};

interface StatusFacts {
  readonly isDecided: boolean;
  /** Somebody has to see to it, or will have. */
  readonly needsOwner: boolean;
  readonly takesProgress: boolean;
}

const facts: Readonly<Record<RecommendationStatus, StatusFacts>> = {
  recorded: { isDecided: false, needsOwner: true, takesProgress: false },
  'under-review': { isDecided: false, needsOwner: true, takesProgress: true },
  accepted: { isDecided: true, needsOwner: true, takesProgress: true },
  declined: { isDecided: true, needsOwner: false, takesProgress: false },
  'in-progress': { isDecided: true, needsOwner: true, takesProgress: true },
  done: { isDecided: true, needsOwner: false, takesProgress: true },
};

/** True for a status that follows a decision, whichever it was. */
export const isDecided = (status: RecommendationStatus): boolean => facts[status].isDecided;

type LifeEvent = Exclude<
  DiscussionPointEvent,
  {
    type:
      | 'DiscussionPointRecorded'
      | 'DiscussionPointPromoted'
      | 'DiscussionPointReworded'
      | 'DiscussionPointRedacted'
      | 'RedactionCarriedOut';
  }
>;

/** The events that a command causes; a repeat causes none. Throws `Rejected`. */
export function decideLife(command: LifeCommand, point: DiscussionPoint, state: Recommendation): LifeEvent[] {
  const { civicEventId } = point;
  switch (command.type) {
    case 'StartReview':
      return startReview(about(command, point, state), state);
    case 'AssignOwner':
      return assign(command, civicEventId, state);
    case 'Accept':
      return accept(command, about(command, point, state), state);
    case 'Decline':
      return decline(command, about(command, point, state), state);
    case 'StartWork':
      return startWork(about(command, point, state), state);
    case 'Complete':
      return complete(command, about(command, point, state), state);
    case 'Reopen':
      return reopen(command, about(command, point, state), state);
    case 'NoteProgress':
      return noteProgress(command, about(command, point, state), state);
    case 'TakeNote':
      return takeNote(command, civicEventId, state);
    default:
      return assertNever(command);
  }
}

/** The recommendation after an event. */
export function afterwards(state: Recommendation, event: LifeEvent): Recommendation {
  switch (event.type) {
    case 'RecommendationReviewStarted':
      return { ...state, status: 'under-review' };
    case 'RecommendationAssigned':
      return { ...state, owner: event.data.owner };
    case 'RecommendationAccepted': {
      const { explanation } = event.data;
      return { ...state, status: 'accepted', said: explanation, accepted: { explanation } };
    }
    case 'RecommendationDeclined':
      return { ...state, status: 'declined', said: event.data.reason };
    case 'RecommendationStarted':
      return { ...state, status: 'in-progress' };
    case 'RecommendationCompleted':
      return { ...state, status: 'done', said: event.data.result };
    case 'RecommendationReopened':
      return { ...state, status: 'under-review', said: event.data.reason, accepted: null };
    case 'RecommendationProgressNoted': {
      const { noteId, note } = event.data;
      return { ...state, progress: [...state.progress, { noteId, text: note }] };
    }
    case 'RecommendationNoteTaken': {
      const { noteId, text } = event.data;
      return { ...state, notes: [...state.notes, { noteId, text }] };
    }
    default:
      return assertNever(event);
  }
}

type About = ReturnType<typeof about>;

const about = (
  { series }: InSeries,
  { civicEventId, programmeId, text, themes }: DiscussionPoint,
  { owner }: Recommendation,
) => ({ civicEventId, programmeId, series, text, themes, owner });

function startReview(data: About, { status }: Recommendation): LifeEvent[] {
  if (status === 'under-review') return [];
  if (isDecided(status)) {
    throw new Rejected('RECOMMENDATION_DECIDED', 'Already decided. First `POST …/reopen` with a reason.');
  }
  return [{ type: 'RecommendationReviewStarted', data }];
}

function assign({ owner }: AssignOwner, civicEventId: string, state: Recommendation): LifeEvent[] {
  if (same(state.owner, owner)) return [];
  if (!facts[state.status].needsOwner) {
    throw new Rejected('RECOMMENDATION_CLOSED', 'Nobody has to see to a recommendation that was declined or is done.');
  }
  return [{ type: 'RecommendationAssigned', data: { civicEventId, owner } }];
}

function refuseUndecidable({ status }: Recommendation): void {
  if (status === 'under-review') return;
  throw isDecided(status)
    ? new Rejected('RECOMMENDATION_DECIDED', 'Already decided. First `POST …/reopen` with a reason.')
    : new Rejected('RECOMMENDATION_NOT_REVIEWED', 'Not under review yet. First `POST …/review`.');
}

function accept({ explanation }: Accept, data: About, state: Recommendation): LifeEvent[] {
  if (state.accepted && same(state.accepted.explanation, explanation)) return [];
  refuseUndecidable(state);
  return [{ type: 'RecommendationAccepted', data: { ...data, explanation } }];
}

function decline({ reason }: Decline, data: About, state: Recommendation): LifeEvent[] {
  if (state.status === 'declined' && same(state.said, reason)) return [];
  refuseUndecidable(state);
  return [{ type: 'RecommendationDeclined', data: { ...data, reason } }];
}

function startWork(data: About, { status, owner }: Recommendation): LifeEvent[] {
  if (status === 'in-progress') return [];
  if (status !== 'accepted') {
    throw new Rejected('RECOMMENDATION_NOT_ACCEPTED', 'Work begins on a recommendation that was accepted.');
  }
  if (!owner) throw new Rejected('RECOMMENDATION_WITHOUT_OWNER', 'Somebody has to see to it before work begins.');
  return [{ type: 'RecommendationStarted', data }];
}

function complete({ result }: Complete, data: About, { status, said }: Recommendation): LifeEvent[] {
  if (status === 'done' && same(said, result)) return [];
  if (status !== 'in-progress') {
    throw new Rejected('RECOMMENDATION_NOT_IN_PROGRESS', 'Only what is in progress gets done.');
  }
  return [{ type: 'RecommendationCompleted', data: { ...data, result } }];
}

function reopen({ reason }: Reopen, data: About, { status, said }: Recommendation): LifeEvent[] {
  if (status === 'under-review' && same(said, reason)) return [];
  if (!isDecided(status)) {
    throw new Rejected('RECOMMENDATION_NOT_DECIDED', 'Only a recommendation that was decided is reopened.');
  }
  return [{ type: 'RecommendationReopened', data: { ...data, from: status, reason } }];
}

/** True where the note stands already. Throws where its id stands for another. */
function isTaken<Text>(notes: readonly Note<Text>[], noteId: string, text: Text): boolean {
  const known = notes.find((each) => each.noteId === noteId);
  if (known && !same(known.text, text)) {
    throw new Rejected('NOTE_EXISTS', 'A note with this id exists, and says something else.');
  }
  return known !== undefined;
}

function noteProgress({ noteId, note }: NoteProgress, data: About, { status, progress }: Recommendation): LifeEvent[] {
  if (isTaken(progress, noteId, note)) return [];
  if (!facts[status].takesProgress) {
    throw new Rejected(
      'RECOMMENDATION_WITHOUT_PROGRESS',
      'There is progress on what is under review, accepted or in work.',
    );
  }
  return [{ type: 'RecommendationProgressNoted', data: { ...data, noteId, note, status } }];
}

function takeNote({ noteId, text }: TakeNote, civicEventId: string, { notes }: Recommendation): LifeEvent[] {
  if (isTaken(notes, noteId, text)) return [];
  return [{ type: 'RecommendationNoteTaken', data: { civicEventId, noteId, text } }];
}
