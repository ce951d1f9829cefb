import type { Language } from '../types.js';

/** Path of the page on which somebody asks to be told of a topic, such as `civic-event:<id>`. */
export const subscriptionFormPath = (topic: string, lang: Language): string =>
  `/notifications/v1/subscription-form?${new URLSearchParams({ topic, lang }).toString()}`;
