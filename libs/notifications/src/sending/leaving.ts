import type { Language } from '@ecou/contracts';
import type { Aggregates } from '@ecou/runtime';
import type { Links } from '../subscribers/links/links.js';
import { message } from './message/message.aggregate.js';
import { topicsOf } from './message/message.state.js';

/** The news from which somebody leaves: to whom it went, about what. */
export interface Told {
  readonly messageId: string;
  readonly subscriberId: string;
  readonly topics: readonly string[];
  readonly language: Language;
}

/** The message that a link to leave came in; `undefined` for a token that was not made here, or of what was promised. */
export async function toldBy(
  token: string,
  { links, aggregates }: { readonly links: Links; readonly aggregates: Aggregates },
): Promise<Told | undefined> {
  const link = links.tokens.read('unsubscribe', token);
  if (!link) return undefined;
  const { state } = await aggregates.load(message, link.id);
  if (!state.queued || state.queued.subscriberId === null) return undefined;
  const { subscriberId, language } = state.queued;
  return { messageId: link.id, subscriberId, topics: topicsOf(state), language };
}
