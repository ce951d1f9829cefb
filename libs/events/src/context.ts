import { CONTEXT_CONFIG, defineContext } from '@ecou/runtime';
import { AttendanceHandler } from './attendance/attendance.command.js';
import { AttendanceController } from './attendance/attendance.controller.js';
import { attendanceEvents } from './attendance/attendance.events.js';
import { GetAttendanceHandler } from './attendance/attendance.queries.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { GetCalendarHandler, GetCalendarOfOneHandler } from './calendar/calendar.queries.js';
import { AgendaController } from './civic-event/agenda.controller.js';
import { CivicEventHandler } from './civic-event/civic-event.command.js';
import { CivicEventController } from './civic-event/civic-event.controller.js';
import { civicEventEvents } from './civic-event/civic-event.events.js';
import {
  GetAgendaHandler,
  GetCivicEventHandler,
  GetHistoryHandler,
  ListCivicEventsHandler,
} from './civic-event/civic-event.queries.js';
import { DiscussionPointHandler } from './discussion-point/discussion-point.command.js';
import { DiscussionPointController } from './discussion-point/discussion-point.controller.js';
import { discussionPointEvents } from './discussion-point/discussion-point.events.js';
import { ListDiscussionPointsHandler } from './discussion-point/discussion-point.queries.js';
import { RecommendationLifeController } from './discussion-point/recommendation-life.controller.js';
import { RecommendationController } from './discussion-point/recommendation.controller.js';
import {
  GetRecommendationHandler,
  GetRecommendationHistoryHandler,
  ListInternalNotesHandler,
  ListRecommendationsHandler,
} from './discussion-point/recommendation.queries.js';
import { policies } from './policies.js';
import { ProgrammeHandler } from './programme/programme.command.js';
import { ProgrammeController } from './programme/programme.controller.js';
import { programmeEvents } from './programme/programme.events.js';
import { GetProgrammeHandler, ListProgrammesHandler } from './programme/programme.queries.js';
import { publish } from './publish.js';
import { ReportHandler } from './report/report.command.js';
import { ReportController } from './report/report.controller.js';
import { reportEvents } from './report/report.events.js';
import { GetReportHandler, ListReportsHandler } from './report/report.queries.js';
import { config, SETTINGS, settingsOf } from './settings.js';
import { Taxonomies } from './taxonomy/taxonomies.js';
import { TaxonomyHandler } from './taxonomy/taxonomy.command.js';
import { TaxonomyController } from './taxonomy/taxonomy.controller.js';
import { taxonomyEvents } from './taxonomy/taxonomy.events.js';
import { GetTaxonomyHandler, ListTaxonomyVersionsHandler } from './taxonomy/taxonomy.queries.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { discussionPointList } from './views/discussion-point-list.view.js';
import { recommendationList } from './views/recommendation-list.view.js';
import { programmeList } from './views/programme-list.view.js';
import { reportList } from './views/report-list.view.js';

export const eventsContext = defineContext({
  name: 'events',
  title: 'Programmes and civic events: what was planned, who came, what was said, and the report of it',
  events: [programmeEvents, civicEventEvents, attendanceEvents, discussionPointEvents, reportEvents, taxonomyEvents],
  views: [programmeList, civicEventList, civicEventHistory, discussionPointList, recommendationList, reportList],
  publish,
  policies,
  controllers: [
    ProgrammeController,
    CivicEventController,
    AgendaController,
    AttendanceController,
    DiscussionPointController,
    RecommendationController,
    RecommendationLifeController,
    ReportController,
    CalendarController,
    TaxonomyController,
  ],
  config,
  providers: [
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    ProgrammeHandler,
    CivicEventHandler,
    AttendanceHandler,
    DiscussionPointHandler,
    ReportHandler,
    Taxonomies,
    TaxonomyHandler,
    GetTaxonomyHandler,
    ListTaxonomyVersionsHandler,
    GetProgrammeHandler,
    ListProgrammesHandler,
    GetCivicEventHandler,
    GetAgendaHandler,
    ListCivicEventsHandler,
    GetHistoryHandler,
    GetAttendanceHandler,
    ListDiscussionPointsHandler,
    GetRecommendationHandler,
    ListRecommendationsHandler,
    GetRecommendationHistoryHandler,
    ListInternalNotesHandler,
    GetReportHandler,
    ListReportsHandler,
    GetCalendarHandler,
    GetCalendarOfOneHandler,
  ],
});
