import { instant, type Language } from '@ecou/contracts';
import { z } from 'zod';
import { moment } from './moment.js';
import { tellings, words, type RegistrationPurpose } from './registration-words.js';
import { template, type Attachment, type Content, type MessageLinks, type Template } from './template.js';
import { line, webAddress } from './variables.js';

const variables = z.object({
  /** Of the registration, or of the invitation. */
  id: z.uuid(),
  civicEventId: z.uuid(),
  name: line,
  title: line,
  startsAt: instant,
  endsAt: instant,
  timeZone: line,
  place: line.optional(),
  onlineAddress: webAddress.optional(),
  /** End of the time in which they confirm. */
  confirmBy: instant.optional(),
  /** The reason for which it was cancelled, as a name. */
  reason: line.optional(),
  /** The fields that were wrong, by name, and the reason in words. */
  changed: line.optional(),
  correction: line.optional(),
});

/** Since version 2 of a move and a cancellation. */
const explained = variables.extend({
  /** The reason for which the civic event was moved or cancelled, in words. */
  explanation: line.optional(),
  /** The start before it was moved. */
  previousStart: instant.optional(),
});
type Shown = z.output<typeof variables> & Partial<z.output<typeof explained>>;

function actionOf(purpose: RegistrationPurpose, language: Language, id: string, links: MessageLinks) {
  const ro = language === 'ro';
  if (purpose === 'person-invited') {
    return { label: ro ? 'Spuneți dacă veniți' : 'Say whether you come', href: links.invitation(id) };
  }
  if (purpose === 'registration-to-confirm') {
    return { label: ro ? 'Confirm înscrierea' : 'Confirm the registration', href: links.confirmRegistration(id) };
  }
  const label =
    purpose === 'registration-cancelled' ? (ro ? 'Vedeți înscrierea' : 'See the registration') : words[language].page;
  return { label, href: links.registration(id) };
}

function attachmentsOf(
  purpose: RegistrationPurpose,
  language: Language,
  shown: Shown,
  links: MessageLinks,
): Attachment[] {
  const { seat, calendar } = tellings[purpose];
  const { id, civicEventId, title, startsAt, endsAt, place, onlineAddress } = shown;
  const address = links.civicEvent(civicEventId, language);
  const entry = {
    id: civicEventId,
    title,
    startsAt,
    endsAt,
    place: place ?? onlineAddress ?? null,
    address,
    cancelled: purpose === 'registration-cancelled',
  };
  return [
    ...(seat ? [{ kind: 'code', name: words[language].codeName, text: links.doorCode(id) } as const] : []),
    ...(calendar ? [{ kind: 'calendar', entry } as const] : []),
  ];
}

function contentOf(purpose: RegistrationPurpose, language: Language, shown: Shown, links: MessageLinks): Content {
  const telling = tellings[purpose];
  const [say, said] = [words[language], telling[language]];
  const { id, title, startsAt, timeZone, place, onlineAddress, previousStart, explanation } = shown;
  const at = (time: string) => moment(time, timeZone, language);
  const facts = [
    title,
    `${say.when}: ${at(startsAt)}`,
    ...(previousStart === undefined ? [] : [`${say.was}: ${at(previousStart)}`]),
    ...(place === undefined ? [] : [`${say.where}: ${place}`]),
    ...(onlineAddress === undefined ? [] : [`${say.online}: ${onlineAddress}`]),
  ];
  return {
    subject: said.subject(title),
    paragraphs: [
      say.hello,
      [said.lead(shown, at), ...(explanation === undefined ? [] : [`${say.why}: ${explanation}`])].join('\n'),
      facts.join('\n'),
      ...(telling.seat ? [`${say.code}\n${links.doorCode(id)}`] : []),
      ...(telling.calendar && purpose !== 'registration-cancelled' ? [say.calendar] : []),
    ],
    action: actionOf(purpose, language, id, links),
    notes: [purpose === 'person-invited' ? say.invited : say.own, say.secret],
    attachments: attachmentsOf(purpose, language, shown, links),
  };
}

const noticeOf = (purpose: RegistrationPurpose): Template =>
  template({
    name: purpose,
    version: 1,
    variables,
    content: (language, shown, links) => contentOf(purpose, language, shown, links),
  });

/** Says why, and the start that was told before. */
const explainedNoticeOf = (purpose: RegistrationPurpose): Template =>
  template({
    name: purpose,
    version: 2,
    variables: explained,
    content: (language, shown, links) => contentOf(purpose, language, shown, links),
  });

export const registrationNotices = {
  'registration-to-confirm': [noticeOf('registration-to-confirm')],
  'registration-confirmed': [noticeOf('registration-confirmed')],
  'registration-waiting': [noticeOf('registration-waiting')],
  'registration-promoted': [noticeOf('registration-promoted')],
  'registration-rescheduled': [noticeOf('registration-rescheduled'), explainedNoticeOf('registration-rescheduled')],
  'registration-corrected': [noticeOf('registration-corrected')],
  'registration-reminder': [noticeOf('registration-reminder')],
  'registration-repeated': [noticeOf('registration-repeated')],
  'registration-cancelled': [noticeOf('registration-cancelled'), explainedNoticeOf('registration-cancelled')],
  'person-invited': [noticeOf('person-invited')],
} as const satisfies Record<RegistrationPurpose, readonly [Template, ...Template[]]>;
