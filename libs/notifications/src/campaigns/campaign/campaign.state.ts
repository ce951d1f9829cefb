import { Unknown } from '@ecou/event-sourcing';
import type { Audience, CampaignContent, ChannelOutcome } from './campaign.events.js';

export const campaignStatuses = [
  'draft',
  'tested',
  'scheduled',
  'sending',
  'paused',
  'completed',
  'cancelled',
] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

export interface Campaign {
  readonly content: CampaignContent;
  /** As it was drafted: what a repeated command is compared with. */
  readonly drafted: CampaignContent;
  readonly status: CampaignStatus;
  /** The last time (ISO 8601) at which each status was put on record. */
  readonly since: Readonly<Partial<Record<CampaignStatus, string>>>;
  /** Times (ISO 8601) of its tests. */
  readonly tests: readonly string[];
  readonly startsAt: string | null;
  /** Its start, and whom it was for then; `null`: it has not started. */
  readonly begun: { readonly at: string; readonly audience: Audience } | null;
  /** The time (ISO 8601) by which everybody had a message; `null`: it is still growing, or has not begun. */
  readonly expandedAt: string | null;
  readonly told: number | null;
  readonly outcomes: readonly ChannelOutcome[];
  readonly reason: string | null;
}

/** Throws `Unknown` where there is none. */
export function requireCampaign(state: Campaign | null): Campaign {
  return state ?? unknownCampaign();
}

export function unknownCampaign(): never {
  throw new Unknown('CAMPAIGN_UNKNOWN', 'There is no such campaign.');
}
