import { CampaignCompletedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { CampaignEvent } from './campaign/campaign.events.js';

/** Which event becomes which contract. What staff call a campaign, and what it says, is told to nobody but its readers. */
export const publish: PublishTable<CampaignEvent> = {
  CampaignCompleted: ({ stream, data }) => {
    const { subject: title, segment, audience, startedAt, at: completedAt } = data;
    const { topics, match, language, channels } = segment;
    const { targeted, excluded } = audience;
    // Each has its outcome: none is queued.
    const outcomes = data.outcomes.map(({ queued: _, ...outcome }) => outcome);
    const whom = { topics, match, language, channels, targeted, excluded };
    return as(CampaignCompletedV1, { campaignId: idOf(stream), title, ...whom, startedAt, completedAt, outcomes });
  },
};
