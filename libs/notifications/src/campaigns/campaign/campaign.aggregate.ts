import type { Aggregate, SideRows } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { campaignDecider, firstLookAt, type CampaignCommandBody } from './campaign.decider.js';
import { campaignEvents, type CampaignEvent } from './campaign.events.js';
import type { Campaign } from './campaign.state.js';

/** Name of the timer that begins a campaign. */
export const startTimer = 'campaign-start';
/** Name of the timer that looks at what became of its messages. */
export const lookTimer = 'campaign-look';

type Timer = NonNullable<SideRows['timers']>[number];

/** A campaign has two timers, of which each has an id. */
const timerId = (id: string, name: string): string => uuidv5(name, id);

function timerOf(id: string, event: CampaignEvent): Timer | undefined {
  const timer = (name: string, dueAt: string): Timer => ({ id: timerId(id, name), name, dueAt, subject: id });
  if (event.type === 'CampaignScheduled') return timer(startTimer, event.data.startsAt);
  if (event.type === 'CampaignAwaited') return timer(lookTimer, event.data.nextLookAt);
  if (event.type === 'CampaignExpanded' || event.type === 'CampaignResumed')
    return timer(lookTimer, firstLookAt(event.data.at));
  return event.type === 'CampaignCancelled' ? { id: timerId(id, startTimer), dueAt: null } : undefined;
}

export const campaign: Aggregate<CampaignCommandBody, Campaign | null, CampaignEvent> = {
  category: campaignEvents.category,
  events: campaignEvents,
  decider: campaignDecider,
  sideRows: (id, events) => ({ timers: events.flatMap((event) => timerOf(id, event) ?? []) }),
};
