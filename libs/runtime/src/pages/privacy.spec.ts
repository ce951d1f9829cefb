import { describe, expect, it } from '@jest/globals';
import { publisherOf } from '../config/publisher.js';
import { consent, setByMunicipality, type ProcessingActivity } from '../privacy/processing.js';
import { privacyLine } from './notice.js';
import { renderPage, frameTag } from './page.js';
import { privacyPage } from './privacy-page.js';

const activity: ProcessingActivity = {
  name: 'walks',
  title: { ro: 'Plimbări', en: 'Walks' },
  purpose: { ro: 'organizarea plimbării', en: 'organising the walk' },
  bases: [consent],
  people: { ro: 'participanți', en: 'participants' },
  data: [{ what: { ro: 'numele', en: 'name' }, fields: { walk: ['name'] } }],
  recipients: { ro: 'personalul', en: 'staff' },
  retention: setByMunicipality,
  safeguards: { ro: 'niciuna', en: 'none' },
};
const settings = { PORT: 3000, PUBLIC_URL: 'https://ecou.example.ro', ECOU_INSTITUTION: 'Primăria Exemplu' };
const named = publisherOf({
  ...settings,
  ECOU_CONTROLLER: 'Orașul Exemplu, Strada Primăriei 1',
  ECOU_CONTROLLER_CONTACT: 'registratura@example.ro',
  ECOU_DPO: 'Ana <Exemplu>, dpo@example.ro',
});
const unnamed = publisherOf({ ...settings, ECOU_DPO: '  ' });

const form = { lang: 'en', title: 'A form', children: 'words', processing: [activity] } as const;

describe('the notice below a form', () => {
  it('says who answers for the data, why they are asked for, on which ground, how long they stay, and which rights there are', () => {
    const html = renderPage(form, { publisher: named, url: '/form' });
    for (const part of [
      'Orașul Exemplu, Strada Primăriei 1',
      'registratura@example.ro',
      'Ana &lt;Exemplu>, dpo@example.ro',
      'organising the walk',
      'Art. 6 (1) (a) GDPR',
      'until the period ends that the institution sets',
      'ANSPDCP',
      '<a href="/privacy?lang=en">',
    ])
      expect(html).toContain(part);
    expect(html).not.toContain('not stated yet');
  });

  it('says plainly what the settings leave out', () => {
    const html = renderPage(form, { publisher: unnamed, url: '/form' });
    expect(html.split('not stated yet: the institution has to fill it in')).toHaveLength(4);
  });

  it('stands on no page that asks for nothing, which leads to the page of personal data all the same', () => {
    const html = renderPage({ lang: 'ro', title: 'O pagină', children: '' }, { publisher: named, url: '/page' });
    expect(html).not.toContain('<aside');
    expect(html).toContain('<footer><a href="/privacy?lang=ro">Date personale</a></footer>');
  });

  it('makes another page of it, where the settings change', () => {
    expect(frameTag(named)).not.toBe(frameTag(unnamed));
  });
});

describe('the page of personal data', () => {
  it.each([
    ['ro', 'organizarea plimbării', 'art. 13 din Regulamentul (UE) 2016/679', 'Art. 6 (1) (a) RGPD'],
    ['en', 'organising the walk', 'Art. 13 of Regulation (EU) 2016/679', 'Art. 6 (1) (a) GDPR'],
  ] as const)('names every activity, in %s', (lang, purpose, source, basis) => {
    const html = renderPage(privacyPage([activity], lang, named), { publisher: named, url: '/privacy' });
    const periods = `/identity/v1/retention/periods?format=html&amp;lang=${lang}`;
    for (const part of [purpose, source, basis, periods, 'Orașul Exemplu, Strada Primăriei 1', 'dpo@example.ro'])
      expect(html).toContain(part);
  });
});

describe('the line below mails', () => {
  it('names who answers for the data, as far as the settings do, and where the page is', () => {
    expect(privacyLine(named, 'ro')).toBe(
      'Operator: Orașul Exemplu, Strada Primăriei 1. Responsabil cu protecția datelor: Ana <Exemplu>, dpo@example.ro. Date personale: https://ecou.example.ro/privacy?lang=ro',
    );
    expect(privacyLine(unnamed, 'en')).toBe('Personal data: https://ecou.example.ro/privacy?lang=en');
  });
});
