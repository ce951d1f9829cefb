import { as, type PublishTable } from '@ecou/messaging';
import {
  PersonInvitedV1,
  RegistrationCancelledV1,
  RegistrationClosedV1,
  RegistrationConfirmedV1,
  RegistrationOpenedV1,
  RegistrationPromotedV1,
  RegistrationReminderV1,
  RegistrationRepeatedV1,
  RegistrationRescheduledV1,
  RegistrationToConfirmV1,
  RegistrationWaitingV1,
} from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import type { InvitationEvent } from './invitation/invitation.events.js';
import type { Notice, RegistrationEvent } from './registration/registration.events.js';
import type { SeatLedgerEvent } from './seat-ledger/seat-ledger.events.js';

/** A message about a registration to its holder; none where they cannot be written to. */
function told<C>(id: string, notice: Notice, message: (registration: ReturnType<typeof toldOf>) => C): C | [] {
  return notice.contact ? message(toldOf(id, notice, notice.contact)) : [];
}

const toldOf = (
  registrationId: string,
  { civicEventId, occasion, category, language, name }: Notice,
  { channel, address }: NonNullable<Notice['contact']>,
) => ({ registrationId, civicEventId, ...occasion, category, language, channel, name, address });

const confirmation = (place: 'seat' | 'waiting', registration: ReturnType<typeof toldOf>, at: string) =>
  place === 'seat'
    ? as(RegistrationConfirmedV1, { ...registration, confirmedAt: at })
    : as(RegistrationWaitingV1, { ...registration, waitingSince: at });

/** Which event becomes which contract. Only what is public about registration is public; what is about a person is internal. */
export const publish: PublishTable<SeatLedgerEvent | RegistrationEvent | InvitationEvent> = {
  RegistrationOpened: (event) => {
    const { occasion, ...opened } = event.data;
    return as(RegistrationOpenedV1, { civicEventId: idOf(event.stream), ...occasion, ...opened });
  },
  RegistrationClosed: (event) => {
    const { occasion, ...closed } = event.data;
    return as(RegistrationClosedV1, { civicEventId: idOf(event.stream), ...occasion, ...closed });
  },
  PersonRegistered: ({ stream, data }) =>
    told(idOf(stream), data, (registration) => {
      const { confirmBy, place, registeredAt } = data;
      if (confirmBy !== null) return as(RegistrationToConfirmV1, { ...registration, confirmBy, registeredAt });
      return confirmation(place, registration, registeredAt);
    }),
  RegistrationConfirmed: ({ stream, data }) =>
    told(idOf(stream), data, (registration) => confirmation(data.place, registration, data.confirmedAt)),
  // Somebody who has not confirmed is told of their seat when they do.
  RegistrationPromoted: ({ stream, data }) =>
    data.confirmed
      ? told(idOf(stream), data, (to) => as(RegistrationPromotedV1, { ...to, promotedAt: data.promotedAt }))
      : [],
  RegistrationMoved: ({ stream, data: { movedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationRescheduledV1, { ...to, rescheduledAt: movedAt })),
  RegistrationReminded: ({ stream, data: { hours, remindedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationReminderV1, { ...to, hoursBefore: hours, remindedAt })),
  RegistrationRepeated: ({ stream, data }) =>
    told(idOf(stream), data, (to) => as(RegistrationRepeatedV1, { ...to, repeatedAt: data.repeatedAt })),
  RegistrationCancelled: ({ stream, data: { reason, cancelledAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationCancelledV1, { ...to, reason, cancelledAt })),
  PersonInvited: ({ stream, data: { civicEventId, occasion, contact, invitedAt, ...person } }) =>
    as(PersonInvitedV1, { invitationId: idOf(stream), civicEventId, ...occasion, ...person, ...contact, invitedAt }),
};
