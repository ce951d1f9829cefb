import { feedbackContracts } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { comment, samples as facilityFeedback } from './facility-feedback/feedback/facility-feedback.samples.js';
import { publish as facilityFeedbackPublish } from './facility-feedback/publish.js';
import { publish as petitionsPublish } from './petitions/publish.js';
import { samples as petitionSamples, sealed } from './petitions/petition/petition.samples.js';
import { publish as surveysPublish } from './surveys/publish.js';
import { samples } from './surveys/questionnaire/questionnaire.samples.js';
import { coded, recorded, text } from './surveys/response/response.samples.js';
import { address, requested } from './surveys/updates-request/updates-request.samples.js';

const publish = { ...surveysPublish, ...facilityFeedbackPublish, ...petitionsPublish };

const id = '0c6f6d0e-6a51-4a38-9f0e-4d6c4d1f0a01';
const events = {
  ...samples,
  ResponseRecorded: recorded.data,
  AnswerCoded: coded.data,
  UpdatesRequested: requested.data,
  ...facilityFeedback,
  ...petitionSamples,
};

const published = (type: keyof typeof publish): readonly Publication[] => {
  const event = { stream: `of-${id}`, type, data: events[type] };
  return [
    (publish[type] as (event: RecordedEvent) => Publication | Publication[])(event as unknown as RecordedEvent),
  ].flat();
};
const types = Object.keys(publish) as (keyof typeof publish)[];

describe('what feedback publishes', () => {
  it.each(types)('%s fills its contracts', (type) => {
    for (const { contract, data } of published(type)) expect(contract.schema.parse(data)).toMatchObject(data);
  });
  it('fills each contract', () =>
    expect([...new Set(types.flatMap(published).map(({ contract }) => contract.type))].sort()).toEqual(
      feedbackContracts.map(({ type }) => type).sort(),
    ));
  it('keeps free texts and addresses out of what is public', () => {
    const open = types.flatMap(published).filter(({ contract }) => contract.visibility === 'public');
    expect(open).toHaveLength(18);
    expect(JSON.stringify(open)).not.toMatch(/Exemplu|ana@/);
    for (const value of [text, address, comment, sealed('cuvinte sigilate')].flatMap(({ subject, value }) => [
      subject,
      value,
    ])) {
      expect(JSON.stringify(open)).not.toContain(value);
    }
  });
});
