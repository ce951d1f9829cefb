import type { Language } from '@ecou/contracts';
import type { Content } from '../template.js';

const words: Readonly<Record<Language, { readonly mark: string; readonly notice: string }>> = {
  ro: {
    mark: 'Probă',
    notice: 'Acesta este un mesaj de probă: datele sunt inventate, iar legăturile nu deschid nimic al cuiva.',
  },
  en: { mark: 'Test', notice: 'This is a test message: its data are made up, and its links open nothing of anybody.' },
};

/** The message with lines at its end: that of the institution, where it has one; and who answers for personal data (Art. 13 GDPR). */
export const withFooter = (content: Content, footer: string | undefined, privacy: string): Content => ({
  ...content,
  notes: [...content.notes, ...(footer === undefined ? [] : [footer]), privacy],
});

/** The message, marked as one that only shows how it looks. */
export function asTest(content: Content, language: Language): Content {
  const { mark, notice } = words[language];
  const { rich } = content;
  return {
    ...content,
    subject: `[${mark}] ${content.subject}`,
    paragraphs: [notice, ...content.paragraphs],
    ...(rich && { rich: [[{ text: notice, look: 'emphasis' }], ...rich] }),
  };
}
