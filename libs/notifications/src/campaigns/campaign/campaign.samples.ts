import type { CampaignContent, CampaignEvent } from './campaign.events.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
export const at = '2026-05-20T09:00:00.000Z';

/** A campaign, as the specs know it. */
export const budget: CampaignContent = {
  name: 'Buget participativ, primăvara',
  subject: { ro: 'Votul a început', en: 'The vote has begun' },
  text: {
    ro: 'Puteți vota până la sfârșitul lunii.\n\nDetalii: https://example.ro/vot.',
    en: 'You can vote until the end of the month.\n\nMore: https://example.ro/vot.',
  },
  link: 'https://example.ro/buget-participativ',
  segment: {
    topics: ['series:consultation-sessions'],
    match: 'any',
    language: null,
    channels: ['email'],
    subscribedSince: null,
  },
};

export const audience = {
  targeted: 5,
  told: 3,
  channels: [{ channel: 'email', people: 3 }],
  excluded: [
    { rule: 'unsubscribed' as const, people: 1 },
    { rule: 'suppressed' as const, people: 1 },
  ],
};

const none = { queued: 0, sent: 0, delivered: 0, bounced: 0, failed: 0, uncertain: 0, withheld: 0, unsubscribed: 0 };
export const outcome = { channel: 'email', ...none, sent: 3, delivered: 2, bounced: 1, unsubscribed: 1 };

/** One event of each type. */
export const events = {
  CampaignDrafted: { ...budget, at },
  CampaignChanged: { ...budget, name: 'Buget participativ', at },
  CampaignTested: { messages: [{ messageId: id(1), language: 'ro' }], at },
  CampaignScheduled: { startsAt: at, at },
  CampaignStarted: { audience, at },
  CampaignPaused: { at },
  CampaignResumed: { at },
  CampaignExpanded: { told: 3, at },
  CampaignAwaited: { open: 1, nextLookAt: at, at },
  CampaignCompleted: {
    ...{ subject: budget.subject, segment: budget.segment, startedAt: at, audience, outcomes: [outcome], at },
  },
  CampaignCancelled: { reason: 'Textul avea o greșeală.', at },
} satisfies { [E in CampaignEvent as E['type']]: E['data'] };
