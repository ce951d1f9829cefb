import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { template, type Content, type MessageLinks } from './template.js';
import { line, lines } from './variables.js';

const inReplyTo = line.optional();
const reply = z.object({ text: lines, inReplyTo });
const receipt = z.object({ number: line, inReplyTo });

const words = {
  ro: {
    answer: 'Răspuns la mesajul dumneavoastră',
    automatic: 'Am primit mesajul dumneavoastră',
    receipt: (number: string) => `Sesizarea a fost înregistrată: ${number}`,
    number: (number: string) => `Numărul de înregistrare: ${number}`,
    anonymous:
      'Ce ne-ați scris a fost înregistrat ca sesizare anonimă, fiindcă nu spune cine sunteți; legea nu obligă la răspuns (OG 27/2002, art. 7). Pentru o petiție, scrieți-ne și numele dumneavoastră.',
    own: 'Primiți acest mesaj pentru că ne-ați scris.',
    program: 'Acesta este un răspuns automat.',
    form: 'Trimiteți o petiție prin formular',
  },
  en: {
    answer: 'Answer to your message',
    automatic: 'We have your message',
    receipt: (number: string) => `The notice was registered: ${number}`,
    number: (number: string) => `Registration number: ${number}`,
    anonymous:
      'What you wrote was registered as an anonymous notice, since it does not say who you are; by law it needs no answer (Government Ordinance 27/2002, art. 7). For a petition, write us your name, too.',
    own: 'You get this message because you wrote to us.',
    program: 'This is an automatic reply.',
    form: 'Send a petition by the form',
  },
} as const;

interface Said {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly notes: readonly string[];
  readonly inReplyTo: string | undefined;
}

const contentOf = (language: Language, links: MessageLinks, { inReplyTo: answered, ...said }: Said): Content => ({
  ...said,
  action: { label: words[language].form, href: links.petitionForm(language) },
  ...(answered === undefined ? {} : { inReplyTo: answered }),
});

const paragraphsOf = (text: string): readonly string[] => text.split(/\n{2,}/);

const autoReplied = template({
  name: 'conversation-auto-replied',
  version: 1,
  variables: reply,
  content: (language, { text, inReplyTo: answered }, links) => {
    const { automatic: subject, program, own } = words[language];
    return contentOf(language, links, {
      ...{ subject, paragraphs: paragraphsOf(text), notes: [program, own], inReplyTo: answered },
    });
  },
});

const answered = template({
  name: 'conversation-answered',
  version: 1,
  variables: reply,
  content: (language, { text, inReplyTo: message }, links) => {
    const { answer: subject, own } = words[language];
    return contentOf(language, links, { subject, paragraphs: paragraphsOf(text), notes: [own], inReplyTo: message });
  },
});

const noticeRegistered = template({
  name: 'conversation-notice-registered',
  version: 1,
  variables: receipt,
  content: (language, { number, inReplyTo: message }, links) => {
    const say = words[language];
    return contentOf(language, links, {
      subject: say.receipt(number),
      paragraphs: [say.number(number), say.anonymous],
      notes: [say.own],
      inReplyTo: message,
    });
  },
});

export const conversationNotices = {
  'conversation-auto-replied': [autoReplied],
  'conversation-answered': [answered],
  'conversation-notice-registered': [noticeRegistered],
} as const;
