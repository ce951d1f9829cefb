import type { Language } from '@ecou/contracts';
import type { ChatConsent } from '../subscribers/subscriber/chat-consents.js';

/** The way to a chat of Telegram as an address. */
export interface ShownTelegram {
  /** Opens the bot. */
  readonly href: string;
  /** The text that whoever starts it agrees to. */
  readonly consent: ChatConsent;
}

const ro = {
  title: 'Mesaje pe Telegram',
  lead: 'Deschideți conversația cu robotul nostru și apăsați Start. Prin aceasta sunteți de acord cu textul următor:',
  open: 'Deschid conversația pe Telegram',
};

const en: typeof ro = {
  title: 'Messages on Telegram',
  lead: 'Open the chat with our bot and press Start. By that you agree to the following text:',
  open: 'Open the chat on Telegram',
};

const words: Readonly<Record<Language, typeof ro>> = { ro, en };

/** Says how to be told on Telegram; nothing where the deployment has no bot. */
export const Telegram = ({ lang, shown }: { readonly lang: Language; readonly shown: ShownTelegram | null }) => {
  if (!shown) return null;
  const say = words[lang];
  return (
    <>
      <h2>{say.title}</h2>
      <p>{say.lead}</p>
      <blockquote>{shown.consent.text}</blockquote>
      <p>
        <a href={shown.href} rel="noreferrer">
          {say.open}
        </a>
      </p>
    </>
  );
};
