import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { campaignDecider, testsPerHour } from './campaign.decider.js';
import type { CampaignContent, CampaignEvent } from './campaign.events.js';
import { audience, budget, outcome } from './campaign.samples.js';

const given = specify(campaignDecider);

const at = (minutes: number, seconds = 0): string => new Date(Date.UTC(2026, 4, 20, 9, minutes, seconds)).toISOString();
const messages = [{ messageId: '00000000-0000-4000-8000-000000000001', language: 'ro' as const }];
const other: CampaignContent = { ...budget, name: 'Alt nume' };

const drafted: CampaignEvent = { type: 'CampaignDrafted', data: { ...budget, at: at(0) } };
const tested = (minute = 1): CampaignEvent => ({ type: 'CampaignTested', data: { messages, at: at(minute) } });
const scheduled = (startsAt = at(10)): CampaignEvent => ({ type: 'CampaignScheduled', data: { startsAt, at: at(2) } });
const started: CampaignEvent = { type: 'CampaignStarted', data: { audience, at: at(10) } };
const paused: CampaignEvent = { type: 'CampaignPaused', data: { at: at(11) } };
const resumed: CampaignEvent = { type: 'CampaignResumed', data: { at: at(12) } };
const expanded: CampaignEvent = { type: 'CampaignExpanded', data: { told: 3, at: at(13) } };
const cancelled: CampaignEvent = { type: 'CampaignCancelled', data: { reason: 'Greșeală.', at: at(14) } };
const completed: CampaignEvent = {
  type: 'CampaignCompleted',
  data: {
    ...{ subject: budget.subject, segment: budget.segment, startedAt: at(10), audience, outcomes: [outcome] },
    at: at(14),
  },
};

const change = { type: 'ChangeCampaign', content: other, at: at(5) } as const;
const schedule = (startsAt: string | null, when = at(2)) => ({ type: 'ScheduleCampaign', startsAt, at: when }) as const;
const begin = (when = at(10)) => ({ type: 'BeginCampaign', audience, at: when }) as const;
const cancel = { type: 'CancelCampaign', reason: 'Greșeală.', at: at(14) } as const;

describe('a draft', () => {
  it('is taken once', () =>
    given(drafted)
      .when({ type: 'DraftCampaign', content: budget, at: at(3) })
      .then());
  it('is no other campaign', () =>
    given(drafted)
      .when({ type: 'DraftCampaign', content: other, at: at(3) })
      .thenRejected('CAMPAIGN_EXISTS'));
  it('is tested anew after a change', () =>
    given(drafted, tested(), { type: 'CampaignChanged', data: { ...other, at: at(5) } })
      .when(schedule(null))
      .thenRejected('CAMPAIGN_UNTESTED'));
  it('is tested so often within an hour', () =>
    given(drafted, ...Array.from({ length: testsPerHour }, (_, index) => tested(index)))
      .when({ type: 'NoteTest', messages, at: at(59) })
      .thenRejected('TESTS_TOO_MANY'));
  it('is tested again later', () =>
    given(drafted, ...Array.from({ length: testsPerHour }, (_, index) => tested(index)))
      .when({ type: 'NoteTest', messages, at: at(61) })
      .then({ type: 'CampaignTested', data: { messages, at: at(61) } }));
  it('is scheduled once it was tested', () =>
    given(drafted, tested())
      .when(schedule(at(10)))
      .then(scheduled()));
  it('has no time that has passed', () =>
    given(drafted, tested())
      .when(schedule(at(1)))
      .thenRejected('START_PASSED'));
  it('has no time in years', () =>
    given(drafted, tested()).when(schedule('2030-01-01T00:00:00.000Z')).thenRejected('START_TOO_LATE'));
  it('that nobody made is not known', () => given().when(change).thenRejected('CAMPAIGN_UNKNOWN'));
});

describe('a campaign that has its time', () => {
  const fixed = given(drafted, tested(), scheduled());

  it('changes no more', () => fixed.when(change).thenRejected('CAMPAIGN_FIXED'));
  it('is tested no more', () => fixed.when({ type: 'NoteTest', messages, at: at(5) }).thenRejected('CAMPAIGN_FIXED'));
  it('gets another time', () => fixed.when(schedule(at(20))).then(scheduled(at(20))));
  it('gets the same time once', () => fixed.when(schedule(at(10))).then());
  it('starts then', () => fixed.when(begin()).then(started));
  it('does not start at a time that it had before', () =>
    given(drafted, tested(), scheduled(), scheduled(at(20)))
      .when(begin())
      .then());
  it('is cancelled', () => fixed.when(cancel).then(cancelled));
  it('is not paused', () => fixed.when({ type: 'PauseCampaign', at: at(5) }).thenRejected('CAMPAIGN_NOT_SENDING'));
});

describe('a campaign that is sent', () => {
  const sent = given(drafted, tested(), scheduled(), started);
  const reached = given(drafted, tested(), scheduled(), started, expanded);
  const note = (queued: number, when = at(13, 10)) =>
    ({ type: 'NoteOutcomes', outcomes: [{ ...outcome, queued }], at: when }) as const;

  it('starts once', () => sent.when(begin(at(11))).then());
  it('is scheduled no more', () => sent.when(schedule(null, at(11))).thenRejected('CAMPAIGN_BEGUN'));
  it('is paused', () => sent.when({ type: 'PauseCampaign', at: at(11) }).then(paused));
  it('is resumed', () =>
    given(drafted, tested(), scheduled(), started, paused)
      .when({ type: 'ResumeCampaign', at: at(12) })
      .then(resumed));
  it('is resumed where it is paused only', () =>
    given(drafted)
      .when({ type: 'ResumeCampaign', at: at(12) })
      .thenRejected('CAMPAIGN_NOT_PAUSED'));
  it('notes once that everybody was reached', () => reached.when({ type: 'NoteExpanded', told: 3, at: at(14) }).then());
  it('waits for each outcome, as long again as it took', () =>
    reached.when(note(1, at(18))).then({
      type: 'CampaignAwaited',
      data: { open: 1, nextLookAt: at(23), at: at(18) },
    }));
  it('is over once each message has its outcome', () => reached.when(note(0, at(14))).then(completed));
  it('is not over while it is paused', () =>
    given(drafted, tested(), scheduled(), started, expanded, paused).when(note(0)).then());
  it('is cancelled while it is paused', () =>
    given(drafted, tested(), scheduled(), started, paused).when(cancel).then(cancelled));
  it('is not cancelled once it is over', () =>
    given(drafted, tested(), scheduled(), started, expanded, completed).when(cancel).thenRejected('CAMPAIGN_OVER'));
  it('that is cancelled is not resumed', () =>
    given(drafted, tested(), scheduled(), started, cancelled)
      .when({ type: 'ResumeCampaign', at: at(15) })
      .thenRejected('CAMPAIGN_NOT_PAUSED'));
});

it('an announcement of something else is no campaign', () =>
  given()
    .when({ type: 'NoteExpanded', told: 3, at: at(14) })
    .then());
