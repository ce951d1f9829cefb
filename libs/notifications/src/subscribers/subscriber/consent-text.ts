import type { Language } from '@ecou/contracts';

/** Texts that people agree to when they ask by themselves. A text is never changed: it gets a new version, and old ones stay. */
const versions: readonly Readonly<Record<Language, string>>[] = [
  {
    ro: 'Sunt de acord ca primăria să îmi păstreze adresa de e-mail și să îmi scrie despre temele alese. Pot renunța oricând, printr-un singur clic, din orice mesaj.',
    en: 'I agree that the city hall keeps my e-mail address and writes to me about the topics that I chose. I can leave at any time, with one click, from any message.',
  },
];

export const currentConsentVersion = versions.length;

/** The text as it was shown; `undefined` for a version that never was. */
export const consentText = (version: number, language: Language): string | undefined =>
  versions[version - 1]?.[language];
