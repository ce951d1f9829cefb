import { instant, type Language } from '@ecou/contracts';
import { z } from 'zod';
import { leavingNamed } from './leaving.js';
import { moment } from './moment.js';
import { template, type Template } from './template.js';
import { line, lines, webAddress } from './variables.js';

const variables = z.object({
  civicEventId: z.uuid(),
  title: line,
  startsAt: instant,
  endsAt: instant,
  timeZone: line,
  previousStart: instant.optional(),
  place: line.optional(),
  onlineAddress: webAddress.optional(),
  note: lines.optional(),
});

type NewsPurpose = 'civic-event-published' | 'civic-event-rescheduled' | 'civic-event-cancelled';

const words = {
  ro: {
    hello: 'Bună ziua,',
    quote: (title: string) => `„${title}”`,
    when: 'Când',
    was: 'Era anunțat pentru',
    where: 'Unde',
    online: 'Online',
    why: 'De ce',
    action: 'Vedeți pagina evenimentului',
  },
  en: {
    hello: 'Hello,',
    quote: (title: string) => `“${title}”`,
    when: 'When',
    was: 'It had been announced for',
    where: 'Where',
    online: 'Online',
    why: 'Why',
    action: 'See the page of the event',
  },
} as const;

const said: Readonly<Record<NewsPurpose, Readonly<Record<Language, readonly [subject: string, lead: string]>>>> = {
  'civic-event-published': {
    ro: ['Eveniment nou', 'Primăria vă invită la'],
    en: ['New event', 'The city hall invites you to'],
  },
  'civic-event-rescheduled': {
    ro: ['S-a mutat', 'Are loc la altă dată sau oră:'],
    en: ['Moved', 'It takes place at another time:'],
  },
  'civic-event-cancelled': {
    ro: ['S-a anulat', 'Nu mai are loc:'],
    en: ['Cancelled', 'It does not take place:'],
  },
};

const newsOf = (purpose: NewsPurpose): Template =>
  template({
    name: purpose,
    version: 1,
    variables,
    content: (language, shown, links) => {
      const { civicEventId, title, startsAt, timeZone, previousStart, place, onlineAddress, note } = shown;
      const [say, [subject, lead]] = [words[language], said[purpose][language]];
      const at = (time: string) => moment(time, timeZone, language);
      const facts = [
        `${say.when}: ${at(startsAt)}`,
        ...(previousStart === undefined ? [] : [`${say.was}: ${at(previousStart)}`]),
        ...(place === undefined ? [] : [`${say.where}: ${place}`]),
        ...(onlineAddress === undefined ? [] : [`${say.online}: ${onlineAddress}`]),
        ...(note === undefined ? [] : [`${say.why}: ${note}`]),
      ];
      return {
        subject: `${subject}: ${title}`,
        paragraphs: [say.hello, `${lead} ${say.quote(title)}`, facts.join('\n')],
        action: { label: say.action, href: links.civicEvent(civicEventId, language) },
        notes: leavingNamed(language, links),
      };
    },
  });

/** News of a civic event, for those who asked for it, its series or its programme. */
export const civicEventNews = {
  'civic-event-published': [newsOf('civic-event-published')],
  'civic-event-rescheduled': [newsOf('civic-event-rescheduled')],
  'civic-event-cancelled': [newsOf('civic-event-cancelled')],
} as const satisfies Record<NewsPurpose, readonly [Template, ...Template[]]>;
