import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { withLinks } from '../../wordings/language/markup.js';
import { leavingNamed } from './leaving.js';
import { template, type Content } from './template.js';
import { line, lines, webAddress } from './variables.js';

/** `note`: the text, with an empty line between paragraphs; `link`: the page that says more. */
const variables = z.object({ title: line, note: lines, campaignId: z.uuid(), link: webAddress });

interface Said {
  readonly hello: string;
  readonly more: string;
  readonly test: string;
  readonly isTest: string;
  readonly whoGetsIt: string;
}

const words: Readonly<Record<Language, Said>> = {
  ro: {
    hello: 'Bună ziua,',
    more: 'Citiți mai mult',
    test: 'TEST',
    isTest: 'Acesta este un mesaj de probă: nu a fost trimis abonaților.',
    whoGetsIt:
      'Primiți acest mesaj pentru că un coleg a cerut proba unei campanii la această adresă. Abonații văd aici pentru ce teme îl primesc și cum pot renunța.',
  },
  en: {
    hello: 'Hello,',
    more: 'Read more',
    test: 'TEST',
    isTest: 'This is a test message: it was not sent to subscribers.',
    whoGetsIt:
      'You get this message because a colleague asked for a test of a campaign at this address. Subscribers see here for which topics they get it, and how to leave.',
  },
};

const linked = (paragraphs: readonly string[]): Pick<Content, 'paragraphs' | 'rich'> => ({
  paragraphs,
  rich: paragraphs.map(withLinks),
});

/** The greeting, the paragraphs and the link of a campaign. */
function bodyOf(language: Language, { title, note, link }: z.output<typeof variables>): Omit<Content, 'notes'> {
  const say = words[language];
  return {
    subject: title,
    ...linked([say.hello, ...note.split(/\n{2,}/)]),
    action: { label: say.more, href: link },
  };
}

/** A campaign, to those who asked for some topics. */
export const campaign = template({
  name: 'campaign',
  version: 1,
  variables,
  content: (language, shown, links) => ({ ...bodyOf(language, shown), notes: leavingNamed(language, links) }),
});

/** The same, for somebody of the staff who tries it out. */
export const campaignTest = template({
  name: 'campaign-test',
  version: 1,
  variables,
  content: (language, shown) => {
    const { subject, paragraphs, ...rest } = bodyOf(language, shown);
    const { test, isTest, whoGetsIt } = words[language];
    return {
      ...rest,
      subject: `[${test}] ${subject}`,
      ...linked([isTest, ...paragraphs]),
      notes: [whoGetsIt],
    };
  },
});
