import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { events, posters } from './dissemination/dissemination.samples.js';
import { publish } from './publish.js';

const id = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';

const published = (type: keyof typeof publish) => {
  const map = publish[type] as (event: object) => Publication;
  return map({ type, stream: `dissemination-${id}`, data: events[type] });
};

describe('what others are told of the log', () => {
  it.each(Object.keys(publish) as (keyof typeof publish)[])('%s fills its contract', (type) => {
    const { contract, data } = published(type);
    expect(contract.schema.parse(data)).toEqual(data);
    expect(data).toMatchObject({ disseminationId: id, channel: 'posters', programmeId: posters.programmeId });
  });

  it('is a corrected figure beside the one that was reported', () => {
    expect(published('ReachReported').data).toMatchObject({
      people: 12_000,
      reportedPeople: 12_000,
      isCorrected: false,
    });
    expect(published('ReachCorrected').data).toMatchObject({
      people: 11_000,
      reportedPeople: 12_000,
      isCorrected: true,
    });
  });

  it('is nothing of files', () => expect(Object.keys(publish)).not.toContain('MaterialAdded'));
});
