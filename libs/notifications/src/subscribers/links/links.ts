import type { Language } from '@ecou/contracts';
import type { Settings } from '../../settings.js';
import { Tokens, type LinkPurpose } from './token.js';

/** The addresses in mails and pages. */
export class Links {
  readonly tokens: Tokens;
  private readonly base: string;

  constructor({ secret, publicUrl }: Pick<Settings, 'secret' | 'publicUrl'>) {
    this.tokens = new Tokens(secret);
    this.base = publicUrl;
  }

  confirm(subscriberId: string, round: number): string {
    return this.page('confirm', subscriberId, round);
  }

  preferences(subscriberId: string): string {
    return this.page('preferences', subscriberId);
  }

  unsubscribe(messageId: string): string {
    return this.page('unsubscribe', messageId);
  }

  /** The printable page of a report. */
  report(civicEventId: string, version: string, language: Language): string {
    return `${this.base}/events/v1/civic-events/${civicEventId}/reports/${version}?format=html&lang=${language}`;
  }

  /** The public page of a recommendation. */
  recommendation(recommendationId: string, language: Language): string {
    return `${this.base}/events/v1/recommendations/${recommendationId}?format=html&lang=${language}`;
  }

  private page(purpose: LinkPurpose, id: string, round = 0): string {
    return `${this.base}/notifications/v1/${purpose}/${this.tokens.of({ purpose, id, round })}`;
  }
}
