import type { AgendaAnswer, CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';

/** Everything that the page of a civic event tells. */
export interface PublicEvent {
  readonly event: CivicEventAnswer;
  readonly agenda: AgendaAnswer['items'];
  /** When it had been announced for, before it was moved last; null: it was not. */
  readonly previousStart: string | null;
  /** Whether people can register, and how many seats are free (null: there is no limit); null: nobody has to. */
  readonly registration: { readonly open: boolean; readonly free: number | null } | null;
}

/** Who publishes it, and where. */
export interface Publisher {
  readonly institution: string;
  readonly publicUrl: string;
}

export const addressOf = ({ publicUrl }: Publisher, id: string): string => `${publicUrl}/events/v1/civic-events/${id}`;
