import { minutesOf } from '../../consultations/civic-event/agenda.js';
import {
  standing,
  summaryOf,
  type Attendance,
  type RecordedFigures,
} from '../../consultations/civic-event/attendance.decider.js';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { AgendaItem, CivicEventDetails } from '../../consultations/civic-event/civic-event.events.js';
import type { PointAnswer } from '../../consultations/discussion-point/discussion-point.schemas.js';
import type { Programme } from '../../consultations/programme/programme.decider.js';
import { nameIn, type Vocabulary } from '../../consultations/taxonomy/vocabulary.js';
import type { Report, ReportVersion } from './report.decider.js';
import type { ReportAnswer } from './report.schemas.js';

/** The sources of a report, as they stood at the version's position. */
export interface ReportSources {
  readonly civicEventId: string;
  readonly published: ReportVersion;
  /** Those published up to it. */
  readonly versions: readonly ReportVersion[];
  readonly position: number;
  readonly civicEvent: CivicEvent;
  readonly programme: Programme | null;
  readonly attendance: Attendance;
  readonly points: readonly PointAnswer[];
  readonly feedback: Report['feedback'];
  /** The words of each version that the facts were recorded under. */
  readonly vocabularies: Vocabularies;
}

type ByVersion = (version: number) => Vocabulary;
interface Vocabularies {
  readonly kinds: ByVersion;
  readonly categories: ByVersion;
  readonly themes: ByVersion;
}

const programmeOf = (
  { programmeId, activity }: CivicEventDetails,
  programme: Programme | null,
): ReportAnswer['programme'] =>
  programmeId && programme
    ? {
        id: programmeId,
        title: programme.details.title,
        fundingCodes: programme.details.fundingCodes,
        organiser: programme.details.organiser,
        financing: programme.details.financing,
        emblems: programme.emblems.map(({ emblemId: id, name, type }) => ({ id, name, type })),
        activity:
          activity === null
            ? null
            : {
                code: activity,
                title: programme.details.activities.find(({ code }) => code === activity)?.title ?? null,
              },
      }
    : null;

function participantsOf(attendance: Attendance, versions: ByVersion): ReportAnswer['participants'] {
  const labelled = ({ categories, total, categoriesVersion }: RecordedFigures) => ({
    categories: categories.map(({ category, count }) => ({
      category,
      label: nameIn(versions(categoriesVersion), category),
      count,
    })),
    total,
  });
  const { state, difference } = summaryOf(standing(attendance));
  const { reported, corrected } = attendance;
  const figures = corrected ?? reported;
  return {
    state,
    ...(figures ? labelled(figures) : { categories: null, total: null }),
    difference,
    reported: reported && labelled(reported),
    correction: corrected && { reason: corrected.reason, correctedAt: corrected.correctedAt },
  };
}

const titlesOf = (agenda: readonly AgendaItem[], kind: AgendaItem['kind']) =>
  agenda.filter((item) => item.kind === kind).map(({ title }) => title);

/** The report: a pure function of the facts, with the sections that reports of consultations have. */
export function contentOf(sources: ReportSources): ReportAnswer {
  const {
    civicEventId,
    published,
    versions,
    position,
    civicEvent,
    programme,
    attendance,
    points,
    feedback,
    vocabularies,
  } = sources;
  const { details, agenda } = civicEvent;
  const { title, kind, series, startsAt, endsAt, timeZone, format, venue, onlineAddress } = details;
  return {
    civicEventId,
    version: published.version,
    changeNote: published.changeNote,
    publishedAt: published.publishedAt,
    position,
    author: published.author,
    versions: versions.map(({ version, publishedAt, changeNote }) => ({ version, publishedAt, changeNote })),
    title,
    kind,
    kindName: nameIn(vocabularies.kinds(civicEvent.kindsVersion), kind),
    series,
    programme: programmeOf(details, programme),
    startsAt,
    endsAt,
    timeZone,
    durationMinutes: minutesOf(details),
    format,
    venue,
    onlineAddress,
    participants: participantsOf(attendance, vocabularies.categories),
    presentations: titlesOf(agenda, 'presentation'),
    debates: titlesOf(agenda, 'debate'),
    discussionPoints: points.map((point) => ({
      id: point.id,
      kind: point.kind,
      text: point.text,
      reworded: point.reworded,
      redacted: point.redacted,
      themes: point.themes.map((theme) => ({
        theme,
        label: nameIn(vocabularies.themes(point.themesVersion), theme),
      })),
    })),
    feedback: feedback.map(({ suggestions: _suggestions, ...results }) => results),
    suggestions: feedback.flatMap(({ suggestions }) => suggestions),
  };
}
