import { Clock, streamOf } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual, whereWords } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { pageOfFacts, type Fact } from '../../history.js';
import type { ChannelOutcome } from '../campaign/campaign.events.js';
import { campaign } from '../campaign/campaign.aggregate.js';
import type {
  AudienceAnswer,
  CampaignAnswer,
  CampaignsQuery,
  historyQuery,
  ReportAnswer,
} from '../campaign/campaign.schemas.js';
import { requireCampaign, unknownCampaign, type Campaign } from '../campaign/campaign.state.js';
import { AudienceReader } from './audience.reader.js';
import { campaignList } from './campaign-list.view.js';
import { OutcomesReader } from './outcomes.reader.js';

@Injectable()
export class CampaignsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly audiences: AudienceReader,
    private readonly outcomes: OutcomesReader,
    private readonly clock: Clock,
  ) {}

  /** One, folded from its stream: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined): Promise<Versioned<CampaignAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(campaign, id, upTo);
    return new Versioned(answerOf(id, requireCampaign(state), version, recordedAt ?? ''), version);
  }

  /** Those that meet every one of the criteria, the newest first. */
  async list({ status, topic, q, ...paged }: CampaignsQuery): Promise<Page<CampaignAnswer>> {
    const query = this.readModels.repository(campaignList).createQueryBuilder('row');
    whereEqual(query, { status });
    whereWords(query, q);
    if (topic !== undefined) query.andWhere('row.topics @> :topic', { topic: JSON.stringify([topic]) });
    const page = await pageOf(query, { draftedAt: z.iso.datetime(), id: z.uuid() }, paged, 'DESC');
    return page.map((row) => answerOf(row.id, row.campaign, row.version, row.changedAt));
  }

  /** Every fact, in order, with who and when. Throws `Unknown` where there is none. */
  async history(id: string, paged: z.output<typeof historyQuery>): Promise<Page<Fact>> {
    const page = await pageOfFacts(this.aggregates.store, streamOf(campaign.category, id), paged);
    return page ?? unknownCampaign();
  }

  /** Those who would get it now. Throws `Unknown` where there is none. */
  async audience(id: string): Promise<AudienceAnswer> {
    const { content } = requireCampaign((await this.aggregates.load(campaign, id)).state);
    return { id, ...(await this.audiences.count(content.segment)), at: this.clock.now() };
  }

  /** Outcomes of its messages. Throws `Unknown` where there is no such campaign. */
  async report(id: string): Promise<ReportAnswer> {
    const { status, begun, told, since } = requireCampaign((await this.aggregates.load(campaign, id)).state);
    const cancelledAt = since.cancelled ?? null;
    const channels = await this.outcomes.byChannel(id, cancelledAt);
    const withheld = (await this.outcomes.withheld(id, cancelledAt)) as ReportAnswer['withheld'];
    return { id, status, audience: begun?.audience ?? null, told, channels, total: totalOf(channels), withheld };
  }
}

const nothing = {
  ...{ queued: 0, sent: 0, delivered: 0, bounced: 0, failed: 0, uncertain: 0, withheld: 0, unsubscribed: 0 },
} satisfies ReportAnswer['total'];

const totalOf = (channels: readonly ChannelOutcome[]): ReportAnswer['total'] =>
  channels.reduce<ReportAnswer['total']>(
    (total, each) => ({
      queued: total.queued + each.queued,
      sent: total.sent + each.sent,
      delivered: total.delivered + each.delivered,
      bounced: total.bounced + each.bounced,
      failed: total.failed + each.failed,
      uncertain: total.uncertain + each.uncertain,
      withheld: total.withheld + each.withheld,
      unsubscribed: total.unsubscribed + each.unsubscribed,
    }),
    nothing,
  );

function answerOf(id: string, state: Campaign, version: number, changedAt: string): CampaignAnswer {
  const { content, status, since, startsAt, begun, reason } = state;
  const audience = begun?.audience ?? null;
  return { ...content, id, status, since: { ...since }, startsAt, audience, reason, version, changedAt };
}
