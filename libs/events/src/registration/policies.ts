import { MessageOutcomeV1 } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onContract, onEvent, onTimer, type Policy } from '@ecou/messaging';
import type { CivicEventEvent } from '../consultations/civic-event/civic-event.events.js';
import { DeliveryCommand } from './delivery/delivery.command.js';
import { unconfirmedTimer } from './registration/registration.aggregate.js';
import { RegistrationCommand } from './registration/registration.command.js';
import { ledgerTimers } from './seat-ledger/seat-ledger.aggregate.js';
import { SeatLedgerCommand } from './seat-ledger/seat-ledger.command.js';
import type { SeatLedgerEvent } from './seat-ledger/seat-ledger.events.js';

type Followed = CivicEventEvent | SeatLedgerEvent;
type Recorded<Type extends Followed['type']> = RecordedEvent<Extract<Followed, { type: Type }>>;

type Correction = Extract<CivicEventEvent, { type: 'CivicEventCorrected' | 'AgendaSet' }>;

/** A correction that those with a place are told of; none where the public did not know. */
function toldBy({ type, data }: RecordedEvent<Correction>) {
  const fact = { type, data } as Correction;
  const told = { type: 'TellCorrection' } as const;
  if (fact.type === 'AgendaSet') {
    return fact.data.corrected && { ...told, changed: ['agenda'], reason: fact.data.corrected.reason };
  }
  return fact.data.announced ? { ...told, changed: fact.data.changed, reason: fact.data.reason } : null;
}

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  // Registration opens and closes by the clock, or ends with its civic event.
  onTimer(ledgerTimers.opens, {
    name: 'open-registration',
    then: ({ subject }, context) =>
      new SeatLedgerCommand(subject, { type: 'OpenRegistration', reason: 'time', at: context.now }, context),
  }),
  onTimer(ledgerTimers.closes, {
    name: 'close-registration',
    then: ({ subject }, context) =>
      new SeatLedgerCommand(subject, { type: 'CloseRegistration', reason: 'time', at: context.now }, context),
  }),
  onEvent(['CivicEventCancelled', 'CivicEventHeld'], {
    name: 'end-registration',
    then: ({ stream, type }: Recorded<'CivicEventCancelled' | 'CivicEventHeld'>, context) => {
      const reason = type === 'CivicEventHeld' ? 'civic-event-held' : 'civic-event-cancelled';
      return new SeatLedgerCommand(idOf(stream), { type: 'EndRegistration', reason, at: context.now }, context);
    },
  }),
  onEvent(['CivicEventHoldRevoked'], {
    name: 'resume-registration',
    then: ({ stream }: Recorded<'CivicEventHoldRevoked'>, context) =>
      new SeatLedgerCommand(idOf(stream), { type: 'ResumeRegistration', at: context.now }, context),
  }),
  onEvent(['CivicEventCorrected', 'AgendaSet'], {
    name: 'tell-correction',
    from: 'now',
    then: (event: RecordedEvent<Correction>, context) => {
      const told = toldBy(event);
      if (!told) return undefined;
      return new SeatLedgerCommand(idOf(event.stream), { ...told, correctionId: event.id }, context);
    },
  }),
  onEvent(['CivicEventRescheduled'], {
    name: 'move-registration',
    then: ({ stream, data: { startsAt } }: Recorded<'CivicEventRescheduled'>, context) =>
      new SeatLedgerCommand(idOf(stream), { type: 'MoveStart', startsAt, at: context.now }, context),
  }),

  // A change of a place in the ledger becomes a fact of the registration, of which its holder is told.
  onEvent(['WaitingPromoted'], {
    name: 'note-promotion',
    then: ({ data }: Recorded<'WaitingPromoted'>, context) =>
      new RegistrationCommand(data.registrationId, { type: 'NotePromotion' }, context),
  }),
  onEvent(['PlaceMoved'], {
    name: 'note-move',
    then: ({ data: { registrationId, startsAt } }: Recorded<'PlaceMoved'>, context) =>
      new RegistrationCommand(registrationId, { type: 'NoteMove', startsAt }, context),
  }),
  onEvent(['CorrectionDue'], {
    name: 'note-correction',
    then: ({ data: { registrationId, ...correction } }: Recorded<'CorrectionDue'>, context) =>
      new RegistrationCommand(registrationId, { type: 'NoteCorrection', ...correction }, context),
  }),
  onEvent(['PlaceLost'], {
    name: 'cancel-lost-registration',
    then: ({ data }: Recorded<'PlaceLost'>, context) =>
      new RegistrationCommand(
        data.registrationId,
        { type: 'CancelRegistration', reason: 'civic-event-cancelled' },
        context,
      ),
  }),
  onTimer(unconfirmedTimer, {
    name: 'expire-unconfirmed-registration',
    then: ({ subject }, context) =>
      new RegistrationCommand(subject, { type: 'CancelRegistration', reason: 'not-confirmed' }, context),
  }),
  onTimer(ledgerTimers.reminder, {
    name: 'raise-reminders',
    then: ({ subject, data }, context) =>
      new SeatLedgerCommand(
        subject,
        { type: 'RaiseReminders', hours: Number(data['hours']), at: context.now },
        context,
      ),
  }),
  onEvent(['ReminderDue'], {
    name: 'remind-registered',
    then: ({ data: { registrationId, hours, startsAt } }: Recorded<'ReminderDue'>, context) =>
      new RegistrationCommand(registrationId, { type: 'Remind', hours, startsAt }, context),
  }),

  // What notifications says of a message stands beside whom it was for.
  onContract(MessageOutcomeV1, {
    name: 'note-delivery',
    then: ({ data: { messageId, about, sendingId: _, ...said } }, context) => {
      const { kind, id } = about;
      if (kind !== 'registration' && kind !== 'invitation') return undefined;
      return new DeliveryCommand(
        messageId,
        { type: 'LearnDelivery', learned: { about: { kind, id }, ...said } },
        context,
      );
    },
  }),
];
