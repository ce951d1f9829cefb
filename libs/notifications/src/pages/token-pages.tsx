import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { TopicLabel } from '../subscribers/topic/topic-label.js';
import { Doing, page, Topics } from './page.js';
import { words } from './words.js';

const ToPreferences = ({ lang, href }: { readonly lang: Language; readonly href: string }) => (
  <p>
    <a href={href}>{words[lang].toPreferences}</a>
  </p>
);

/** Asks whether to confirm these topics, and shows what was agreed to. */
export function askToConfirm(lang: Language, topics: readonly TopicLabel[], consents: readonly string[]): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.confirmTitle,
    <>
      <p>{say.confirmLead}</p>
      <h2>{say.topics}</h2>
      <Topics topics={topics} />
      <h2>{say.consents}</h2>
      {consents.map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
      <Doing label={say.confirm} />
    </>,
  );
}

/** Asks whether somebody agrees to a newer text for these topics. */
export function askToRenew(lang: Language, topics: readonly TopicLabel[], consent: string): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.renewTitle,
    <>
      <p>{say.renewLead}</p>
      <h2>{say.topics}</h2>
      <Topics topics={topics} />
      <h2>{say.consents}</h2>
      <blockquote>{consent}</blockquote>
      <Doing label={say.renew} />
    </>,
  );
}

export function confirmed(lang: Language, topics: readonly TopicLabel[], preferences: string): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.confirmed,
    <>
      <p>{say.confirmedLead}</p>
      <Topics topics={topics} />
      <ToPreferences lang={lang} href={preferences} />
    </>,
  );
}

export const nothingToConfirm = (lang: Language): HtmlPage =>
  page(lang, words[lang].nothingTitle, <p>{words[lang].nothingLead}</p>);

export function askToLeave(lang: Language, topics: readonly TopicLabel[]): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.leaveTitle,
    <>
      <p>{say.leaveLead}</p>
      <Topics topics={topics} />
      <Doing label={say.leave} />
    </>,
  );
}

export function left(lang: Language, topics: readonly TopicLabel[], preferences: string): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.left,
    <>
      <p>{say.leftLead}</p>
      <Topics topics={topics} />
      <ToPreferences lang={lang} href={preferences} />
    </>,
  );
}

export const invalidLink = (lang: Language): HtmlPage =>
  page(lang, words[lang].invalid, <p>{words[lang].invalidLead}</p>);
