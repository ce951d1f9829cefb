import { Invalid } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { at, content, questionnaireId } from '../questionnaire/questionnaire.samples.js';
import { hourOf, updatesRequestDecider, wishFor } from './updates-request.decider.js';
import { address, requested } from './updates-request.samples.js';

const given = specify(updatesRequestDecider);
const wish = wishFor({ questionnaireId, content }, { language: 'en', address }, ['address']);

describe('the wish to be informed', () => {
  it('is recorded with the consent as it was shown', () =>
    given().when({ type: 'RequestUpdates', wish, at }).then(requested));
  it('shows the Romanian text where there is no other', () =>
    expect(
      wishFor({ questionnaireId, content: { ...content, consentText: { ro: 'Da' } } }, { language: 'en', address }, []),
    ).toMatchObject({ consentText: 'Da', language: 'en' }));
  it('is recorded once', () => {
    given(requested).when({ type: 'RequestUpdates', wish, at: '2023-03-25T10:00:00+02:00' }).then();
    given(requested)
      .when({ type: 'RequestUpdates', wish: { ...wish, language: 'ro' }, at })
      .thenRejected('UPDATES_REQUEST_EXISTS');
  });
  it('has the hour in which it was made, and not the moment of the answer', () => {
    expect(hourOf('2023-03-23T16:59:59.999+02:00')).toBe('2023-03-23T14:00:00.000Z');
    expect(hourOf('2023-03-23T14:00:00.000Z')).toBe('2023-03-23T14:00:00.000Z');
  });
  it.each([{ consentText: null }, { topics: [] }])('is refused where no address is asked for: %j', (lacking) => {
    let thrown: unknown;
    try {
      wishFor({ questionnaireId, content: { ...content, ...lacking } }, { language: 'ro', address }, ['updates']);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Invalid);
    expect(thrown).toMatchObject({ code: 'ADDRESS_NOT_ASKED', path: ['updates'] });
  });
});
