import type { Language } from '@ecou/contracts';

type Text = Readonly<Record<Language, string>>;

/** Each version, from 1, of the text that people agree to by starting a chat; a text that was shown never changes. */
const texts: readonly [Text, ...Text[]] = [
  {
    ro: 'Sunt de acord ca primăria să îmi scrie pe Telegram despre temele alese și să păstreze, în acest scop, numărul conversației. Pot renunța oricând, din orice mesaj.',
    en: 'I agree that the city hall writes to me on Telegram about the topics that I chose, and keeps the number of the chat for that. I can leave at any time, from any message.',
  },
];

const languages = ['ro', 'en'] as const;

/** A text as it was shown. */
export interface ChatConsent {
  readonly text: string;
  readonly language: Language;
  /** Names version and language in a link, from 0. */
  readonly code: number;
}

/** The text to be shown now. */
export const chatConsent = (language: Language): ChatConsent =>
  consentAt(texts.length - 1, language, texts.at(-1) ?? texts[0]);

/** The text that a link names; `undefined` for one that never was. */
export function chatConsentOf(code: number): ChatConsent | undefined {
  const [index, language] = [Math.floor(code / languages.length), languages[code % languages.length]];
  const text = texts[index];
  return text && language && consentAt(index, language, text);
}

const consentAt = (index: number, language: Language, text: Text): ChatConsent => ({
  text: text[language],
  language,
  code: index * languages.length + languages.indexOf(language),
});
