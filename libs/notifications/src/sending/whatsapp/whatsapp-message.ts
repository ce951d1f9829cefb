import type { Outgoing } from '../channel.js';
import { chatTextOf } from '../provider/chat-text.js';
import { subjectsOf } from '../provider/short-text.js';
import type { Sender } from '../templates/render.js';
import type { CloudMessage } from './cloud-api.js';
import type { WhatsAppTemplates } from './whatsapp.settings.js';

/** Characters of a free text. */
const mostCharacters = 4_096;

type From = Pick<Sender, 'institution'>;

/** The whole message, as a free text. */
export const freeTextOf = (outgoing: Outgoing, sender: From): CloudMessage['content'] => ({
  type: 'text',
  text: { body: chatTextOf(outgoing, sender, mostCharacters).text, preview_url: false },
});

/** A word of a template has no line breaks, tabs, or more than four spaces in a row. */
const word = (text: string) => ({ type: 'text', text: text.replaceAll(/\s+/g, ' ').trim() }) as const;

/** The message in the words of an approved template: who writes, what it is about, where to read on, and how to stop it. */
export function templateOf(
  { content, language, unsubscribe }: Outgoing,
  { institution }: From,
  { news, notice }: WhatsAppTemplates,
): CloudMessage['content'] {
  const leave = unsubscribe === null ? [] : [unsubscribe];
  const words = [institution, subjectsOf(content), content.action.href, ...leave];
  return {
    type: 'template',
    template: {
      name: unsubscribe === null ? notice : news,
      language: { code: language },
      components: [{ type: 'body', parameters: words.map(word) }],
    },
  };
}
