import { searchText } from '@ecou/event-sourcing';
import type { InboxChannel } from './kinds.js';
import type { ReplyRule, ReplyRules } from './reply-rules.events.js';

/** A message, as the rules look at it. */
export interface Considered {
  readonly channel: InboxChannel;
  readonly text: string;
  /** `null`: no office hours were set, or they cannot tell. */
  readonly inOfficeHours: boolean | null;
}

/** Words only, each with a space before and behind. */
const wordsIn = (text: string): string =>
  ` ${searchText(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const holds = (words: string, { keywords }: Pick<ReplyRule, 'keywords'>): boolean =>
  keywords.some((keyword) => words.includes(wordsIn(keyword)));

/** The first rule by keyword that fits, else the first by hours; `undefined` for a message that nothing replies to. */
export function chosenRule({ rules }: Pick<ReplyRules, 'rules'>, message: Considered): ReplyRule | undefined {
  const { channel, inOfficeHours } = message;
  const words = wordsIn(message.text);
  const active = rules.filter(
    ({ status, channels }) => status === 'active' && (channels.length === 0 || channels.includes(channel)),
  );
  const byHours = inOfficeHours === null ? undefined : inOfficeHours ? 'in-hours' : 'out-of-hours';
  return (
    active.find((rule) => rule.when === 'keyword' && holds(words, rule)) ?? active.find(({ when }) => when === byHours)
  );
}

/** The text of a message that begins with a keyword, without that. */
export interface AskedByKeyword {
  /** As a line of the message says it; `null`: none does. */
  readonly name: string | null;
  readonly text: string;
}

/** A line that says who asks: `Nume: Ana Exemplu`, `Name: …`. */
const nameLine = /^\s*(?:nume|numele|name)\s*:\s*(\S.*?)\s*$/imu;
const mostName = 200;

/** The petition that a message asks for by its first words; `undefined` where it asks for none, or says nothing else. */
export function askedByKeyword({ petition }: Pick<ReplyRules, 'petition'>, text: string): AskedByKeyword | undefined {
  const [first = ''] = text.trim().split(/[\s:,.;!-]+/u, 1);
  if (!petition?.keywords.some((keyword) => wordsIn(keyword) === wordsIn(first))) return undefined;
  const rest = text
    .trim()
    .slice(first.length)
    .replace(/^[\s:,.;!-]+/u, '');
  const name = nameLine.exec(rest)?.[1]?.slice(0, mostName) ?? null;
  const said = (name === null ? rest : rest.replace(nameLine, '')).trim();
  return said === '' ? undefined : { name, text: said };
}
