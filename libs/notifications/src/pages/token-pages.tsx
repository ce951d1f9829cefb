import type { Language } from '@ecou/contracts';
import { topicsIn, type Subscriber } from '../subscribers/subscriber/subscriber.decider.js';
import { topicLabel } from '../subscribers/subscriber/topic-label.js';
import { Doing, page, Topics } from './page.js';
import { words } from './words.js';

const ToPreferences = ({ lang, href }: { readonly lang: Language; readonly href: string }) => (
  <p>
    <a href={href}>{words[lang].toPreferences}</a>
  </p>
);

/** Asks whether to confirm these topics, and shows what was agreed to. */
export function askToConfirm(lang: Language, topics: readonly string[], consents: readonly string[]): string {
  const say = words[lang];
  return page(
    lang,
    say.confirmTitle,
    <>
      <p>{say.confirmLead}</p>
      <h2>{say.topics}</h2>
      <Topics topics={topics} lang={lang} />
      <h2>{say.consents}</h2>
      {consents.map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
      <Doing label={say.confirm} />
    </>,
  );
}

export function confirmed(lang: Language, topics: readonly string[], preferences: string): string {
  const say = words[lang];
  return page(
    lang,
    say.confirmed,
    <>
      <p>{say.confirmedLead}</p>
      <Topics topics={topics} lang={lang} />
      <ToPreferences lang={lang} href={preferences} />
    </>,
  );
}

export const nothingToConfirm = (lang: Language): string =>
  page(lang, words[lang].nothingTitle, <p>{words[lang].nothingLead}</p>);

export function askToLeave(lang: Language, topics: readonly string[]): string {
  const say = words[lang];
  return page(
    lang,
    say.leaveTitle,
    <>
      <p>{say.leaveLead}</p>
      <Topics topics={topics} lang={lang} />
      <Doing label={say.leave} />
    </>,
  );
}

export function left(lang: Language, topics: readonly string[], preferences: string): string {
  const say = words[lang];
  return page(
    lang,
    say.left,
    <>
      <p>{say.leftLead}</p>
      <Topics topics={topics} lang={lang} />
      <ToPreferences lang={lang} href={preferences} />
    </>,
  );
}

const languages: readonly (readonly [Language, string])[] = [
  ['ro', 'Română'],
  ['en', 'English'],
];

/** The confirmed topics, each of which can be left, and the language; `saved`: says that a choice was kept. */
export function preferences(subscriber: Subscriber, saved: boolean): string {
  const { language: lang } = subscriber;
  const say = words[lang];
  const topics = topicsIn(subscriber, 'confirmed');
  return page(
    lang,
    say.preferencesTitle,
    <>
      {saved && <p role="status">{say.saved}</p>}
      <p>{topics.length > 0 ? say.preferencesLead : say.noTopics}</p>
      <Doing label={say.save}>
        {topics.length > 0 && (
          <fieldset>
            <legend>{say.topics}</legend>
            {topics.map((topic) => (
              <label key={topic}>
                <input type="checkbox" name={topic} defaultChecked /> {topicLabel(topic, lang)}
              </label>
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend>{say.language}</legend>
          {languages.map(([value, name]) => (
            <label key={value} lang={value}>
              <input type="radio" name="language" value={value} defaultChecked={value === lang} /> {name}
            </label>
          ))}
        </fieldset>
      </Doing>
    </>,
  );
}

/** In both languages, since nothing is known of the reader. */
export const invalidLink = (): string =>
  page(
    'ro',
    'Legătura nu este valabilă',
    <>
      <p>Adresa este incompletă sau greșită. Folosiți legătura întreagă din mesaj.</p>
      <p lang="en">This link is not valid: it is incomplete or wrong. Use the whole link from the message.</p>
    </>,
  );
