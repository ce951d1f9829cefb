import { z } from 'zod';
import { leavingNamed } from './leaving.js';
import { dayIn } from './moment.js';
import { template } from './template.js';
import { line, lines } from './variables.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const words = {
  ro: {
    hello: (name?: string) => (name === undefined ? 'Bună ziua,' : `Bună ziua, ${name},`),
    due: (title: string) => `De verificat pe hartă: ${title}`,
    dueOn: (title: string, on: string) => `Datele despre „${title}” trebuie verificate din nou; termenul este ${on}.`,
    never: 'Nu le-a verificat nimeni până acum.',
    check:
      'Vă rugăm să vă încredințați că sunt corecte și să înregistrați verificarea sau să corectați ce s-a schimbat.',
    see: 'Vedeți ce scrie pe hartă',
    own: 'Primiți acest mesaj pentru că adresa dumneavoastră este cea a structurii care răspunde de aceste date. O singură dată la fiecare termen.',
    began: (title: string) => `Stimulent nou: ${title}`,
    until: (on: string) => `Este valabil până la ${on} inclusiv.`,
    open: 'Vedeți pe hartă',
  },
  en: {
    hello: (name?: string) => (name === undefined ? 'Hello,' : `Hello, ${name},`),
    due: (title: string) => `To be verified on the map: ${title}`,
    dueOn: (title: string, on: string) =>
      `What the map says of “${title}” is to be verified again; it is due on ${on}.`,
    never: 'Nobody has verified it yet.',
    check: 'Please make sure that it is right, and put that on record, or correct what has changed.',
    see: 'See what the map says',
    own: 'You get this message because your address is that of whoever answers for it. It comes once for each due day.',
    began: (title: string) => `New incentive: ${title}`,
    until: (on: string) => `It holds until ${on}, that day included.`,
    open: 'See it on the map',
  },
} as const;

const verificationDue = template({
  name: 'verification-due',
  version: 1,
  variables: z.object({
    facilityId: z.uuid(),
    title: line,
    dueOn: day,
    verifiedAt: z.string().optional(),
    name: line.optional(),
  }),
  content: (language, { facilityId, title, dueOn, verifiedAt, name }, links) => {
    const say = words[language];
    return {
      subject: say.due(title),
      paragraphs: [
        say.hello(name),
        say.dueOn(title, dayIn(dueOn, language)),
        ...(verifiedAt === undefined ? [say.never] : []),
        say.check,
      ],
      action: { label: say.see, href: links.facility(facilityId, language) },
      notes: [say.own],
    };
  },
});

export const incentiveBegan = template({
  name: 'incentive-began',
  version: 1,
  variables: z.object({ title: line, facilityId: z.uuid(), lastOn: day.optional(), note: lines.optional() }),
  content: (language, { title, facilityId, lastOn, note }, links) => {
    const say = words[language];
    return {
      subject: say.began(title),
      paragraphs: [
        say.hello(),
        say.began(title),
        ...(note === undefined ? [] : [note]),
        ...(lastOn === undefined ? [] : [say.until(dayIn(lastOn, language))]),
      ],
      action: { label: say.open, href: links.facility(facilityId, language) },
      notes: leavingNamed(language, links),
    };
  },
});

export const facilityNotices = { 'verification-due': [verificationDue] } as const;
