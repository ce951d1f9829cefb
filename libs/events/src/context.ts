import { CONTEXT_CONFIG, defineContext, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
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
import { GetCivicEventPageHandler } from './civic-event/page/page.queries.js';
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
import { InvitationHandler } from './invitation/invitation.command.js';
import { InvitationController } from './invitation/invitation.controller.js';
import { invitationEvents } from './invitation/invitation.events.js';
import { InvitationLists } from './invitation/invitation-lists.js';
import { InvitationReader } from './invitation/invitation.reader.js';
import { GetAttendanceProposalHandler, GetParticipationHandler } from './participation/participation.queries.js';
import { AttendanceImport } from './imports/attendance.import.js';
import { CivicEventsImport } from './imports/civic-events.import.js';
import { ImportsController } from './imports/imports.controller.js';
import { policies } from './policies.js';
import { ProgrammeHandler } from './programme/programme.command.js';
import { ProgrammeController } from './programme/programme.controller.js';
import { programmeEvents } from './programme/programme.events.js';
import { GetProgrammeHandler, ListProgrammesHandler } from './programme/programme.queries.js';
import { publish } from './publish.js';
import { DoorController } from './registration/door.controller.js';
import { RegistrationLimits } from './registration/registration-limits.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationHandler } from './registration/registration.command.js';
import { RegistrationController } from './registration/registration.controller.js';
import { registrationEvents } from './registration/registration.events.js';
import { RegistrationReader } from './registration/registration.reader.js';
import { RegistrationPagesController } from './registration/token-pages.controller.js';
import { PublicationsController } from './publications/publications.controller.js';
import { GetFeedHandler } from './publications/publications.queries.js';
import { ReportHandler } from './report/report.command.js';
import { ReportController } from './report/report.controller.js';
import { reportEvents } from './report/report.events.js';
import { GetReportHandler, ListReportsHandler } from './report/report.queries.js';
import { SeatLedgerHandler } from './seat-ledger/seat-ledger.command.js';
import { SeatLedgerController } from './seat-ledger/seat-ledger.controller.js';
import { seatLedgerEvents } from './seat-ledger/seat-ledger.events.js';
import { SeatLedgerReader } from './seat-ledger/seat-ledger.reader.js';
import { config, SETTINGS, settingsOf, type Settings } from './settings.js';
import { RollupController } from './rollup/rollup.controller.js';
import { GetRollupHandler, ListSeriesHandler } from './rollup/rollup.queries.js';
import { Taxonomies } from './taxonomy/taxonomies.js';
import { TaxonomyHandler } from './taxonomy/taxonomy.command.js';
import { TaxonomyController } from './taxonomy/taxonomy.controller.js';
import { taxonomyEvents } from './taxonomy/taxonomy.events.js';
import { GetTaxonomyHandler, ListTaxonomyVersionsHandler } from './taxonomy/taxonomy.queries.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { discussionPointList } from './views/discussion-point-list.view.js';
import { recommendationList } from './views/recommendation-list.view.js';
import { invitationList } from './views/invitation-list.view.js';
import { participation } from './views/participation.view.js';
import { programmeList } from './views/programme-list.view.js';
import { registrationList } from './views/registration-list.view.js';
import { publicationList } from './views/publication-list.view.js';
import { reportList } from './views/report-list.view.js';
import { walkInList } from './views/walk-in-list.view.js';
import { WalkInHandler } from './walk-in/walk-in.command.js';
import { walkInEvents } from './walk-in/walk-in.events.js';
import { WalkInReader } from './walk-in/walk-in.reader.js';

const events = [
  programmeEvents,
  civicEventEvents,
  attendanceEvents,
  discussionPointEvents,
  reportEvents,
  taxonomyEvents,
  seatLedgerEvents,
  registrationEvents,
  invitationEvents,
  walkInEvents,
];

@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'events',
      aggregates: events.map((types) => ({ category: types.category, events: types })),
      views: [
        programmeList,
        civicEventList,
        civicEventHistory,
        discussionPointList,
        recommendationList,
        reportList,
        publicationList,
        registrationList,
        participation,
        invitationList,
        walkInList,
      ],
      publish,
      policies,
    }),
  ],
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
    ImportsController,
    PublicationsController,
    TaxonomyController,
    SeatLedgerController,
    RegistrationController,
    DoorController,
    InvitationController,
    RegistrationPagesController,
    RollupController,
  ],
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
    GetRollupHandler,
    ListSeriesHandler,
    GetProgrammeHandler,
    ListProgrammesHandler,
    GetCivicEventHandler,
    GetCivicEventPageHandler,
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
    CivicEventsImport,
    AttendanceImport,
    GetFeedHandler,
    GetCalendarOfOneHandler,
    RegistrationLimits,
    SeatLedgerHandler,
    SeatLedgerReader,
    RegistrationHandler,
    RegistrationReader,
    InvitationHandler,
    InvitationLists,
    InvitationReader,
    WalkInHandler,
    WalkInReader,
    GetParticipationHandler,
    GetAttendanceProposalHandler,
    {
      provide: RegistrationTokens,
      useFactory: ({ secret }: Settings) => new RegistrationTokens(secret),
      inject: [SETTINGS],
    },
  ],
})
class EventsModule {}

export const eventsContext = defineContext({
  name: 'events',
  title: 'Programmes and civic events: what was planned, who came, what was said, and the report of it',
  config,
  modules: [EventsModule],
});
