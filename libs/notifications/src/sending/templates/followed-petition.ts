import type { Language } from '@ecou/contracts';
import { z } from 'zod';
import { leavingNamed } from './leaving.js';
import { template } from './template.js';
import { line } from './variables.js';

/** The steps of a petition of which whoever follows it is told. */
export const petitionSteps = ['forwarded', 'answered', 'declined', 'closed'] as const;
type Step = (typeof petitionSteps)[number];

interface Said {
  readonly hello: string;
  readonly petition: (number: string) => string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly where: string;
  readonly action: string;
}

const words: Readonly<Record<Language, Said>> = {
  ro: {
    hello: 'Bună ziua,',
    petition: (number) => `Petiția ${number}`,
    steps: {
      forwarded: 'a fost trimisă autorității competente',
      answered: 'a primit răspuns',
      declined: 'a fost respinsă, cu motivare',
      closed: 'a fost închisă',
    },
    where: 'Ce scrie acolo vedeți pe pagina petiției, cu numărul și codul de pe confirmarea de primire.',
    action: 'Vedeți starea petiției',
  },
  en: {
    hello: 'Hello,',
    petition: (number) => `The petition ${number}`,
    steps: {
      forwarded: 'was sent to the competent authority',
      answered: 'was answered',
      declined: 'was declined, with reasons',
      closed: 'was closed',
    },
    where: 'You see what it says on the page of the petition, with the number and the code of the receipt.',
    action: 'See the status of the petition',
  },
};

/** A step of a petition in words, such as `was answered`; `undefined` for none of these. */
export function petitionStepIn(name: string, language: Language): string | undefined {
  const step = petitionSteps.find((each) => each === name);
  return step && words[language].steps[step];
}

/** A step of a petition, without its words: the address is not the one that the petition came with. */
export const followedPetition = template({
  name: 'followed-petition',
  version: 1,
  variables: z.object({ title: line, petitionId: z.uuid(), step: z.enum(petitionSteps) }),
  content: (language, { title, step }, links) => {
    const say = words[language];
    const said = `${say.petition(title)} ${say.steps[step]}`;
    return {
      subject: said,
      paragraphs: [say.hello, `${said}.`, say.where],
      action: { label: say.action, href: links.petitionStatus(language) },
      notes: leavingNamed(language, links),
    };
  },
});
