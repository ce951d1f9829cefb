import { describe, expect, it } from '@jest/globals';
import { noticePurposes } from '../message/message.events.js';
import { Links } from '../../subscribers/links/links.js';
import { renderMessage } from './render.js';
import { allTemplates, latestTemplate, templateOf } from './templates.js';

const links = new Links({ secret: 'a secret of tests only, long enough', publicUrl: 'https://ecou.test' });
const subscriber = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11';
const message = {
  confirm: links.confirm(subscriber, 1),
  confirmAddress: links.address(subscriber, 2),
  renewConsent: links.renewal(subscriber, 2),
  preferences: links.preferences(subscriber),
  unsubscribe: links.unsubscribe(subscriber),
  report: links.report.bind(links),
  recommendation: links.recommendation.bind(links),
  registration: links.registration.bind(links),
  confirmRegistration: links.confirmRegistration.bind(links),
  invitation: links.invitation.bind(links),
  doorCode: links.doorCode.bind(links),
  civicEvent: links.civicEvent.bind(links),
  endpoint: links.endpoint.bind(links),
  facility: links.facility.bind(links),
  petitionStatus: links.petitionStatus.bind(links),
  petitionForm: links.petitionForm.bind(links),
  petition: (of: { number: string; id: string }) => links.petition({ ...of, contact: 'ana@example.org' }),
  topics: ['Seria „Sesiune de consultare”', 'Evenimentul „Sesiune II”'],
};
const sender = { institution: 'Primăria Sectorului 9', mark: 'data:image/png;base64,AA==' };

const civicEvent = {
  id: subscriber,
  civicEventId: subscriber,
  name: 'Ana Sintetică',
  title: 'Sesiune II',
  startsAt: '2031-04-11T09:30:00+03:00',
  endsAt: '2031-04-11T13:00:00+03:00',
  timeZone: 'Europe/Bucharest',
  place: 'Sala Exemplu, Strada Exemplului nr. 8',
};
const petition = { petitionId: subscriber, number: '2031-000001', name: 'Ana Sintetică' };

const campaignVariables = {
  title: 'Buget participativ',
  note: 'Votul a început. Detalii: https://example.org/vot?a=1&b=2.\n\nUrmează <b>două</b> dezbateri.',
  campaignId: subscriber,
  link: 'https://example.org/buget',
};

const variables: Record<string, Record<string, string>> = {
  confirmation: { consent: 'Sunt de acord.' },
  'address-confirmation': { consent: 'Sunt de acord.' },
  'imported-confirmation': { consent: 'Sunt de acord.' },
  'consent-renewal': { consent: 'Sunt de acord cu textul nou.', until: '2031-06-01T09:00:00.000Z' },
  digest: { count: '3' },
  'civic-event-rescheduled': { ...civicEvent, previousStart: '2031-04-10T09:30:00+03:00', note: 'Vreme rea.' },
  'civic-event-cancelled': { ...civicEvent, note: 'Vreme rea.' },
  'report-published': { title: 'Sesiune II', civicEventId: subscriber, version: '1' },
  'deliverable-published': { title: 'Studiu', address: 'https://example.org/a?b=1&c=2', kind: 'study' },
  'recommendation-progressed': { title: 'Bănci în parc', recommendationId: subscriber, step: 'accepted' },
  'registration-to-confirm': { ...civicEvent, confirmBy: '2031-04-01T12:00:00+03:00' },
  'registration-confirmed': { ...civicEvent, onlineAddress: 'https://example.org/sala' },
  'registration-corrected': { ...civicEvent, changed: 'venue, other', correction: 'Sala veche este în renovare.' },
  'registration-rescheduled': {
    ...civicEvent,
    previousStart: '2031-04-10T09:30:00+03:00',
    explanation: 'Sala nu este liberă.',
  },
  'registration-cancelled': { ...civicEvent, reason: 'civic-event-cancelled', explanation: 'Vreme rea.' },
  'petition-acknowledged': { ...petition, answerBy: '2031-05-01', legalAnswerBy: '2031-05-05' },
  'endpoint-paused': {
    ...{ endpointId: subscriber, host: 'gis.example.ro', reason: 'failing', error: 'HTTP 500', position: '41' },
  },
  'verification-due': { facilityId: subscriber, title: 'Biblioteca Șotron', dueOn: '2031-04-11', name: 'Serviciul IT' },
  'conversation-auto-replied': {
    text: 'Am primit mesajul.\n\nWe have your message.',
    inReplyTo: '<1@example.org>',
  },
  'conversation-answered': { text: 'Ghișeul este deschis.\n\nVă așteptăm.' },
  'conversation-notice-registered': { number: '2031-000001' },
  'incentive-began': {
    ...{ title: 'Portal: Reducere 10 %', facilityId: subscriber, lastOn: '2031-03-31' },
    note: 'La plata integrală.',
  },
  campaign: campaignVariables,
  'campaign-test': campaignVariables,
  'followed-petition': { title: petition.number, petitionId: subscriber, step: 'answered' },
  'petition-answered': {
    ...petition,
    text: 'Rândul întâi.\nRândul al doilea.\n\nAl doilea alineat.',
  },
};
const isNotice = (name: string) => noticePurposes.some((known) => known === name);
const variablesOf = (name: string) =>
  variables[name] ?? (name.startsWith('petition-') ? { ...petition, text: 'Motiv.' } : civicEvent);

/** The link that a notice leads to. */
function ownLinkOf(name: string, language: 'ro' | 'en'): string {
  if (name.startsWith('petition-')) return message.petition({ number: petition.number, id: subscriber });
  if (name === 'campaign-test') return campaignVariables.link;
  if (name.startsWith('conversation-')) return message.petitionForm(language);
  if (name === 'endpoint-paused') return message.endpoint(subscriber);
  if (name === 'verification-due') return message.facility(subscriber, language);
  if (name === 'registration-to-confirm') return message.confirmRegistration(subscriber);
  return name === 'person-invited' ? message.invitation(subscriber) : message.registration(subscriber);
}

const each = allTemplates.flatMap((template) => (['ro', 'en'] as const).map((language) => ({ template, language })));

describe('every template', () => {
  it.each(each)('$template.name, version $template.version, in $language', ({ template, language }) => {
    const { name, version } = template;
    const mail = renderMessage(
      { template: { name, version }, language, variables: variablesOf(name) },
      message,
      sender,
    );
    expect(mail.subject).not.toMatch(/undefined|[\r\n]/);
    expect(mail.text).not.toContain('undefined');
    expect(mail.html).toContain(`<html lang="${language}">`);
    const own = ownLinkOf(name, language);
    const asking = {
      confirmation: [message.confirm],
      'imported-confirmation': [message.confirm],
      'address-confirmation': [message.confirmAddress],
      'consent-renewal': [message.renewConsent, message.unsubscribe, message.preferences],
    }[name];
    const expected = isNotice(name) ? [own] : (asking ?? [message.unsubscribe, message.preferences]);
    if (isNotice(name)) expect(mail.text).not.toContain('unsubscribe');
    for (const link of expected) {
      expect(mail.text).toContain(link);
      expect(mail.html).toContain(`href="${link.replaceAll('&', '&amp;')}"`);
    }
    const { subject, text, html } = mail;
    expect({ subject, text, html }).toMatchSnapshot();
  });
});

const render = (name: string, values: Record<string, string>, version = 1) =>
  renderMessage({ template: { name, version }, language: 'ro', variables: values }, message, sender);

describe('a variable', () => {
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

describe('every mail', () => {
  it('names the institution that writes, and shows its mark, which is a part of the mail', () => {
    const { text, html } = render('petition-answered', { ...petition, text: 'Da.' });
    expect(text.startsWith('Primăria Sectorului 9\n\n')).toBe(true);
    expect(html).toContain('src="cid:mark@ecou"');
    expect(html).toContain('Primăria Sectorului 9');
  });

  it('names the institution only where mail programs would not show its mark', () => {
    const wording = {
      template: { name: 'confirmation', version: 2 },
      language: 'ro',
      variables: { consent: 'Da.' },
    } as const;
    const { html } = renderMessage(wording, message, { ...sender, mark: 'data:image/svg+xml;base64,AA==' });
    expect(html).toContain('Primăria Sectorului 9');
    expect(html).not.toContain('<img');
  });
});

describe('news', () => {
  it('of a recommendation that was declined says why, and of what somebody asked to hear', () => {
    const declined = {
      title: 'Bănci',
      recommendationId: subscriber,
      step: 'declined',
      note: 'Parcul se reface în 2032.',
    };
    const { text } = render('recommendation-progressed', declined, 2);
    expect(text).toContain('Recomandare respinsă: „Bănci”\n\nParcul se reface în 2032.');
    expect(text).toContain('despre: Seria „Sesiune de consultare”; Evenimentul „Sesiune II”.');
  });

  it('of a recommendation that was reopened calls it so', () => {
    const reopened = { title: 'Bănci', recommendationId: subscriber, step: 'reopened' };
    expect(render('recommendation-progressed', reopened, 2).subject).toBe('Recomandare redeschisă: Bănci');
  });

  it('of a report says what changed since the version before', () => {
    const second = { title: 'Sesiune II', civicEventId: subscriber, version: '2', note: 'Prezența a fost corectată.' };
    expect(render('report-published', second, 2).text).toContain('Ce s-a schimbat: Prezența a fost corectată.');
  });
});

describe('a text of several lines', () => {
  it('keeps them, and nothing that hides in it', () => {
    const text = 'Unu\r\nDoi\u2028Trei\u202e\u0000\n\n<b>Patru</b>';
    const { text: plain, html } = render('petition-answered', { ...petition, text });
    expect(plain).toContain('Unu\nDoi\nTrei\n\n<b>Patru</b>');
    expect(html).toContain('pre-line');
    expect(html).toContain('&lt;b>Patru&lt;/b>');
  });
});

describe('an answer', () => {
  it('names the law that it rests on', () => {
    const { text } = render('petition-answered', { ...petition, text: 'Da.', legalBasis: 'OUG 57/2019, art. 129' });
    expect(text).toContain('Da.\n\nTemei legal: OUG 57/2019, art. 129\n');
  });
});

describe('what goes with a notice', () => {
  it('is the code for the door and the event for a calendar, where there is a seat', () => {
    const { text, attachments } = render('registration-confirmed', civicEvent);
    expect(text).toContain(message.doorCode(subscriber));
    expect(attachments).toMatchObject([
      { kind: 'code', text: message.doorCode(subscriber) },
      { kind: 'calendar', entry: { id: subscriber, title: 'Sesiune II', cancelled: false } },
    ]);
  });

  it('is no code where there is none', () => {
    const { text, attachments } = render('registration-waiting', civicEvent);
    expect(text).not.toContain(message.doorCode(subscriber));
    expect(attachments).toEqual([]);
  });
});

describe('a move and a cancellation', () => {
  const textOf = (name: string, version: number, language: 'ro' | 'en') =>
    renderMessage({ template: { name, version }, language, variables: variablesOf(name) }, message, sender).text;

  it('say why, and when it was', () => {
    const [ro, en] = (['ro', 'en'] as const).map((language) => textOf('registration-rescheduled', 2, language));
    expect(ro).toContain('De ce: Sala nu este liberă.');
    expect(ro).toMatch(/\nEra: joi, 10 aprilie 2031.*09:30/);
    expect(en).toContain('Why: Sala nu este liberă.');
    expect(en).toMatch(/\nWas: Thursday.* 10 April 2031.*09:30/);
    expect(textOf('registration-cancelled', 2, 'ro')).toContain('De ce: Vreme rea.');
  });

  it('say neither in the version before', () =>
    expect(textOf('registration-rescheduled', 1, 'ro')).not.toMatch(/De ce|Era:/));
});

describe('versions', () => {
  it('stay', () => {
    expect(() => templateOf('report-published', 99)).toThrow('There is no version 99');
    expect(latestTemplate('confirmation').name).toBe('confirmation');
  });
});
