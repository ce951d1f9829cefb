import { as, type Publication, type PublishTable } from '@ecou/messaging';
import {
  PersonInvitedV1,
  RegistrationCancelledV1,
  RegistrationClosedV1,
  RegistrationConfirmedV1,
  RegistrationCorrectedV1,
  RegistrationMovedV1,
  RegistrationOpenedV1,
  RegistrationPromotedV1,
  RegistrationReminderV1,
  RegistrationRepeatedV1,
  RegistrationRescheduledV1,
  RegistrationToConfirmV1,
  RegistrationWaitingV1,
  type DataOf,
} from '@ecou/contracts';
import { idOf, namedUuid, type RecordedEvent } from '@ecou/event-sourcing';
import type { InvitationEvent } from './invitation/invitation.events.js';
import type { Notice, RegistrationEvent } from './registration/registration.events.js';
import type { SeatLedgerEvent } from './seat-ledger/seat-ledger.events.js';

/** A field as contracts name it. */
const slugOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A message about a registration to its holder; none where they cannot be written to. */
function told(
  id: string,
  notice: Notice,
  message: (registration: ReturnType<typeof toldOf>) => Publication,
): Publication[] {
  return notice.contact ? [message(toldOf(id, notice, notice.contact))] : [];
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

type Moved = DataOf<typeof RegistrationMovedV1>;

/** The parts of a step that most steps say nothing of. */
const unsaid = { seated: null, confirmed: null, via: null, reason: null, previousCategory: null };

/** A step, for everybody. Whoever repeats a registration, with its id, gets the secret of its holder; so that id is not in it. */
function moved(
  { stream, data }: Pick<RecordedEvent, 'stream'> & { readonly data: Pick<Moved, 'civicEventId' | 'category'> },
  step: Pick<Moved, 'step' | 'at'> & Partial<Moved>,
): Publication {
  const { civicEventId, category } = data;
  const registrationId = namedUuid('registration-moved', idOf(stream));
  return as(RegistrationMovedV1, { ...unsaid, registrationId, civicEventId, category, ...step }, registrationId);
}

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
  PersonRegistered: (event) => {
    const { confirmBy, place, via, registeredAt: at } = event.data;
    const confirmed = confirmBy === null;
    return [
      moved(event, { step: 'registered', seated: place === 'seat', confirmed, via, at }),
      ...told(idOf(event.stream), event.data, (to) =>
        confirmed ? confirmation(place, to, at) : as(RegistrationToConfirmV1, { ...to, confirmBy, registeredAt: at }),
      ),
    ];
  },
  RegistrationConfirmed: (event) => {
    const { place, confirmedAt: at } = event.data;
    return [
      moved(event, { step: 'confirmed', seated: place === 'seat', confirmed: true, at }),
      ...told(idOf(event.stream), event.data, (to) => confirmation(place, to, at)),
    ];
  },
  RegistrationPromoted: (event) => {
    const { confirmed, promotedAt: at } = event.data;
    const step = moved(event, { step: 'promoted', seated: true, confirmed, at });
    // Somebody who has not confirmed is told of their seat when they do.
    if (!confirmed) return step;
    return [
      step,
      ...told(idOf(event.stream), event.data, (to) => as(RegistrationPromotedV1, { ...to, promotedAt: at })),
    ];
  },
  RegistrationMoved: ({ stream, data: { previousStart, reason, movedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) =>
      as(RegistrationRescheduledV1, {
        ...to,
        ...(previousStart !== null && { previousStart }),
        ...(reason && { reason }),
        rescheduledAt: movedAt,
      }),
    ),
  RegistrationCorrected: ({ stream, data: { correctionId: _id, changed, reason, toldAt, ...notice } }) =>
    told(idOf(stream), notice, (to) =>
      as(RegistrationCorrectedV1, { ...to, changed: changed.map(slugOf), reason, toldAt }),
    ),
  RegistrationReminded: ({ stream, data: { hours, remindedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationReminderV1, { ...to, hoursBefore: hours, remindedAt })),
  RegistrationRepeated: ({ stream, data }) =>
    told(idOf(stream), data, (to) => as(RegistrationRepeatedV1, { ...to, repeatedAt: data.repeatedAt })),
  RegistrationCancelled: (event) => {
    const { reason, explanation, cancelledAt: at, ...notice } = event.data;
    return [
      moved(event, { step: 'cancelled', seated: false, reason, at }),
      ...told(idOf(event.stream), notice, (to) =>
        as(RegistrationCancelledV1, { ...to, reason, ...(explanation && { explanation }), cancelledAt: at }),
      ),
    ];
  },
  CheckedIn: (event) => moved(event, { step: 'checked-in', seated: true, confirmed: true, at: event.data.checkedInAt }),
  CheckInUndone: (event) =>
    moved(event, { step: 'check-in-undone', seated: true, confirmed: true, at: event.data.undoneAt }),
  RegistrationRecategorised: (event) => {
    const { previous: previousCategory, recategorisedAt: at } = event.data;
    return moved(event, { step: 'recategorised', previousCategory, at });
  },
  PersonInvited: ({ stream, data: { civicEventId, occasion, contact, invitedAt, ...person } }) =>
    as(PersonInvitedV1, { invitationId: idOf(stream), civicEventId, ...occasion, ...person, ...contact, invitedAt }),
};
