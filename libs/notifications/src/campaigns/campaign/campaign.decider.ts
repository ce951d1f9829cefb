import type { Language } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { Audience, CampaignContent, CampaignEvent, ChannelOutcome } from './campaign.events.js';
import { evolve } from './campaign.fold.js';
import { requireCampaign, type Campaign } from './campaign.state.js';

export type DraftCampaign = { type: 'DraftCampaign'; content: CampaignContent; at: string };
export type ChangeCampaign = { type: 'ChangeCampaign'; content: CampaignContent; at: string };
/** Its messages to a member of the staff, which the same unit queues. */
export type NoteTest = {
  type: 'NoteTest';
  messages: readonly { readonly messageId: string; readonly language: Language }[];
  at: string;
};
/** `startsAt`: `null` is at once. */
export type ScheduleCampaign = { type: 'ScheduleCampaign'; startsAt: string | null; at: string };
/** The command of the timer. `audience`: as it is counted now. */
export type BeginCampaign = { type: 'BeginCampaign'; audience: Audience; at: string };
export type PauseCampaign = { type: 'PauseCampaign'; at: string };
export type ResumeCampaign = { type: 'ResumeCampaign'; at: string };
export type CancelCampaign = { type: 'CancelCampaign'; reason: string; at: string };
/** Its announcement has reached everybody. */
export type NoteExpanded = { type: 'NoteExpanded'; told: number; at: string };
/** The command of the timer that looks at what became of its messages. */
export type NoteOutcomes = { type: 'NoteOutcomes'; outcomes: readonly ChannelOutcome[]; at: string };

export type CampaignCommandBody =
  | DraftCampaign
  | ChangeCampaign
  | NoteTest
  | ScheduleCampaign
  | BeginCampaign
  | PauseCampaign
  | ResumeCampaign
  | CancelCampaign
  | NoteExpanded
  | NoteOutcomes;

const seconds = 1000;
const hours = 3600 * seconds;
/** Tests of one campaign within an hour: a test goes to any address that somebody types. */
export const testsPerHour = 10;
/** The latest start. */
const mostAhead = 366 * 24 * hours;

const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
const later = (at: string, span: number): string => new Date(Date.parse(at) + span).toISOString();

function draft({ content, at }: DraftCampaign, state: Campaign | null): CampaignEvent[] {
  if (!state) return [{ type: 'CampaignDrafted', data: { ...content, at } }];
  if (same(content, state.drafted)) return [];
  throw new Rejected('CAMPAIGN_EXISTS', 'A campaign with this id exists, and says something else.');
}

/** People get it as it was tested: nothing of it changes once it has its time. */
function refuseFixed({ status }: Campaign): void {
  if (status === 'draft' || status === 'tested') return;
  throw new Rejected(
    'CAMPAIGN_FIXED',
    `It is ${status}: what people get was tested as it stands. Cancel it, and draft another one.`,
  );
}

function change({ content, at }: ChangeCampaign, campaign: Campaign): CampaignEvent[] {
  if (same(content, campaign.content)) return [];
  refuseFixed(campaign);
  return [{ type: 'CampaignChanged', data: { ...content, at } }];
}

function test({ messages, at }: NoteTest, campaign: Campaign): CampaignEvent[] {
  refuseFixed(campaign);
  const recent = campaign.tests.filter((each) => elapsed(each, at) < hours);
  if (recent.length >= testsPerHour)
    throw new Rejected('TESTS_TOO_MANY', `A campaign is tested ${testsPerHour} times an hour at most.`);
  return [{ type: 'CampaignTested', data: { messages: messages.map((each) => ({ ...each })), at } }];
}

function schedule({ startsAt: wished, at }: ScheduleCampaign, { status, startsAt: known }: Campaign): CampaignEvent[] {
  const startsAt = wished ?? at;
  if (status === 'scheduled' && (wished === null || wished === known)) return [];
  if (status === 'draft') throw new Rejected('CAMPAIGN_UNTESTED', 'Send a test of it first, as it stands now.');
  if (status !== 'tested' && status !== 'scheduled')
    throw new Rejected('CAMPAIGN_BEGUN', `It is ${status}: it starts once.`);
  if (elapsed(at, startsAt) < 0) throw new Invalid('START_PASSED', 'This time has passed.', ['startsAt']);
  if (elapsed(at, startsAt) > mostAhead)
    throw new Invalid('START_TOO_LATE', 'It starts within a year, or is drafted anew then.', ['startsAt']);
  return [{ type: 'CampaignScheduled', data: { startsAt, at } }];
}

/** A timer of a time that was chosen anew finds nothing to do. */
function begin({ audience, at }: BeginCampaign, { status, startsAt }: Campaign): CampaignEvent[] {
  if (status !== 'scheduled' || startsAt === null || elapsed(startsAt, at) < 0) return [];
  return [{ type: 'CampaignStarted', data: { audience, at } }];
}

function pause({ at }: PauseCampaign, { status }: Campaign): CampaignEvent[] {
  if (status === 'paused') return [];
  if (status !== 'sending') throw new Rejected('CAMPAIGN_NOT_SENDING', `It is ${status}: only what is sent is paused.`);
  return [{ type: 'CampaignPaused', data: { at } }];
}

function resume({ at }: ResumeCampaign, { status }: Campaign): CampaignEvent[] {
  if (status === 'sending') return [];
  if (status !== 'paused') throw new Rejected('CAMPAIGN_NOT_PAUSED', `It is ${status}, and not paused.`);
  return [{ type: 'CampaignResumed', data: { at } }];
}

function cancel({ reason, at }: CancelCampaign, campaign: Campaign): CampaignEvent[] {
  const { status } = campaign;
  if (status === 'cancelled' && reason === campaign.reason) return [];
  if (status === 'cancelled' || status === 'completed')
    throw new Rejected('CAMPAIGN_OVER', `It is ${status}: nothing of it is left to be cancelled.`);
  return [{ type: 'CampaignCancelled', data: { reason, at } }];
}

const isUnderWay = ({ status }: Campaign): boolean => status === 'sending' || status === 'paused';

const expanded = ({ told, at }: NoteExpanded, campaign: Campaign): CampaignEvent[] =>
  isUnderWay(campaign) && campaign.expandedAt === null ? [{ type: 'CampaignExpanded', data: { told, at } }] : [];

/** The wait until the next look is as long as it took so far: small campaigns complete within seconds, digests of a week are looked at hourly. */
const nextLook = (expandedAt: string, at: string): string =>
  later(at, Math.min(hours, Math.max(firstLook, elapsed(expandedAt, at))));

const firstLook = 10 * seconds;

/** The time of the first look at the messages of a campaign that has reached everybody. */
export const firstLookAt = (at: string): string => later(at, firstLook);

function outcomes({ outcomes: counted, at }: NoteOutcomes, campaign: Campaign): CampaignEvent[] {
  const { status, expandedAt, begun, content } = campaign;
  if (status !== 'sending' || expandedAt === null || !begun) return [];
  const open = counted.reduce((sum, { queued }) => sum + queued, 0);
  if (open === 0) {
    const { subject, segment } = content;
    const said = { subject, segment, startedAt: begun.at, audience: begun.audience, outcomes: [...counted], at };
    return [{ type: 'CampaignCompleted', data: said }];
  }
  return [{ type: 'CampaignAwaited', data: { open, nextLookAt: nextLook(expandedAt, at), at } }];
}

function decideKnown(command: Exclude<CampaignCommandBody, DraftCampaign>, campaign: Campaign): CampaignEvent[] {
  switch (command.type) {
    case 'ChangeCampaign':
      return change(command, campaign);
    case 'NoteTest':
      return test(command, campaign);
    case 'ScheduleCampaign':
      return schedule(command, campaign);
    case 'BeginCampaign':
      return begin(command, campaign);
    case 'PauseCampaign':
      return pause(command, campaign);
    case 'ResumeCampaign':
      return resume(command, campaign);
    case 'CancelCampaign':
      return cancel(command, campaign);
    case 'NoteExpanded':
      return expanded(command, campaign);
    case 'NoteOutcomes':
      return outcomes(command, campaign);
    default:
      return assertNever(command);
  }
}

/** A campaign is told once, to those who asked for some topics: drafted, tested, sent at its time, and over when each message has its outcome. */
export const campaignDecider: Decider<CampaignCommandBody, Campaign | null, CampaignEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'DraftCampaign') return draft(command, state);
    // Announcements of other things reach everybody, too.
    if (command.type === 'NoteExpanded' && !state) return [];
    return decideKnown(command, requireCampaign(state));
  },
  evolve,
};
