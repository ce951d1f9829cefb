import type { LocalizedText } from '@ecou/contracts';

/** The rest of a title, with the mark that words were taken out of it. */
export const marked = ({ ro, en }: LocalizedText): LocalizedText => ({
  ro: `${ro} [redactat]`,
  ...(en === undefined ? {} : { en: `${en} [redacted]` }),
});
