import { assertNever } from '@ecou/event-sourcing';
import type { CampaignEvent } from './campaign.events.js';
import { requireCampaign, type Campaign, type CampaignStatus } from './campaign.state.js';

type Drafted = Extract<CampaignEvent, { type: 'CampaignDrafted' }>['data'];

function begun({ at, ...content }: Drafted): Campaign {
  return {
    content,
    drafted: content,
    status: 'draft',
    since: { draft: at },
    tests: [],
    ...{ startsAt: null, begun: null, expandedAt: null, told: null, outcomes: [], reason: null },
  };
}

const moved = (state: Campaign, status: CampaignStatus, at: string, change: Partial<Campaign> = {}): Campaign => ({
  ...state,
  ...change,
  status,
  since: { ...state.since, [status]: at },
});

export function evolve(state: Campaign | null, event: CampaignEvent): Campaign {
  if (event.type === 'CampaignDrafted') return begun(event.data);
  const known = requireCampaign(state);
  const { at } = event.data;
  switch (event.type) {
    case 'CampaignChanged': {
      const { at: _, ...content } = event.data;
      return moved(known, 'draft', at, { content });
    }
    case 'CampaignTested':
      return moved(known, 'tested', at, { tests: [...known.tests, at] });
    case 'CampaignScheduled':
      return moved(known, 'scheduled', at, { startsAt: event.data.startsAt });
    case 'CampaignStarted':
      return moved(known, 'sending', at, { begun: { at, audience: event.data.audience } });
    case 'CampaignPaused':
      return moved(known, 'paused', at);
    case 'CampaignResumed':
      return moved(known, 'sending', at);
    case 'CampaignExpanded':
      return { ...known, expandedAt: at, told: event.data.told };
    case 'CampaignAwaited':
      return known;
    case 'CampaignCompleted':
      return moved(known, 'completed', at, { outcomes: event.data.outcomes });
    case 'CampaignCancelled':
      return moved(known, 'cancelled', at, { reason: event.data.reason });
    default:
      return assertNever(event);
  }
}
