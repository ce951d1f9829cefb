import { describe, expect, it } from '@jest/globals';
import { Links } from '../../subscribers/links/links.js';
import { renderMessage } from './render.js';
import { allTemplates, latestTemplate, templateOf } from './templates.js';

const links = new Links({ secret: 'a secret of tests only, long enough', publicUrl: 'https://ecou.test' });
const subscriber = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';
const message = {
  confirm: links.confirm(subscriber, 1),
  preferences: links.preferences(subscriber),
  unsubscribe: links.unsubscribe(subscriber),
  report: links.report.bind(links),
  recommendation: links.recommendation.bind(links),
};

const variables: Record<string, Record<string, string>> = {
  confirmation: { consent: 'Sunt de acord.' },
  'report-published': { title: 'Sesiune II', civicEventId: subscriber, version: '1' },
  'deliverable-published': { title: 'Studiu', address: 'https://example.org/a?b=1&c=2', kind: 'study' },
  'recommendation-progressed': { title: 'Bănci în parc', recommendationId: subscriber, step: 'accepted' },
};

const each = allTemplates.flatMap((template) => (['ro', 'en'] as const).map((language) => ({ template, language })));

describe('every template', () => {
  it.each(each)('$template.name, version $template.version, in $language', ({ template, language }) => {
    const { name, version } = template;
    const mail = renderMessage({ template: { name, version }, language, variables: variables[name] ?? {} }, message);
    expect(mail.subject).not.toMatch(/undefined|[\r\n]/);
    expect(mail.text).not.toContain('undefined');
    expect(mail.html).toContain(`<html lang="${language}">`);
    const expected = name === 'confirmation' ? [message.confirm] : [message.unsubscribe, message.preferences];
    for (const link of expected) {
      expect(mail.text).toContain(link);
      expect(mail.html).toContain(`href="${link}"`);
    }
    expect(mail).toMatchSnapshot();
  });
});

describe('a variable', () => {
  const render = (name: string, values: Record<string, string>) =>
    renderMessage({ template: { name, version: 1 }, language: 'ro', variables: values }, message);

  it('cannot break a line, nor hide what it says', () => {
    const title = 'Sesiune\r\nBcc: all@example.org\u202e\u0000 II';
    const { subject } = render('report-published', { ...variables['report-published'], title });
    expect(subject).toBe('Raportul este publicat: Sesiune Bcc: all@example.org II');
  });

  it('that is long is cut between words in a subject, and whole in the mail', () => {
    const title = `Un discount ${'pentru cei care plătesc online '.repeat(5)}`.trim();
    const { subject, text } = render('recommendation-progressed', {
      title,
      recommendationId: subscriber,
      step: 'noted',
    });
    expect(subject).toBe(
      'Noutăți despre o recomandare: Un discount pentru cei care plătesc online pentru cei care plătesc online…',
    );
    expect(text).toContain(title);
  });

  it('is text, never markup', () => {
    const { html } = render('confirmation', { consent: '<script>alert(1)</script>' });
    expect(html).toContain('&lt;script>');
    expect(html).not.toContain('<script>');
  });

  it('is refused where it is none of the template, or of another form', () => {
    expect(() =>
      render('deliverable-published', { title: 'Studiu', address: 'javascript:1', kind: 'study' }),
    ).toThrow();
    expect(() => render('report-published', { title: 'Sesiune II', civicEventId: '../x', version: '1' })).toThrow();
  });
});

describe('versions', () => {
  it('stay', () => {
    expect(() => templateOf('report-published', 99)).toThrow('There is no version 99');
    expect(latestTemplate('confirmation').name).toBe('confirmation');
  });
});
