import type { Language } from '@ecou/contracts';
import type { ConsentProof } from '../subscriber/subscriber.schemas.js';

type Act = ConsentProof['consents'][number]['act'];
type Channel = ConsentProof['addresses'][number]['channel'];

interface Said {
  readonly title: string;
  readonly subject: string;
  readonly subscriber: string;
  readonly writtenOut: string;
  readonly address: (number: number, channel: string) => string;
  readonly hidden: string;
  readonly confirmed: string;
  readonly unconfirmed: string;
  readonly stopped: string;
  readonly acts: string;
  readonly noActs: string;
  readonly act: Readonly<Record<Act, string>>;
  readonly how: string;
  /** A way that has no words goes by its name. */
  readonly ways: Readonly<Record<string, string>>;
  readonly topics: string;
  readonly ofAddress: string;
  readonly version: string;
  readonly language: string;
  readonly languages: Readonly<Record<Language, string>>;
  readonly reference: string;
  readonly text: string;
  readonly channel: Readonly<Record<Channel, string>>;
  readonly page: (page: number, pages: number) => string;
}

/** Words of the proof of consent around the facts. */
export const words: Readonly<Record<Language, Said>> = {
  ro: {
    title: 'Dovada consimțământului',
    subject: 'Faptele prin care o persoană a cerut, a confirmat și a încheiat primirea de mesaje',
    subscriber: 'Abonat',
    writtenOut: 'Întocmită la',
    address: (number, channel) => `Adresa ${number} (${channel})`,
    hidden: 'nu se arată',
    confirmed: 'confirmată de titular',
    unconfirmed: 'neconfirmată',
    stopped: 'oprită: nu se mai scrie la ea',
    acts: 'Faptele, în ordinea în care au avut loc',
    noActs: 'Nu s-a consemnat niciun fapt.',
    act: {
      asked: 'A cerut să fie informat(ă)',
      confirmed: 'A confirmat',
      ended: 'S-a încheiat',
      'renewal-asked': 'A fost întrebat(ă) dacă este de acord cu un text nou',
      renewed: 'A fost de acord cu un text nou',
      'address-added': 'A fost adăugată o adresă',
      'address-confirmed': 'A confirmat o adresă',
      'address-removed': 'A fost ștearsă o adresă',
    },
    how: 'Cum',
    ways: {
      link: 'prin legătura din mesaj',
      form: 'prin formular',
      questionnaire: 'printr-un chestionar',
      page: 'pe o pagină',
      'one-click': 'cu un clic, din programul de e-mail',
      mail: 'printr-un e-mail',
      staff: 'prin personalul primăriei',
      paper: 'pe hârtie, cu semnătură',
      import: 'dintr-o listă preluată',
      message: 'printr-un mesaj',
      'not-renewed': 'nu a fost de acord cu textul nou până la termen',
      moved: 'adresa a trecut la titularul ei',
    },
    topics: 'Teme',
    ofAddress: 'Adresa',
    version: 'Versiunea textului',
    language: 'Limba textului',
    languages: { ro: 'română', en: 'engleză' },
    reference: 'Cererea',
    text: 'Textul, exact cum a fost arătat:',
    channel: { email: 'e-mail', sms: 'SMS', telegram: 'Telegram', whatsapp: 'WhatsApp', webhook: 'webhook' },
    page: (page, pages) => `pagina ${page} din ${pages}`,
  },
  en: {
    title: 'Proof of consent',
    subject: 'The acts by which a person asked for, confirmed and ended messages',
    subscriber: 'Subscriber',
    writtenOut: 'Written out',
    address: (number, channel) => `Address ${number} (${channel})`,
    hidden: 'not shown',
    confirmed: 'confirmed by its owner',
    unconfirmed: 'not confirmed',
    stopped: 'stopped: nothing goes to it any more',
    acts: 'The acts, in the order in which they happened',
    noActs: 'No act is on record.',
    act: {
      asked: 'Asked to be told',
      confirmed: 'Confirmed it',
      ended: 'Ended',
      'renewal-asked': 'Was asked to agree to a new text',
      renewed: 'Agreed to a new text',
      'address-added': 'An address was added',
      'address-confirmed': 'Confirmed an address',
      'address-removed': 'An address was removed',
    },
    how: 'How',
    ways: {
      link: 'by the link in a message',
      form: 'by a form',
      questionnaire: 'by a questionnaire',
      page: 'on a page',
      'one-click': 'by one click in a mail program',
      mail: 'by a mail',
      staff: 'by staff of the city hall',
      paper: 'on paper, with a signature',
      import: 'out of a list that was taken over',
      message: 'by a message',
      'not-renewed': 'did not agree to the new text in time',
      moved: 'the address went to its owner',
    },
    topics: 'Topics',
    ofAddress: 'Address',
    version: 'Version of the text',
    language: 'Language of the text',
    languages: { ro: 'Romanian', en: 'English' },
    reference: 'Request',
    text: 'The text, exactly as it was shown:',
    channel: { email: 'e-mail', sms: 'SMS', telegram: 'Telegram', whatsapp: 'WhatsApp', webhook: 'webhook' },
    page: (page, pages) => `page ${page} of ${pages}`,
  },
};
