import { inLanguage, type Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { PeriodItem } from './retention.schemas.js';

const ro = {
  title: 'Cât timp se păstrează datele personale',
  lead: 'Regulile în vigoare acum, pe activități. Unde nu este nicio regulă, datele se păstrează până când cineva cere ștergerea lor.',
  activity: 'Activitatea',
  inForce: 'Regula în vigoare',
  next: 'Regula care urmează',
  days: (days: string) => `se șterg după ${days}`,
  counted: (days: string, since: string) => `se șterg după ${days} de la: ${since}`,
  none: 'nicio regulă: se păstrează',
  nothing: 'niciuna',
  from: (rule: string, day: string) => `din ${day}: ${rule}`,
  back: 'Toate despre datele personale',
};

const en: typeof ro = {
  title: 'How long personal data are kept',
  lead: 'The rules in force now, by activity. Where there is none, data are kept until somebody asks for their erasure.',
  activity: 'Activity',
  inForce: 'Rule in force',
  next: 'Rule that follows',
  days: (days) => `erased after ${days}`,
  counted: (days, since) => `erased ${days} after: ${since}`,
  none: 'no rule: they are kept',
  nothing: 'none',
  from: (rule, day) => `from ${day}: ${rule}`,
  back: 'All about personal data',
};

const words: Readonly<Record<Language, typeof ro>> = { ro, en };

const daysIn = (days: number, lang: Language): string =>
  new Intl.NumberFormat(lang, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);

const dateIn = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'Europe/Bucharest' }).format(new Date(time));

function ruleIn(days: number, { since }: PeriodItem, lang: Language): string {
  const said = words[lang];
  return since === null ? said.days(daysIn(days, lang)) : said.counted(daysIn(days, lang), inLanguage(since, lang));
}

/** The page of the periods after which values of people go by themselves. */
export function periodsPage(items: readonly PeriodItem[], lang: Language): HtmlPage {
  const said = words[lang];
  return {
    lang,
    title: said.title,
    children: (
      <main>
        <h1>{said.title}</h1>
        <p>{said.lead}</p>
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">{said.activity}</th>
              <th scope="col">{said.inForce}</th>
              <th scope="col">{said.next}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.activity}>
                <th scope="row">{inLanguage(item.title, lang)}</th>
                <td>{item.inForce ? ruleIn(item.inForce.days, item, lang) : said.none}</td>
                <td>
                  {item.next
                    ? said.from(ruleIn(item.next.days, item, lang), dateIn(item.next.takesEffectAt, lang))
                    : said.nothing}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <a href={`/privacy?lang=${lang}`}>{said.back}</a>
        </p>
      </main>
    ),
  };
}
