import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import {
  contentAt,
  questionnaireTemplateDecider,
  refuseRetired,
  type QuestionnaireTemplateCommandBody,
} from './questionnaire-template.decider.js';
import type { QuestionnaireTemplateEvent, TemplateContent } from './questionnaire-template.events.js';
import { templateContent as content, templateSamples } from './questionnaire-template.samples.js';

const given = specify(questionnaireTemplateDecider);
const at = '2023-05-02T09:00:00Z';
const shorter: TemplateContent = { ...content, items: content.items.slice(0, 3) };
const created: QuestionnaireTemplateEvent = { type: 'QuestionnaireTemplateCreated', data: content };
const revised: QuestionnaireTemplateEvent = { type: 'QuestionnaireTemplateRevised', data: shorter };
const retired: QuestionnaireTemplateEvent = {
  type: 'QuestionnaireTemplateRetired',
  data: templateSamples.QuestionnaireTemplateRetired,
};
const create: QuestionnaireTemplateCommandBody = { type: 'CreateTemplate', content };
const revise = (to: TemplateContent): QuestionnaireTemplateCommandBody => ({ type: 'ReviseTemplate', content: to });
const retire: QuestionnaireTemplateCommandBody = { type: 'RetireTemplate', reason: retired.data.reason, at };

describe('a template of questionnaires', () => {
  it('is created, once', () => {
    given().when(create).then(created);
    given(created).when(create).then();
    given(created, revised, retired).when(create).then();
  });
  it('is not created again with other content', () =>
    given(created).when({ type: 'CreateTemplate', content: shorter }).thenRejected('TEMPLATE_EXISTS'));
  it('is revised, and every version stays', () => {
    given(created).when(revise(shorter)).then(revised);
    const state = given(created, revised).state()!;
    expect([contentAt(state, 1), contentAt(state, 2), contentAt(state)]).toEqual([content, shorter, shorter]);
    expect(() => contentAt(state, 3)).toThrow(
      expect.objectContaining({ code: 'TEMPLATE_VERSION_UNKNOWN', path: ['version'] }),
    );
  });
  it('ignores a revision that changes nothing', () => {
    given(created).when(revise(content)).then();
    given(created, revised).when(revise(shorter)).then();
  });
  it('takes back what it said before as a version of its own', () =>
    given(created, revised).when(revise(content)).then({ type: 'QuestionnaireTemplateRevised', data: content }));
  it('is retired, once, and then neither revised nor drafted from', () => {
    given(created).when(retire).then(retired);
    given(created, retired).when(retire).then();
    given(created, retired).when(revise(shorter)).thenRejected('TEMPLATE_RETIRED');
    expect(() => refuseRetired(given(created, retired).state()!)).toThrow('retired');
    expect(() => refuseRetired(given(created).state()!)).not.toThrow();
  });
  it('is unknown until it is created', () => {
    given().when(revise(shorter)).thenRejected('TEMPLATE_UNKNOWN');
    given().when(retire).thenRejected('TEMPLATE_UNKNOWN');
  });
});
