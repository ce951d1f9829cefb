import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { AgendaController } from './agenda.controller.js';
import { AttendanceController } from './attendance.controller.js';
import { CivicEventController } from './civic-event.controller.js';
import { attendance } from './civic-event/attendance.aggregate.js';
import { AttendanceHandler } from './civic-event/attendance.command.js';
import { civicEvent } from './civic-event/civic-event.aggregate.js';
import { CivicEventHandler } from './civic-event/civic-event.command.js';
import { DiscussionPointController } from './discussion-point.controller.js';
import { DiscussionPointWordsController } from './discussion-point-words.controller.js';
import { discussionPoint } from './discussion-point/discussion-point.aggregate.js';
import { CarryOutRedactionHandler } from './discussion-point/carry-out-redaction.command.js';
import { DiscussionPointHandler } from './discussion-point/discussion-point.command.js';
import { AttendanceImport } from './imports/attendance.import.js';
import { CivicEventsImport } from './imports/civic-events.import.js';
import { ImportsController } from './imports/imports.controller.js';
import { PresentDeliverableHandler } from './present-deliverable.command.js';
import { ProgrammeController } from './programme.controller.js';
import { programme } from './programme/programme.aggregate.js';
import { ProgrammeHandler } from './programme/programme.command.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { registrations } from './registrations.js';
import { RecommendationLifeController } from './recommendation-life.controller.js';
import { TaxonomyController } from './taxonomy.controller.js';
import { Taxonomies } from './taxonomy/taxonomies.js';
import { taxonomy } from './taxonomy/taxonomy.aggregate.js';
import { TaxonomyHandler } from './taxonomy/taxonomy.command.js';
import { AgendaReader } from './views/agenda.reader.js';
import { AttendanceReader } from './views/attendance.reader.js';
import { discussionPointList } from './views/discussion-point-list.view.js';
import { DiscussionPointsReader } from './views/discussion-points.reader.js';
import { EmblemsReader } from './views/emblems.reader.js';
import { programmeList } from './views/programme-list.view.js';
import { ProgrammesReader } from './views/programmes.reader.js';
import { recommendationList } from './views/recommendation-list.view.js';
import { RecommendationsReader } from './views/recommendations.reader.js';
import { TaxonomiesReader } from './views/taxonomies.reader.js';

/** Programmes and their civic events: what was planned, who came, what was said, and what became of it. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'events',
      aggregates: [programme, civicEvent, attendance, discussionPoint, taxonomy],
      views: [programmeList, discussionPointList, recommendationList],
      publish,
      registrations,
      policies,
    }),
  ],
  controllers: [
    ProgrammeController,
    CivicEventController,
    AgendaController,
    AttendanceController,
    DiscussionPointController,
    DiscussionPointWordsController,
    RecommendationLifeController,
    ImportsController,
    TaxonomyController,
  ],
  providers: [
    ProgrammeHandler,
    PresentDeliverableHandler,
    CivicEventHandler,
    AttendanceHandler,
    DiscussionPointHandler,
    CarryOutRedactionHandler,
    TaxonomyHandler,
    Taxonomies,
    AgendaReader,
    AttendanceReader,
    DiscussionPointsReader,
    EmblemsReader,
    ProgrammesReader,
    RecommendationsReader,
    TaxonomiesReader,
    CivicEventsImport,
    AttendanceImport,
  ],
  exports: [Taxonomies, AgendaReader, DiscussionPointsReader, EmblemsReader, RecommendationsReader],
})
export class ConsultationsModule {}
