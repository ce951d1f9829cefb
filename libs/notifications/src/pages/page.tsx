import type { Language } from '@ecou/contracts';
import { linkPage } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import { topicLabel } from '../subscribers/subscriber/topic-label.js';
import { words } from './words.js';

/** Style that these pages need beyond that of all pages of links. */
const style = `
blockquote { margin: .5rem 0; border-left: .25rem solid #1f4e79; padding-left: .75rem; }
fieldset { border: 1px solid #767676; margin: 0 0 1rem; }
`;

/** A whole page. */
export const page = (lang: Language, title: string, children: ComponentChildren): string =>
  linkPage({ lang, title, organisation: words[lang].organisation, style, children });

export const Topics = ({ topics, lang }: { readonly topics: readonly string[]; readonly lang: Language }) => (
  <ul>
    {topics.map((topic) => (
      <li key={topic}>{topicLabel(topic, lang)}</li>
    ))}
  </ul>
);

/** A form that does what its page speaks of: it goes to the page's own address. */
export const Doing = ({ label, children }: { readonly label: string; readonly children?: ComponentChildren }) => (
  <form method="post">
    {children}
    <button type="submit">{label}</button>
  </form>
);
