import { randomUUID } from 'node:crypto';
import { feedbackContracts, PetitionProgressedV1, ResponsesCountedV1, type Contract } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { comment, samples as facilityFeedback } from './facility-feedback/feedback/facility-feedback.samples.js';
import { publish as facilityFeedbackPublish } from './facility-feedback/publish.js';
import { asked } from './petitions/following/following.samples.js';
import { publish as petitionsPublish } from './petitions/publish.js';
import {
  samples as petitionSamples,
  sealed,
  subject as petitionSubject,
} from './petitions/petition/petition.samples.js';
import { samples as petitionRequests } from './petitions/requests/petition-request.samples.js';
import { publish as surveysPublish } from './surveys/publish.js';
import { samples } from './surveys/questionnaire/questionnaire.samples.js';
import { recorded, text } from './surveys/response/response.samples.js';
import { address, requested } from './surveys/updates-request/updates-request.samples.js';

const publish = { ...surveysPublish, ...facilityFeedbackPublish, ...petitionsPublish };

const id = '0c6f6d0e-6a51-4a38-9f0e-4d6c4d1f0a01';
const [objectives] = samples.ResultsPublished.items;
/** Results of single answers. */
const counts = {
  ...samples.ResultsPublished,
  basis: 'responses',
  respondents: 12,
  channels: [{ channel: 'token', count: 12 }],
  items: [
    {
      ...objectives,
      n: 12,
      distribution: [
        { value: 'yes', count: 12, occurred: true, statement: null },
        { value: 'no', count: 'suppressed', occurred: null, statement: null },
      ],
    },
    { ...objectives, item: 'duration', n: 'suppressed', distribution: [] },
  ],
};
const events = {
  ...samples,
  ResultsPublished: counts,
  ResponseRecorded: { ...recorded.data, channel: 'ballot' },
  UpdatesRequested: requested.data,
  ...facilityFeedback,
  ...petitionSamples,
  FollowingAsked: asked.data,
  ...petitionRequests,
};

const published = (type: keyof typeof publish): readonly Publication[] => {
  const event = { stream: `of-${id}`, type, data: events[type] };
  return [(publish[type] as (event: RecordedEvent) => Publication | Publication[])(event as unknown as RecordedEvent)]
    .flat()
    .map(({ commitsTo, ...one }) =>
      // As the mapper does.
      commitsTo ? { ...one, data: { registrationId: randomUUID(), ...one.data, commitment: '0'.repeat(64) } } : one,
    );
};
const types = Object.keys(publish) as (keyof typeof publish)[];

describe('what feedback publishes', () => {
  it.each(types)('%s fills its contracts', (type) => {
    for (const { contract, data } of published(type)) expect(contract.schema.parse(data)).toMatchObject(data);
  });
  it('fills each contract', () =>
    expect([...new Set(types.flatMap(published).map(({ contract }) => contract.type))].sort()).toEqual(
      (feedbackContracts as readonly Contract[])
        .flatMap(({ type, withdrawn }) => (withdrawn === undefined ? [type] : []))
        .sort(),
    ));
  it('tells totals of answers with the results, and only those that stand in them', () => {
    const counted = types.flatMap(published).find(({ contract }) => contract === ResponsesCountedV1);
    expect(counted?.data).toEqual({
      questionnaireId: id,
      ...counts.about,
      publication: 1,
      respondents: 12,
      channels: [{ channel: 'token', count: 12 }],
      items: [
        { item: 'objectives', kind: 'yes-no', n: 12, counts: [{ value: 'yes', count: 12 }], withheld: true },
        { item: 'duration', kind: 'yes-no', n: null, counts: [], withheld: true },
      ],
      countedAt: counts.publishedAt,
    });
  });
  it.each([
    ['a summary was reported', { basis: 'reported-summary' }],
    ['fewer than five answered', { respondents: 'suppressed' }],
  ])('tells no totals where %s', (_, changed) => {
    const event = { stream: `of-${id}`, type: 'ResultsPublished', data: { ...counts, ...changed } };
    const told = (publish.ResultsPublished as (event: RecordedEvent) => Publication)(event as unknown as RecordedEvent);
    expect([told].flat().map(({ contract }) => contract.type)).toEqual(['ecou.feedback.results-published.v1']);
  });
  it.each([
    ['WorkStarted', 'work-started', null, null],
    ['InformationRequested', 'information-requested', null, null],
    ['MessageAdded', 'message-received', null, null],
    ['AnswerPrepared', 'answer-prepared', null, null],
    ['AnswerSigned', 'answer-signed', null, null],
    ['DeadlineExtended', 'extended', '2026-04-16', '2026-04-17'],
    ['LegalDateMoved', 'legal-date-moved', '2026-04-01', '2026-04-03'],
  ] as const)('tells %s as the step %s, with the dates that it sets', (type, step, answerBy, legalAnswerBy) => {
    const { number, kind, category, department } = petitionSubject;
    const told = published(type).find(({ contract }) => contract === PetitionProgressedV1);
    expect(told?.data).toEqual({
      ...{ petitionId: id, number, kind, category, department, step, answerBy, legalAnswerBy },
      at: expect.any(String),
    });
  });
  it.each([
    ['a message of an officer', 'MessageAdded', { from: 'officer' }],
    ['an event that did not name its petition yet', 'WorkStarted', { subject: null }],
  ] as const)('tells nothing of %s', (_, type, changed) => {
    const event = { stream: `of-${id}`, type, data: { ...events[type], ...changed } };
    expect((publish[type] as (event: RecordedEvent) => Publication[])(event as unknown as RecordedEvent)).toEqual([]);
  });
  it('keeps free texts and addresses out of what is public', () => {
    const open = types.flatMap(published).filter(({ contract }) => contract.visibility === 'public');
    expect(open).toHaveLength(31);
    expect(JSON.stringify(open)).not.toMatch(/Exemplu|ana@/);
    for (const value of [text, address, comment, sealed('cuvinte sigilate')].flatMap(({ subject, value }) => [
      subject,
      value,
    ])) {
      expect(JSON.stringify(open)).not.toContain(value);
    }
  });
});
