import type { Language } from '@ecou/contracts';
import type { UnitOfWork } from '@ecou/event-sourcing';
import { wording, wordingId } from './wording/wording.aggregate.js';
import { everyChannel } from './wording/wording.events.js';

/** A version of the institution's own words. */
export interface WordingRef {
  readonly id: string;
  readonly version: number;
}

/** A message that is to be queued. */
interface Worded {
  readonly template: { readonly name: string };
  readonly language: Language;
  readonly wording?: WordingRef;
}

/** The message with the version that is in force now: that of its channel before that of every one. As it is where the built-in words are. */
export async function inOwnWords<C extends Worded>(
  command: C,
  channel: string,
  work: Pick<UnitOfWork, 'look'>,
): Promise<C> {
  const { template, language } = command;
  for (const on of [channel, everyChannel]) {
    const id = wordingId({ purpose: template.name, language, channel: on });
    const { inForce } = await work.look(wording, id);
    if (inForce !== null) return { ...command, wording: { id, version: inForce } };
  }
  return command;
}
