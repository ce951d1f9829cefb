import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { events } from './campaign/campaign.samples.js';
import { publish } from './publish.js';

const id = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';

describe('what others are told of a campaign', () => {
  it('is what became of it, once it is over', () => {
    expect(Object.keys(publish)).toEqual(['CampaignCompleted']);
    const map = publish.CampaignCompleted as (event: object) => Publication;
    const { contract, data } = map({ stream: `campaign-${id}`, data: events.CampaignCompleted });
    expect(contract.schema.parse(data)).toEqual(data);
    expect(data).toMatchObject({
      campaignId: id,
      topics: ['series:consultation-sessions'],
      targeted: 5,
      excluded: [
        { rule: 'unsubscribed', people: 1 },
        { rule: 'suppressed', people: 1 },
      ],
      outcomes: [{ channel: 'email', sent: 3, delivered: 2, bounced: 1, unsubscribed: 1 }],
    });
    expect(JSON.stringify(data)).not.toContain('Puteți vota');
  });
});
