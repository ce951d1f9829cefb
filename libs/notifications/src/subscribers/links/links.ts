import {
  confirmationPage,
  invitationPage,
  petitionTokens,
  registrationCode,
  registrationPage,
  registrationTokens,
  statusForm,
  statusPage,
  type Language,
} from '@ecou/contracts';
import { SecretTokens, type Publisher } from '@ecou/runtime';
import type { Settings } from '../../settings.js';
import { Tokens, type LinkPurpose } from './token.js';

interface LinkSettings extends Pick<Settings, 'secret'>, Pick<Publisher, 'publicUrl'> {
  /** Name of the bot of Telegram; `undefined`: none. */
  readonly bot?: string | undefined;
}

/** The addresses in mails and pages. */
export class Links {
  readonly tokens: Tokens;
  private readonly base: string;
  private readonly bot: string | undefined;
  private readonly secrets: Readonly<Record<keyof typeof registrationTokens | 'status', SecretTokens>>;

  constructor({ secret, publicUrl, bot }: LinkSettings) {
    this.tokens = new Tokens(secret);
    this.base = publicUrl;
    this.bot = bot;
    this.secrets = {
      manage: new SecretTokens(secret, registrationTokens.manage),
      confirm: new SecretTokens(secret, registrationTokens.confirm),
      code: new SecretTokens(secret, registrationTokens.code),
      invitation: new SecretTokens(secret, registrationTokens.invitation),
      status: new SecretTokens(secret, petitionTokens.status),
    };
  }

  confirm(subscriberId: string, round: number): string {
    return this.page('confirm', subscriberId, round);
  }

  address(subscriberId: string, number: number): string {
    return this.page('address', subscriberId, number);
  }

  /** Agrees to a text anew. */
  renewal(subscriberId: string, version: number): string {
    return this.page('renewal', subscriberId, version);
  }

  preferences(subscriberId: string): string {
    return this.page('preferences', subscriberId);
  }

  /** Opens the bot of Telegram, which gets the token once its reader presses Start; `undefined`: there is none. `code`: that of the text which they are shown. */
  chat(subscriberId: string, code: number): string | undefined {
    if (this.bot === undefined) return undefined;
    return `https://t.me/${this.bot}?start=${this.tokens.of({ purpose: 'chat', id: subscriberId, round: code })}`;
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

  /** The page on which somebody sees and cancels their registration. */
  registration(id: string): string {
    return `${this.base}${registrationPage(id, this.secrets.manage.of(id))}`;
  }

  confirmRegistration(id: string): string {
    return `${this.base}${confirmationPage(id, this.secrets.confirm.of(id))}`;
  }

  invitation(id: string): string {
    return `${this.base}${invitationPage(id, this.secrets.invitation.of(id))}`;
  }

  /** The code that a registration shows at the door; no address. */
  doorCode(id: string): string {
    return registrationCode(id, this.secrets.code.of(id));
  }

  /** An endpoint of another system, for whoever has its key. */
  endpoint(id: string): string {
    return `${this.base}/integrations/v1/endpoints/${id}`;
  }

  /** The public page of a facility. */
  facility(id: string, language: Language): string {
    return `${this.base}/facilities/v1/facilities/${id}?format=html&lang=${language}`;
  }

  /** The public page of a civic event. */
  civicEvent(id: string, language: Language): string {
    return `${this.base}/events/v1/civic-events/${id}?format=html&lang=${language}`;
  }

  /** The page that asks for number and code of a petition. */
  petitionStatus(language: Language): string {
    return `${this.base}${statusForm(language)}`;
  }

  /** The page on which somebody sends a petition. */
  petitionForm(language: Language): string {
    return `${this.base}/feedback/v1/petition-form?lang=${language}`;
  }

  /** The page on which somebody follows their petition. */
  petition({
    number,
    id,
    contact,
  }: {
    readonly number: string;
    readonly id: string;
    readonly contact: string;
  }): string {
    return `${this.base}${statusPage(number, this.secrets.status.of(number, id, contact))}`;
  }

  private page(purpose: LinkPurpose, id: string, round = 0): string {
    return `${this.base}/notifications/v1/${purpose}/${this.tokens.of({ purpose, id, round })}`;
  }
}
