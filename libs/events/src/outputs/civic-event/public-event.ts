import type { AgendaAnswer, CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';

/** The content of the page of a civic event. */
export interface PublicEvent {
  readonly event: CivicEventAnswer;
  readonly agenda: AgendaAnswer['items'];
  /** The start that had been announced before it was moved last; null: it was never moved. */
  readonly previousStart: string | null;
  /** True in `open`: people can register; `free`: the free seats (null: there is no limit). Null: nobody has to register. */
  readonly registration: { readonly open: boolean; readonly free: number | null } | null;
}

/** The institution that publishes it, and the address at which it does. */
export interface Publisher {
  readonly institution: string;
  readonly publicUrl: string;
}

export const addressOf = ({ publicUrl }: Publisher, id: string): string => `${publicUrl}/events/v1/civic-events/${id}`;
