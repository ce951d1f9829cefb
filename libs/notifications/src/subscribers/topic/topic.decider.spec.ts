import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import {
  topicDecider,
  type NameSeries,
  type NameTopic,
  type NoteRedaction,
  type RedactTopic,
} from './topic.decider.js';
import type { TopicEvent } from './topic.events.js';

const given = specify(topicDecider);

const at = '2023-03-23T16:00:00.000Z';
const series = 'series:consultation-sessions';
const recommendation = 'recommendation:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02';
const reason = { ro: 'Numea o persoană.' };

const name = (title: NameTopic['title'], topic = recommendation): NameTopic => ({
  type: 'NameTopic',
  topic,
  title,
  at,
});
const inSeries = (title: NameTopic['title']): NameSeries => ({ type: 'NameSeries', topic: series, title, at });
const redact: RedactTopic = { type: 'RedactTopic', topic: recommendation, title: { ro: 'Bănci.' }, reason, at };
const named = (title: NameTopic['title'], topic = recommendation): TopicEvent => ({
  type: 'TopicNamed',
  data: { topic, title, namedAt: at },
});
const redacted: TopicEvent = {
  type: 'TopicRedacted',
  data: { topic: recommendation, title: { ro: 'Bănci.' }, reason, redactedAt: at },
};

const done = { announcements: 1, messages: 2 };
const note: NoteRedaction = { type: 'NoteRedaction', ...done, at };
const carriedOut: TopicEvent = { type: 'TopicRedactionCarriedOut', data: { ...done, carriedOutAt: at } };

describe('a topic', () => {
  it('is called what was said last', () =>
    given(named({ ro: 'Bănci' }))
      .when(name({ ro: 'Bănci în parc' }))
      .then(named({ ro: 'Bănci în parc' })));
  it('is named once', () =>
    given(named({ ro: 'Bănci' }))
      .when(name({ ro: 'Bănci' }))
      .then());
  it('loses words that were taken out of it', () =>
    given(named({ ro: 'Bănci, zice Ana' }))
      .when(redact)
      .then(redacted));
  it('loses them once', () =>
    given(named({ ro: 'Bănci, zice Ana' }), redacted)
      .when(redact)
      .then());
  it('notes once that they are out of what was stored', () =>
    given(named({ ro: 'Bănci, zice Ana' }), redacted)
      .when(note)
      .then(carriedOut));
  it('notes nothing where nothing was redacted', () =>
    given(named({ ro: 'Bănci' }))
      .when(note)
      .then());
  it('that was never named is no recommendation', () => given().when(redact).then());
});

describe('a series', () => {
  const first = { ro: 'Sesiune de consultare I', en: 'Consultation session I' };
  const second = { ro: 'Sesiune de consultare II', en: 'Consultation session II' };
  const shared = { ro: 'Sesiune de consultare', en: 'Consultation session' };

  it('is called what its first civic event is called', () => given().when(inSeries(first)).then(named(first, series)));
  it('is called what the titles of its civic events begin with', () =>
    given(named(first, series)).when(inSeries(second)).then(named(shared, series)));
  it('keeps its name where another title begins with nothing of it', () =>
    given(named(shared, series))
      .when(inSeries({ ro: 'Dezbatere' }))
      .then());
});
