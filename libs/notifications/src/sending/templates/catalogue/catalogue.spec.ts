import { describe, expect, it } from '@jest/globals';
import { Links } from '../../../subscribers/links/links.js';
import { renderMessage, valuesIn } from '../render.js';
import { latestNamed, templateNames } from '../templates.js';
import { asTest, withFooter } from './additions.js';
import { exampleOf } from './examples.js';
import { offeredNames, variablesOf } from './offers.js';
import { sampleId, sampleLinks } from './sample-links.js';
import { valuesOf } from './values.js';
import { vocabulary, type Word } from './vocabulary.js';

const links = sampleLinks(
  new Links({ secret: 'a secret of tests only, long enough', publicUrl: 'https://ecou.test' }),
  'ro',
);
const sender = { institution: 'Primăria Sectorului 9', mark: 'data:image/png;base64,AA==' };

const exampleSaid = (name: string) => {
  const { version } = latestNamed(name);
  return { template: { name, version }, language: 'ro', variables: exampleOf(name) } as const;
};
const valuesFor = (name: string, language: 'ro' | 'en' = 'ro') =>
  valuesOf(name, valuesIn(exampleSaid(name)), { language, links });

describe('the catalogue', () => {
  it('offers the words of every template, but for those that say what staff wrote', () => {
    const written = ['campaign', 'campaign-test', 'conversation-answered', 'conversation-auto-replied'];
    expect([...offeredNames, ...written].sort()).toEqual([...templateNames].sort());
  });

  it('has the words for every language', () => {
    for (const { about } of Object.values<Word>(vocabulary)) expect([about.ro, about.en]).not.toContain('');
  });
});

describe.each(offeredNames)('%s', (name) => {
  it('has an example that the built-in words take', () => {
    const { subject, text } = renderMessage(exampleSaid(name), links, sender);
    expect(`${subject} ${text}`).not.toContain('undefined');
  });

  it('has a value in the example for each variable that has to be shown', () => {
    const values = valuesFor(name);
    for (const variable of variablesOf(name) ?? [])
      if (variable.required) expect({ ...variable, value: values[variable.name] }).toMatchObject({ value: /./ });
  });

  it('names each variable once', () => {
    const names = (variablesOf(name) ?? []).map((variable) => variable.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('values', () => {
  it('read as people write them, in their language', () => {
    expect(valuesFor('registration-cancelled')).toMatchObject({
      startsAt: 'vineri, 11 aprilie 2031 la 09:30',
      cancellation: 'Evenimentul de mai jos a fost anulat, și odată cu el înscrierea dumneavoastră.',
    });
    expect(valuesFor('registration-corrected', 'en')).toMatchObject({ changed: 'the place, the agenda' });
    expect(valuesFor('petition-acknowledged')).toMatchObject({ answerBy: '1 mai 2031', name: 'Ana Sintetică' });
    expect(valuesFor('recommendation-progressed')).toMatchObject({ step: 'Recomandare acceptată' });
    expect(valuesFor('endpoint-paused', 'en')).toMatchObject({
      pauseReason: 'Ten attempts, within three days, failed.',
    });
  });

  it('are left out where a message has none', () =>
    expect(valuesOf('report-published', { title: 'a', version: '1' }, { language: 'ro', links })).toEqual({
      title: 'a',
      version: '1',
      topics: 'Evenimentul „Dezbatere sintetică”',
    }));
});

describe('links of an example', () => {
  it('act for nobody, whatever they are asked for', () => {
    const somebody = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';
    expect(links.registration(somebody)).toBe(links.registration(sampleId));
    expect(links.doorCode(somebody)).not.toContain(somebody);
    expect(links.petition({ number: '2024-000007', id: somebody })).not.toContain('2024-000007');
  });
});

describe('the lines at the end of a message', () => {
  const content = { subject: 'Nou', paragraphs: [], action: { label: 'a', href: 'https://b' }, notes: ['De ce'] };

  it('are that of the institution, where there is one, and who answers for personal data', () => {
    const privacy = 'Operator: Primăria Exemplu.';
    const whole = withFooter(content, 'Strada Exemplului nr. 8', privacy);
    expect(whole.notes).toEqual(['De ce', 'Strada Exemplului nr. 8', privacy]);
    expect(withFooter(content, undefined, privacy).notes).toEqual(['De ce', privacy]);
  });
});

describe('a test', () => {
  it('says that it is one, in subject and text', () => {
    const content = { subject: 'Nou', paragraphs: ['Unu'], action: { label: 'a', href: 'https://b' }, notes: [] };
    expect(asTest(content, 'ro')).toMatchObject({ subject: '[Probă] Nou', paragraphs: [/mesaj de probă/, 'Unu'] });
    expect(asTest({ ...content, rich: [[{ text: 'One' }]] }, 'en').rich).toHaveLength(2);
  });
});
