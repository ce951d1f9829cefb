import type { Language } from '@ecou/contracts';
import { linkPage, type HtmlPage } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';

/** The style of these pages beyond that of all pages of links. */
const style = `
dd { margin: 0 0 .5rem; }
article { border-left: .25rem solid #767676; margin: 0 0 1rem; padding: .1rem .75rem; }
article.office { border-color: #1f4e79; }
article p { white-space: pre-wrap; overflow-wrap: anywhere; }
details { border: 1px solid #767676; border-radius: .25rem; margin: 0 0 .75rem; padding: .5rem .75rem; }
summary { font-weight: 600; cursor: pointer; }
input:not([type=radio]), textarea { font: inherit; display: block; width: 100%; box-sizing: border-box; }
.overdue { color: #9b1c1c; font-weight: 600; }
`;

/** A whole page; `more` says how it is asked for in another language, where that is not done by its address. */
export const page = (
  lang: Language,
  title: string,
  children: ComponentChildren,
  more: Pick<HtmlPage, 'again' | 'at'> = {},
): HtmlPage => linkPage({ lang, title, style, children, ...more });
