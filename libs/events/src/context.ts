import { CONTEXT_CONFIG, defineContext, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { AttendanceHandler } from './consultations/civic-event/attendance.command.js';
import { AttendanceController } from './consultations/attendance.controller.js';
import { attendanceEvents } from './consultations/civic-event/attendance.events.js';
import { GetAttendanceHandler } from './consultations/views/attendance.reader.js';
import { CalendarController } from './outputs/calendar.controller.js';
import { GetCalendarHandler, GetCalendarOfOneHandler } from './outputs/views/calendar.reader.js';
import { AgendaController } from './consultations/agenda.controller.js';
import { CivicEventHandler } from './consultations/civic-event/civic-event.command.js';
import { CivicEventController } from './consultations/civic-event.controller.js';
import { civicEventEvents } from './consultations/civic-event/civic-event.events.js';
import {
  GetAgendaHandler,
  GetCivicEventHandler,
  GetHistoryHandler,
  ListCivicEventsHandler,
} from './outputs/views/civic-events.reader.js';
import { GetCivicEventPageHandler } from './outputs/views/civic-event-page.reader.js';
import { DiscussionPointHandler } from './consultations/discussion-point/discussion-point.command.js';
import { DiscussionPointController } from './consultations/discussion-point.controller.js';
import { discussionPointEvents } from './consultations/discussion-point/discussion-point.events.js';
import { ListDiscussionPointsHandler } from './consultations/views/discussion-points.reader.js';
import { RecommendationLifeController } from './consultations/recommendation-life.controller.js';
import { RecommendationController } from './outputs/recommendations.controller.js';
import {
  GetRecommendationHandler,
  GetRecommendationHistoryHandler,
  ListInternalNotesHandler,
  ListRecommendationsHandler,
} from './consultations/views/recommendations.reader.js';
import { InvitationHandler } from './registration/invitation/invitation.command.js';
import { InvitationController } from './registration/invitation.controller.js';
import { invitationEvents } from './registration/invitation/invitation.events.js';
import { InvitationLists } from './registration/invitation/invitation-lists.js';
import { InvitationReader } from './registration/views/invitation.reader.js';
import { GetAttendanceProposalHandler, GetParticipationHandler } from './registration/views/participation.reader.js';
import { AttendanceImport } from './consultations/imports/attendance.import.js';
import { CivicEventsImport } from './consultations/imports/civic-events.import.js';
import { ImportsController } from './consultations/imports/imports.controller.js';
import { policies } from './policies.js';
import { ProgrammeHandler } from './consultations/programme/programme.command.js';
import { ProgrammeController } from './consultations/programme.controller.js';
import { programmeEvents } from './consultations/programme/programme.events.js';
import { GetProgrammeHandler, ListProgrammesHandler } from './consultations/views/programmes.reader.js';
import { publish } from './publish.js';
import { DoorController } from './registration/door.controller.js';
import { RegistrationLimits } from './registration/registration/registration-limits.js';
import { RegistrationTokens } from './registration/registration/registration-tokens.js';
import { RegistrationHandler } from './registration/registration/registration.command.js';
import { RegistrationController } from './registration/registration.controller.js';
import { registrationEvents } from './registration/registration/registration.events.js';
import { RegistrationReader } from './registration/views/registration.reader.js';
import { RegistrationPagesController } from './registration/token-pages.controller.js';
import { PublicationsController } from './outputs/publications.controller.js';
import { GetFeedHandler } from './outputs/views/publications.reader.js';
import { ReportHandler } from './outputs/report/report.command.js';
import { ReportController } from './outputs/report.controller.js';
import { reportEvents } from './outputs/report/report.events.js';
import { GetReportHandler, ListReportsHandler } from './outputs/views/reports.reader.js';
import { SeatLedgerHandler } from './registration/seat-ledger/seat-ledger.command.js';
import { SeatLedgerController } from './registration/seat-ledger.controller.js';
import { seatLedgerEvents } from './registration/seat-ledger/seat-ledger.events.js';
import { SeatLedgerReader } from './registration/views/seat-ledger.reader.js';
import { config, SETTINGS, settingsOf, type Settings } from './settings.js';
import { RollupController } from './outputs/rollup.controller.js';
import { GetRollupHandler, ListSeriesHandler } from './outputs/views/rollup.reader.js';
import { Taxonomies } from './consultations/taxonomy/taxonomies.js';
import { TaxonomyHandler } from './consultations/taxonomy/taxonomy.command.js';
import { TaxonomyController } from './consultations/taxonomy.controller.js';
import { taxonomyEvents } from './consultations/taxonomy/taxonomy.events.js';
import { GetTaxonomyHandler, ListTaxonomyVersionsHandler } from './consultations/views/taxonomies.reader.js';
import { civicEventHistory } from './outputs/views/civic-event-history.view.js';
import { civicEventList } from './outputs/views/civic-event-list.view.js';
import { discussionPointList } from './consultations/views/discussion-point-list.view.js';
import { recommendationList } from './consultations/views/recommendation-list.view.js';
import { invitationList } from './registration/views/invitation-list.view.js';
import { participation } from './registration/views/participation.view.js';
import { programmeList } from './consultations/views/programme-list.view.js';
import { registrationList } from './registration/views/registration-list.view.js';
import { publicationList } from './outputs/views/publication-list.view.js';
import { reportList } from './outputs/views/report-list.view.js';
import { walkInList } from './registration/views/walk-in-list.view.js';
import { WalkInHandler } from './registration/walk-in/walk-in.command.js';
import { walkInEvents } from './registration/walk-in/walk-in.events.js';
import { WalkInReader } from './registration/views/walk-in.reader.js';

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
