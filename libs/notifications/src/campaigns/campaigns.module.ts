import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SendingModule } from '../sending/sending.module.js';
import { campaign } from './campaign/campaign.aggregate.js';
import { CampaignHandler } from './campaign.command.js';
import { CampaignsController } from './campaigns.controller.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { AudienceReader } from './views/audience.reader.js';
import { campaignList } from './views/campaign-list.view.js';
import { CampaignsReader } from './views/campaigns.reader.js';
import { OutcomesReader } from './views/outcomes.reader.js';

/** Campaigns: what staff write to those who asked for some topics. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [campaign],
      views: [campaignList],
      publish,
      policies,
    }),
    SendingModule,
  ],
  controllers: [CampaignsController],
  providers: [CampaignHandler, AudienceReader, OutcomesReader, CampaignsReader],
})
export class CampaignsModule {}
