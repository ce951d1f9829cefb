import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { wordingDecider, type DraftWording } from './wording.decider.js';
import type { WordingEvent } from './wording.events.js';
import { at, events, key, messageId, rules, text } from './wording.samples.js';

const given = specify(wordingDecider);

const draft = (
  change: Partial<DraftWording['text']> = {},
  more: Partial<DraftWording['rules']> = {},
): DraftWording => ({
  ...{ type: 'DraftWording', key, text: { ...text, ...change }, rules: { ...rules, ...more }, at },
});
const publish = (version?: number, more: Partial<DraftWording['rules']> = {}) =>
  ({ type: 'PublishWording', version, rules: { ...rules, ...more }, at }) as const;
const withdraw = { type: 'WithdrawWording', reason: events.WordingWithdrawn.reason, at } as const;
const fault = { field: 'body', rule: 'VARIABLE_UNKNOWN' };
const fail = (version = 1) => ({ type: 'NoteFailure', version, fault, messageId, at }) as const;

const drafted = (version = 1, change: object = {}): WordingEvent => ({
  type: 'WordingDrafted',
  data: { ...events.WordingDrafted, version, text: { ...text, ...change } },
});
const published = (version = 1): WordingEvent => ({ type: 'WordingPublished', data: { version, publishedAt: at } });
const withdrawn: WordingEvent = { type: 'WordingWithdrawn', data: events.WordingWithdrawn };
const failed: WordingEvent = { type: 'WordingFailed', data: events.WordingFailed };

describe('words', () => {
  it('get a version each time that they are drafted, and none where nothing changed', () => {
    given().when(draft()).then(drafted());
    given(drafted()).when(draft()).then();
    given(drafted())
      .when(draft({ action: null }))
      .then(drafted(2, { action: null }));
  });

  it('are in force once they are published, the last version unless another is named', () => {
    given(drafted(), drafted(2, { action: null }))
      .when(publish())
      .then(published(2));
    given(drafted(), drafted(2, { action: null }), published(2))
      .when(publish(1))
      .then(published(1));
    given(drafted(), published()).when(publish()).then();
  });

  it('are published only where there are any', () => {
    given().when(publish()).thenRejected('WORDING_VERSION_UNKNOWN');
    given(drafted()).when(publish(2)).thenRejected('WORDING_VERSION_UNKNOWN');
  });

  it('are checked once more when they are published, since variables may be gone', () => {
    const without = { variables: [{ name: 'title', required: true }] };
    given(drafted()).when(publish(1, without)).thenRejected('VARIABLE_UNKNOWN');
  });

  it('give way to the built-in ones, and can come back', () => {
    given().when(withdraw).thenRejected('WORDING_UNKNOWN');
    given(drafted()).when(withdraw).then();
    given(drafted(), published()).when(withdraw).then(withdrawn);
    given(drafted(), published(), withdrawn).when(publish()).then(published());
  });

  it('say of the version in force that it failed, once, until one is published', () => {
    given(drafted(), published()).when(fail()).then(failed);
    given(drafted(), published(), failed).when(fail()).then();
    given(drafted(), drafted(2, { action: null }), published(2))
      .when(fail(1))
      .then();
    expect(given(drafted(), published(), failed, withdrawn).state().failure).toBeNull();
  });
});

describe('a draft', () => {
  const refused = (change: Partial<DraftWording['text']>, code: string, more: Partial<DraftWording['rules']> = {}) =>
    given().when(draft(change, more)).thenRejected(code);

  it.each([
    ['an unknown variable', { body: '{{title}} {{other}}' }, 'VARIABLE_UNKNOWN'],
    ['an unknown variable on the link', { action: '{{other}}' }, 'VARIABLE_UNKNOWN'],
    ['no value that has to be shown', { subject: 'Nou', body: 'Bună ziua,' }, 'VARIABLE_MISSING'],
    ['it only where something else is', { subject: 'Nou', body: '{{#note}}{{title}}{{/note}}' }, 'VARIABLE_MISSING'],
    ['a part that does not end', { body: '{{title}} {{#note}}' }, 'TEMPLATE_SYNTAX'],
    ['a variable that does not end', { body: '{{title}} {{note' }, 'TEMPLATE_SYNTAX'],
    ['a value that is not escaped', { body: '{{{title}}}' }, 'TAG_NOT_ALLOWED'],
    ['other signs around variables', { body: '{{=<% %>=}}<% title %>' }, 'TAG_NOT_ALLOWED'],
    ['another text in it', { body: '{{title}} {{> other}}' }, 'TAG_NOT_ALLOWED'],
    ['a subject of two lines', { subject: 'Nou\r\nBcc: all@example.org' }, 'LINE_BREAK'],
    ['a link that runs a script', { body: '{{title}} [aici](javascript:x)' }, 'LINK_NOT_ALLOWED'],
    ['no body', { body: null }, 'TEXT_EMPTY'],
  ])('is refused with %s', (_, change, code) => refused(change, code));

  it('names the character', () => {
    expect(() => wordingDecider.decide(draft({ body: '{{title}} {{other}}' }), wordingDecider.initial)).toThrow(
      'The template has no variable other; it has title, note. (character 11)',
    );
  });

  it('of a text message is short, and has no body', () => {
    const sms = { room: 30 };
    given()
      .when(draft({ body: null }, { room: 40 }))
      .then(drafted(1, { body: null }));
    refused({ body: null, subject: 'Un raport nou și lung: {{title}}' }, 'TEXT_TOO_LONG', sms);
    refused({}, 'BODY_NOT_SHOWN', { room: 100 });
  });
});
