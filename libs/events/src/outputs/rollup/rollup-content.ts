import {
  reconciled,
  standing,
  summaryOf,
  type Attendance,
} from '../../consultations/civic-event/attendance.decider.js';
import type { Figures } from '../../consultations/civic-event/attendance.events.js';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { civicEventStatuses, tookPlace } from '../../consultations/civic-event/civic-event.state.js';
import {
  recommendationStatuses,
  type RecommendationStatus,
} from '../../consultations/discussion-point/discussion-point.events.js';
import { stateOf, type Programme } from '../../consultations/programme/programme.decider.js';
import { nameIn, type Vocabulary } from '../../consultations/taxonomy/vocabulary.js';
import type { Outreach } from '../outreach/outreach.decider.js';
import type { FeedbackResults } from '../report/report.events.js';
import type { RollupAnswer } from './rollup.schemas.js';

/** One civic event, as it stood at the roll-up's position. */
export interface Session {
  readonly id: string;
  readonly civicEvent: CivicEvent;
  readonly attendance: Attendance;
  /** The last published results of each of its questionnaires. */
  readonly feedback: readonly FeedbackResults[];
}

export interface RollupSources {
  readonly subject: RollupAnswer['subject'];
  readonly position: number;
  /** In the order in which they start. */
  readonly sessions: readonly Session[];
  readonly recommendations: readonly RecommendationStatus[];
  /** `null`: a series plans no deliverables. */
  readonly deliverables: Programme['deliverables'] | null;
  /** `null`: a series has none. */
  readonly outreach: Outreach | null;
  /** The names of categories at the position. */
  readonly categories: Vocabulary;
}

const refOf = ({ id, civicEvent: { details } }: Session) => ({
  civicEventId: id,
  title: details.title,
  series: details.series,
  startsAt: details.startsAt,
  timeZone: details.timeZone,
});

/** Those that took place: nothing is expected of a session before that. */
const past = (sessions: readonly Session[]): Session[] =>
  sessions.filter(({ civicEvent: { status } }) => tookPlace(status));

const counted = <Value extends string>(values: readonly Value[], found: readonly Value[]) =>
  values.map((status) => ({ status, count: found.filter((each) => each === status).length }));

function participantsOf(sessions: readonly Session[], vocabulary: Vocabulary): RollupAnswer['participants'] {
  const labelled = ({ categories, total }: Figures) => ({
    categories: categories.map(({ category, count }) => ({ category, label: nameIn(vocabulary, category), count })),
    total,
  });
  const sound = sessions.filter(({ attendance }) => reconciled(attendance) === true);
  return {
    reconciled: {
      sessions: sound.length,
      corrected: sound.filter(({ attendance }) => attendance.corrected !== null).length,
      ...labelled(sumOf(sound.flatMap(({ attendance }) => standing(attendance) ?? []))),
    },
    unreconciled: sessions
      .filter(({ attendance }) => reconciled(attendance) === false)
      .map((session) => {
        const { reported, corrected } = session.attendance;
        return {
          ...refOf(session),
          reported: reported && labelled(reported),
          corrected: corrected && { ...labelled(corrected), reason: corrected.reason },
          difference: summaryOf(standing(session.attendance)).difference ?? 0,
        };
      }),
    notReported: past(sessions)
      .filter(({ attendance }) => reconciled(attendance) === null)
      .map(refOf),
  };
}

/** Category by category, each in the place where it was first seen. */
function sumOf(all: readonly Figures[]): Figures {
  const counts = new Map<string, number>();
  for (const { category, count } of all.flatMap(({ categories }) => categories)) {
    counts.set(category, (counts.get(category) ?? 0) + count);
  }
  return {
    categories: [...counts].map(([category, count]) => ({ category, count })),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
}

function feedbackOf(sessions: readonly Session[]): RollupAnswer['feedback'] {
  const questionnaires = sessions.flatMap((session) =>
    session.feedback.map(({ questionnaireId, title, basis, respondents, denominator, responseRate }) => ({
      ...refOf(session),
      questionnaireId,
      questionnaire: title,
      basis,
      respondents,
      denominator,
      responseRate,
    })),
  );
  const rated = questionnaires.flatMap(({ respondents, denominator }) =>
    typeof respondents === 'number' && denominator ? [{ respondents, ...denominator }] : [],
  );
  const pooled = (['attended', 'invited'] as const).flatMap((source) => {
    const alike = rated.filter((each) => each.source === source);
    if (alike.length === 0) return [];
    const respondents = alike.reduce((sum, each) => sum + each.respondents, 0);
    const denominator = alike.reduce((sum, each) => sum + each.count, 0);
    const includesTeam = alike.some((each) => each.includesTeam === true);
    const rate = respondents / denominator;
    return [{ source, questionnaires: alike.length, respondents, denominator, includesTeam, rate }];
  });
  return {
    questionnaires,
    pooled,
    withoutRate: questionnaires.length - rated.length,
    withoutResults: past(sessions)
      .filter(({ feedback }) => feedback.length === 0)
      .map(refOf),
  };
}

/** By channel, in the order in which they were heard of: people by the last estimate of each dissemination. */
function outreachOf({ disseminations, reach }: Outreach): RollupAnswer['outreach'] {
  const done = disseminations
    .filter(({ counts }) => counts)
    .map(({ disseminationId, title, channel, channelName, doneOn }) => {
      const last = reach.findLast((each) => each.disseminationId === disseminationId);
      const { people = null, reportedPeople = null, source = null, method = null } = last ?? {};
      return { id: disseminationId, title, channel, channelName, doneOn, people, reportedPeople, source, method };
    });
  return {
    disseminations: done.length,
    byChannel: [...new Set(done.map(({ channel }) => channel))].map((channel) => {
      const own = done.filter((each) => each.channel === channel);
      const known = own.filter(({ people }) => people !== null);
      const sum = (of: 'people' | 'reportedPeople') =>
        known.length === 0 ? null : known.reduce((total, each) => total + (each[of] ?? 0), 0);
      return {
        channel,
        disseminations: own.length,
        withoutReach: own.length - known.length,
        people: sum('people'),
        reportedPeople: sum('reportedPeople'),
      };
    }),
    items: done,
  };
}

/**
 * The roll-up of the sessions of a programme or series: a pure function of the facts. Figures that do not add up stand apart and in no sum;
 * what was not reported stays so, and is no zero.
 */
export function rollupOf({
  subject,
  position,
  sessions,
  recommendations,
  deliverables,
  outreach,
  categories,
}: RollupSources): RollupAnswer {
  return {
    subject,
    position,
    sessions: {
      total: sessions.length,
      byStatus: counted(
        civicEventStatuses,
        sessions.map(({ civicEvent }) => civicEvent.status),
      ),
      items: sessions.map((session) => ({
        ...refOf(session),
        status: session.civicEvent.status,
        attendance: summaryOf(standing(session.attendance)),
      })),
    },
    participants: participantsOf(sessions, categories),
    feedback: feedbackOf(sessions),
    recommendations: { total: recommendations.length, byStatus: counted(recommendationStatuses, recommendations) },
    deliverables: deliverables && {
      planned: deliverables.length,
      presented: deliverables.filter((each) => stateOf(each) === 'presented').length,
      published: deliverables.filter((each) => stateOf(each) === 'published').length,
      items: deliverables.map(({ deliverableId: id, presented, ...rest }) => ({
        id,
        ...rest,
        state: stateOf({ presented, ...rest }),
        presented: [...presented],
      })),
    },
    outreach: outreach && outreachOf(outreach),
  };
}
