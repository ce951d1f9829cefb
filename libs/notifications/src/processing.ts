import {
  archivesLaw,
  consent,
  publicTask,
  setByMunicipality,
  type FactOfThing,
  type ProcessingActivity,
} from '@ecou/runtime/privacy';

const topicsOf = ({ data }: FactOfThing): readonly string[] => data['topics'] as readonly string[];

/** True where nobody gets anything any more: each topic that was confirmed has been ended. */
function subscriberHasLeft(facts: readonly FactOfThing[]): boolean {
  const topics = new Set<string>();
  for (const fact of facts) {
    if (fact.type === 'SubscriptionConfirmed') for (const topic of topicsOf(fact)) topics.add(topic);
    if (fact.type === 'SubscriptionEnded') for (const topic of topicsOf(fact)) topics.delete(topic);
  }
  return topics.size === 0;
}

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'subscription',
    title: { ro: 'Abonarea la noutăți', en: 'Subscriptions to news' },
    purpose: {
      ro: 'trimiterea noutăților cerute, pe canalul ales',
      en: 'sending the news that were asked for, by the channel that was chosen',
    },
    bases: [consent],
    people: { ro: 'abonați', en: 'subscribers' },
    data: [
      {
        what: { ro: 'adresa pe canalul ales', en: 'the address on the chosen channel' },
        fields: { subscriber: ['address'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul canalului ales (poștă electronică, SMS, Telegram, WhatsApp)',
      en: 'authorised staff; the provider of the chosen channel (mail, text messages, Telegram, WhatsApp)',
    },
    readBy: 'notifications:write',
    retention: {
      ro: 'până la retragerea consimțământului; dovada consimțământului, până la termenul pe care îl stabilește instituția',
      en: 'until consent is withdrawn; the proof of consent until the period ends that the institution sets',
    },
    period: {
      days: 1096,
      since: {
        ro: 'ultimul fapt al abonatului, după ce nu mai primește nimic sau nu a confirmat',
        en: 'the last fact of the subscriber, once they get nothing any more, or never confirmed',
      },
      source: {
        ro: 'Codul civil, art. 2517: termenul general de prescripție de trei ani, pentru dovada consimțământului',
        en: 'Civil Code, art. 2517: the general limitation period of three years, for the proof of consent',
      },
      things: { subscriber: { by: subscriberHasLeft } },
    },
    safeguards: {
      ro: 'nimic nu pleacă înainte de confirmarea adresei; fiecare mesaj are o legătură de dezabonare',
      en: 'nothing goes out before the address is confirmed; each message has a link to leave',
    },
  },
  {
    name: 'messages',
    title: { ro: 'Mesajele trimise', en: 'Messages that are sent' },
    purpose: {
      ro: 'trimiterea mesajelor cerute de celelalte activități, o singură dată, și urmărirea celor care nu ajung',
      en: 'sending, once, what the other activities ask to be sent, and following up what does not arrive',
    },
    bases: [consent, publicTask],
    people: { ro: 'toți cei cărora li se scrie', en: 'everybody who is written to' },
    data: [
      {
        what: { ro: 'adresa', en: 'address' },
        fields: { message: ['recipient.address'], announcement: ['promised.address'] },
      },
      {
        what: {
          ro: 'cuvintele mesajului care aparțin persoanei',
          en: 'words of the message that belong to the person',
        },
        fields: { message: ['recipient.words{}'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul canalului',
      en: 'authorised staff; the provider of the channel',
    },
    readBy: 'notifications:write',
    retention: setByMunicipality,
    period: {
      days: 365,
      since: {
        ro: 'ultimul fapt al mesajului, după ce a fost trimis, reținut sau nu a ajuns',
        en: 'the last fact of the message, once it was sent, withheld or did not arrive',
      },
      source: null,
      things: {
        message: {
          by: [
            ...['MessageSent', 'SendingFailed', 'MessageBounced', 'RecipientComplained'],
            ...['MessageSettled', 'MessageWithheld', 'MessageFellBack'],
          ],
          goesOnBy: ['SendingStarted', 'MessageRequeued', 'ResendOrdered'],
        },
        announcement: { by: ['AnnouncementCompleted', 'AnnouncementCancelled'], goesOnBy: ['AnnouncementResumed'] },
      },
    },
    safeguards: { ro: 'adresa se citește abia la trimitere', en: 'the address is read only when the message is sent' },
  },
  {
    name: 'inbox',
    title: { ro: 'Mesajele primite', en: 'Messages that people write' },
    purpose: {
      ro: 'răspunsul la mesaje și înregistrarea lor ca petiții, la cerere',
      en: 'replying to messages, and registering them as petitions where asked to',
    },
    bases: [publicTask],
    people: { ro: 'persoane care scriu instituției', en: 'people who write to the institution' },
    data: [
      {
        what: { ro: 'numele și adresa', en: 'name and address' },
        fields: {
          conversation: ['address', 'to', 'contact', 'name', 'receipt.to'],
          'ecou.notifications.petition-requested.v1': ['contact', 'name'],
        },
      },
      {
        what: { ro: 'textul mesajelor', en: 'text of the messages' },
        fields: { conversation: ['text'], 'ecou.notifications.petition-requested.v1': ['text'] },
      },
      {
        what: { ro: 'numărul mesajului la furnizor', en: "the provider's id of a message" },
        fields: { conversation: ['reference', 'inReplyTo', 'receipt.inReplyTo'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul canalului',
      en: 'authorised staff; the provider of the channel',
    },
    readBy: 'inbox:handle',
    retention: setByMunicipality,
    period: {
      days: 365,
      since: { ro: 'ultimul fapt al conversației închise', en: 'the last fact of a conversation that was closed' },
      source: archivesLaw,
      things: {
        conversation: { by: ['ConversationClosed'], goesOnBy: ['ConversationReopened', 'MessageReceived'] },
      },
    },
    safeguards: {
      ro: 'mesajele semnate de furnizor se verifică înainte de a fi primite',
      en: 'messages that a provider signs are checked before they are taken',
    },
  },
];

/** Those with these names, for the notice of a form. */
export const activitiesNamed = (...names: readonly string[]): readonly ProcessingActivity[] =>
  processing.filter(({ name }) => names.includes(name));
