import type { Language } from '@ecou/contracts';

/** The end of a start of the bot by a link. */
export type Started = 'confirmed' | 'in-use' | 'refused' | 'invalid';

const ro: Readonly<Record<Started, string>> = {
  confirmed:
    'Conversația a fost confirmată: de acum vă putem scrie și aici. Pe pagina cu preferințe alegeți ordinea adreselor.',
  'in-use':
    'În această conversație primiți deja noutăți printr-un alt abonament. Renunțați mai întâi la tot acolo, apoi deschideți din nou legătura.',
  refused: 'Conversația nu a putut fi adăugată: aveți prea multe adrese, sau ați adăugat prea multe astăzi.',
  invalid: 'Legătura nu este valabilă. Folosiți legătura de pe pagina cu preferințe, din orice mesaj al nostru.',
};

const en: typeof ro = {
  confirmed:
    'The chat is confirmed: from now on we can write to you here too. Choose the order of your addresses on the page of preferences.',
  'in-use':
    'You already get news in this chat by another subscription. Leave everything there first, then open the link again.',
  refused: 'The chat could not be added: you have too many addresses, or added too many today.',
  invalid: 'This link is not valid. Use the one on the page of preferences, which is in each of our messages.',
};

/** The answer in the chat. */
export const words: Readonly<Record<Language, Readonly<Record<Started, string>>>> = { ro, en };
