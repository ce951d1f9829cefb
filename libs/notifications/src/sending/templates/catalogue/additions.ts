import type { Language } from '@ecou/contracts';
import type { Content } from '../template.js';

const words: Readonly<Record<Language, { readonly mark: string; readonly notice: string }>> = {
  ro: {
    mark: 'Probă',
    notice: 'Acesta este un mesaj de probă: datele sunt inventate, iar legăturile nu deschid nimic al cuiva.',
  },
  en: { mark: 'Test', notice: 'This is a test message: its data are made up, and its links open nothing of anybody.' },
};

/** The message with the line of the institution at its end, where it has one. */
export const withFooter = (content: Content, footer: string | undefined): Content =>
  footer === undefined ? content : { ...content, notes: [...content.notes, footer] };

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
