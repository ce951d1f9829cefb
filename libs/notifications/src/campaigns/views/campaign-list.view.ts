import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import { campaignEvents, type CampaignEvent } from '../campaign/campaign.events.js';
import { evolve as folded } from '../campaign/campaign.fold.js';
import type { Campaign } from '../campaign/campaign.state.js';
import { folds } from './folds.js';

export interface CampaignRow {
  readonly id: string;
  readonly status: string;
  readonly topics: readonly string[];
  /** The text that `q` looks through. */
  readonly search: string;
  readonly draftedAt: string;
  readonly changedAt: string;
  readonly version: number;
  /** The state, as the rules have it. */
  readonly campaign: Campaign;
}

function evolve(row: CampaignRow | undefined, event: RecordedEvent): CampaignRow {
  const campaign = folded(row?.campaign ?? null, event as unknown as CampaignEvent);
  const { status, content } = campaign;
  const { name, subject, segment } = content;
  return {
    id: idOf(event.stream),
    ...{ status, topics: segment.topics, campaign },
    search: searchText(name, subject.ro, subject.en),
    draftedAt: row?.draftedAt ?? event.recordedAt,
    changedAt: event.recordedAt,
    version: event.version,
  };
}

/** Campaigns, ready to be listed and searched. */
export const campaignList = defineView<CampaignRow>({
  name: 'campaign_list',
  version: 1,
  fold: folds.campaign_list,
  key: 'id',
  columns: {
    id: 'text',
    status: 'text NOT NULL',
    topics: 'jsonb NOT NULL',
    search: 'text NOT NULL',
    draftedAt: 'timestamptz NOT NULL',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
    campaign: 'jsonb NOT NULL',
  },
  indexes: ['(drafted_at DESC, id DESC)', '(status, drafted_at DESC, id DESC)', 'USING gin (topics)'],
  on: Object.fromEntries(Object.keys(campaignEvents.types).map((type) => [type, { evolve }])),
});
