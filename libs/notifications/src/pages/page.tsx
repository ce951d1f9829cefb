import type { Language } from '@ecou/contracts';
import { linkPage, type HtmlPage } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import type { TopicLabel } from '../subscribers/topic/topic-label.js';

/** Style that these pages need beyond that of all pages of links. */
const style = `
blockquote { margin: .5rem 0; border-left: .25rem solid #1f4e79; padding-left: .75rem; }
fieldset { border: 1px solid #767676; margin: 0 0 1rem; }
`;

/** A whole page; `at`: where it stands in the other language, where that is not its own address. */
export const page = (lang: Language, title: string, children: ComponentChildren, at?: string): HtmlPage =>
  linkPage({ lang, title, style, children, ...(at === undefined ? {} : { at }) });

/** A topic that somebody is told of, with the way to its page. */
export const Topic = ({ label: { text, href } }: { readonly label: TopicLabel }) =>
  href === null ? <>{text}</> : <a href={href}>{text}</a>;

export const Topics = ({ topics }: { readonly topics: readonly TopicLabel[] }) => (
  <ul>
    {topics.map((label) => (
      <li key={label.topic}>
        <Topic label={label} />
      </li>
    ))}
  </ul>
);

interface DoingProps {
  readonly label: string;
  /** The address that it posts to: the page's own by default. */
  readonly action?: string;
  readonly children?: ComponentChildren;
}

/** A form that does what its page speaks of. */
export const Doing = ({ label, action, children }: DoingProps) => (
  <form method="post" {...(action === undefined ? {} : { action })}>
    {children}
    <button type="submit">{label}</button>
  </form>
);
