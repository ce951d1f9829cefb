import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { FacilityFeedbackEvent, FacilityFeedbackGiven } from './facility-feedback.events.js';

/** Feedback as it was given. The comment of a repeat is the envelope that stands there already. */
export type Given = Omit<FacilityFeedbackGiven['data'], 'givenAt'>;

/** A decision of staff, as the public sees it. */
export interface Decision {
  readonly decision: 'approved' | 'hidden' | 'restored';
  readonly reason: LocalizedText | null;
  readonly at: string;
}

export interface FacilityFeedback {
  readonly given: FacilityFeedbackGiven['data'];
  /** The comment is shown, waits for approval, or was hidden. */
  readonly status: 'shown' | 'awaiting' | 'hidden';
  /** True while the grade counts. */
  readonly counts: boolean;
  /** Every decision, the first one first. */
  readonly decisions: readonly Decision[];
}

interface Reasoned {
  readonly reason: LocalizedText;
  readonly at: string;
}

export type FacilityFeedbackCommandBody =
  | { readonly type: 'GiveFeedback'; readonly given: Given; readonly at: string }
  | { readonly type: 'ApproveFeedback'; readonly at: string }
  | ({ readonly type: 'HideFeedback'; readonly excludesGrade: boolean } & Reasoned)
  | ({ readonly type: 'RestoreFeedback' } & Reasoned);

/** A grade and a comment on a facility. Hiding is about the words; a grade stops counting only where staff say so, and that is public too. */
export const facilityFeedbackDecider: Decider<
  FacilityFeedbackCommandBody,
  FacilityFeedback | null,
  FacilityFeedbackEvent
> = {
  initial: null,
  decide(command, state) {
    switch (command.type) {
      case 'GiveFeedback':
        return give(command, state);
      case 'ApproveFeedback':
        return approve(command, requireFeedback(state));
      case 'HideFeedback':
        return hide(command, requireFeedback(state));
      case 'RestoreFeedback':
        return restore(command, requireFeedback(state));
      default:
        return assertNever(command);
    }
  },
  evolve,
};

type Command<Type extends FacilityFeedbackCommandBody['type']> = Extract<FacilityFeedbackCommandBody, { type: Type }>;

/** The feedback. Throws `Unknown` where there is none. */
export function requireFeedback(state: FacilityFeedback | null): FacilityFeedback {
  if (!state) throw new Unknown('FACILITY_FEEDBACK_UNKNOWN', 'There is no such feedback.');
  return state;
}

function give({ given, at }: Command<'GiveFeedback'>, state: FacilityFeedback | null): FacilityFeedbackEvent[] {
  if (!state) return [{ type: 'FacilityFeedbackGiven', data: { ...given, givenAt: at } }];
  if (same(wordsOf(given), wordsOf(state.given))) return [];
  throw new Rejected('FACILITY_FEEDBACK_EXISTS', 'Feedback with this id exists, and says something else.');
}

/** The words of the person, without the facility's kind and the approval that comments needed then. */
const wordsOf = ({ facilityId, grade, comment, language }: Given) => ({ facilityId, grade, comment, language });

const aboutOf = ({ given: { facilityId, grade } }: FacilityFeedback) => ({ facilityId, grade });

function approve({ at }: Command<'ApproveFeedback'>, state: FacilityFeedback): FacilityFeedbackEvent[] {
  if (state.status === 'shown') return [];
  if (state.status === 'hidden')
    throw new Rejected('FACILITY_FEEDBACK_HIDDEN', 'It is hidden; it can be restored, with a reason.');
  return [{ type: 'FacilityFeedbackApproved', data: { ...aboutOf(state), approvedAt: at } }];
}

function hide(command: Command<'HideFeedback'>, state: FacilityFeedback): FacilityFeedbackEvent[] {
  const { reason, excludesGrade, at } = command;
  if (state.status !== 'hidden')
    return [{ type: 'FacilityFeedbackHidden', data: { ...aboutOf(state), reason, excludesGrade, hiddenAt: at } }];
  if (same(state.decisions.at(-1)?.reason, reason) && state.counts === !excludesGrade) return [];
  throw new Rejected('FACILITY_FEEDBACK_HIDDEN', 'It is hidden already, for another reason: restore it first.');
}

function restore({ reason, at }: Command<'RestoreFeedback'>, state: FacilityFeedback): FacilityFeedbackEvent[] {
  if (state.status === 'hidden') {
    const data = { ...aboutOf(state), reason, includesGrade: !state.counts, restoredAt: at };
    return [{ type: 'FacilityFeedbackRestored', data }];
  }
  if (state.decisions.at(-1)?.decision === 'restored') return [];
  throw new Rejected('FACILITY_FEEDBACK_NOT_HIDDEN', 'Only what was hidden can be restored.');
}

export function evolve(state: FacilityFeedback | null, event: FacilityFeedbackEvent): FacilityFeedback {
  if (event.type === 'FacilityFeedbackGiven') {
    const { data } = event;
    return { given: data, status: data.awaitsApproval ? 'awaiting' : 'shown', counts: true, decisions: [] };
  }
  const before = requireFeedback(state);
  const after = (change: Pick<FacilityFeedback, 'status' | 'counts'>, decision: Decision): FacilityFeedback => ({
    ...before,
    ...change,
    decisions: [...before.decisions, decision],
  });
  switch (event.type) {
    case 'FacilityFeedbackApproved': {
      const { approvedAt: at } = event.data;
      return after({ status: 'shown', counts: before.counts }, { decision: 'approved', reason: null, at });
    }
    case 'FacilityFeedbackHidden': {
      const { reason, excludesGrade, hiddenAt: at } = event.data;
      return after({ status: 'hidden', counts: !excludesGrade }, { decision: 'hidden', reason, at });
    }
    case 'FacilityFeedbackRestored': {
      const { reason, restoredAt: at } = event.data;
      return after({ status: 'shown', counts: true }, { decision: 'restored', reason, at });
    }
    default:
      return assertNever(event);
  }
}
