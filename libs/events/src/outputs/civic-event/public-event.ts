import type { Publisher } from '@ecou/runtime';
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

export const addressOf = ({ publicUrl }: Pick<Publisher, 'publicUrl'>, id: string): string =>
  `${publicUrl}/events/v1/civic-events/${id}`;
