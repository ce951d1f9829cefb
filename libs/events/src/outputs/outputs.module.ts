import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { ConsultationsModule } from '../consultations/consultations.module.js';
import { CalendarController } from './calendar.controller.js';
import { CivicEventController } from './civic-event.controller.js';
import { outreach } from './outreach/outreach.aggregate.js';
import { OutreachHandler } from './outreach/outreach.command.js';
import { policies } from './policies.js';
import { PublicationsController } from './publications.controller.js';
import { publish } from './publish.js';
import { ReceiptController } from './receipt.controller.js';
import { registrations } from './registrations.js';
import { RecommendationController } from './recommendation.controller.js';
import { ReportController } from './report.controller.js';
import { report } from './report/report.aggregate.js';
import { ReportPdfs } from './report/pdf/report-pdfs.js';
import { ReportHandler } from './report/report.command.js';
import { RevokeHoldHandler } from './revoke-hold.command.js';
import { RollupController } from './rollup.controller.js';
import { CalendarReader } from './views/calendar.reader.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { CivicEventPageReader } from './views/civic-event-page.reader.js';
import { CivicEventsReader } from './views/civic-events.reader.js';
import { HistoryReader } from './views/history.reader.js';
import { publicationList } from './views/publication-list.view.js';
import { PublicationsReader } from './views/publications.reader.js';
import { RecommendationListReader } from './views/recommendation-list.reader.js';
import { reportList } from './views/report-list.view.js';
import { ReportsReader } from './views/reports.reader.js';
import { RollupReader } from './views/rollup.reader.js';

/** The whole story as it is told: civic events with their reports, histories, reports, roll-ups, calendars and feeds. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'events',
      aggregates: [report, outreach],
      views: [civicEventList, civicEventHistory, reportList, publicationList],
      publish,
      registrations,
      policies,
    }),
    ConsultationsModule,
  ],
  controllers: [
    ReceiptController,
    CivicEventController,
    RecommendationController,
    ReportController,
    RollupController,
    CalendarController,
    PublicationsController,
  ],
  providers: [
    ReportHandler,
    OutreachHandler,
    RevokeHoldHandler,
    ReportPdfs,
    CivicEventsReader,
    CivicEventPageReader,
    HistoryReader,
    RecommendationListReader,
    ReportsReader,
    RollupReader,
    CalendarReader,
    PublicationsReader,
  ],
})
export class OutputsModule {}
