import { Engine } from '@ecou/messaging';
import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, settingsOf, type Settings } from '../settings.js';
import { BrokenLinks } from './broken-links.js';
import { CheckList } from './checks/check-list.js';
import { CheckMetrics } from './checks/check-metrics.js';
import { LinkChecker } from './checks/link-checker.js';
import { LinkProbe } from './checks/link-probe.js';
import { Verdicts } from './checks/verdicts.js';
import { link } from './link/link.aggregate.js';
import { LinkHandler } from './link/link.command.js';
import { LinksController } from './links.controller.js';
import { LinkChecks1799000000000 } from './links.migrations.js';
import { LinksReader } from './links.reader.js';
import { publish } from './publish.js';
import { brokenLinks } from './views/broken-links.view.js';
import { facilityLinks } from './views/facility-links.view.js';

/** The links that facilities show: whether they work. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'facilities',
      aggregates: [link],
      views: [facilityLinks, brokenLinks],
      publish,
      migrations: [LinkChecks1799000000000],
    }),
  ],
  controllers: [LinksController],
  providers: [
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    BrokenLinks,
    CheckList,
    CheckMetrics,
    LinkChecker,
    LinkHandler,
    LinkProbe,
    LinksReader,
    Verdicts,
  ],
  exports: [BrokenLinks],
})
export class LinksModule implements OnApplicationBootstrap {
  constructor(
    private readonly engine: Engine,
    private readonly checker: LinkChecker,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.checksLinks) this.engine.lead('links', this.checker);
  }
}
