import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { deliveryEvents } from './delivery/delivery.events.js';
import { invitationEvents } from './invitation/invitation.events.js';
import { registrationEvents } from './registration/registration.events.js';
import { seatLedgerEvents } from './seat-ledger/seat-ledger.events.js';
import { invitationList } from './views/invitation-list.view.js';
import { participation } from './views/participation.view.js';
import { registrationList } from './views/registration-list.view.js';
import { walkInList } from './views/walk-in-list.view.js';
import { walkInEvents } from './walk-in/walk-in.events.js';
import { announcement, at, id, times } from '../testing/golden.js';

const place = { registrationId: id(30), category: 'citizen' };
const sealed = (value: string) => ({ subject: id(9), codec: 'plain', value });
const notice = {
  civicEventId: id(10),
  occasion: announcement,
  category: 'citizen',
  language: 'ro',
  name: sealed('Ana Exemplu'),
  contact: { channel: 'email', address: sealed('ana@example.org') },
};

const events = [seatLedgerEvents, registrationEvents, invitationEvents, walkInEvents, deliveryEvents];

goldenEvents(`${import.meta.dirname}/golden`, events, {
  RegistrationArranged: {
    capacity: 24,
    reserved: [{ category: 'ngo-member', seats: 6 }],
    waitingList: true,
    confirmWithinHours: 48,
    opensAt: '2023-03-20T09:00:00+02:00',
    closesAt: null,
    reminders: [72, 24],
    startsAt: times.startsAt,
    arrangedAt: at,
  },
  RegistrationOpened: {
    occasion: announcement,
    capacity: 24,
    waitingList: true,
    closesAt: times.startsAt,
    openedAt: at,
  },
  RegistrationClosed: { occasion: announcement, reason: 'time', closedAt: at },
  CorrectionDue: {
    registrationId: id(30),
    correctionId: id(31),
    changed: ['venue'],
    reason: { ro: 'Altă sală', en: 'Another room' },
  },
  CheckInUndone: { civicEventId: id(10), category: 'citizen', reason: 'Altă persoană', undoneAt: at },
  RegistrationRecategorised: {
    civicEventId: id(10),
    category: 'university',
    previous: 'citizen',
    checkedIn: true,
    reason: 'Vine de la o universitate',
    recategorisedAt: at,
  },
  WalkInCorrected: {
    civicEventId: id(10),
    category: 'ngo-member',
    count: 1,
    previous: { category: 'citizen', count: 2 },
    reason: 'Numărat de două ori',
    correctedAt: at,
  },
  RegistrationResumed: { resumedAt: at },
  RegistrationEnded: { reason: 'civic-event-cancelled', endedAt: at },
  StartMoved: { startsAt: times.startsAt, movedAt: at },
  SeatTaken: place,
  WaitingJoined: place,
  WaitingPromoted: place,
  SeatFreed: place,
  WaitingLeft: place,
  PlaceLost: { ...place, place: 'waiting' },
  PlaceMoved: { registrationId: id(30), startsAt: times.startsAt },
  ReminderDue: { registrationId: id(30), hours: 72, startsAt: times.startsAt },
  PersonRegistered: {
    ...notice,
    place: 'seat',
    via: 'public',
    needs: sealed('O rampă pentru scaunul rulant'),
    confirmBy: null,
    registeredAt: at,
  },
  RegistrationConfirmed: { ...notice, place: 'seat', by: 'link', confirmedAt: at },
  RegistrationPromoted: { ...notice, confirmed: true, promotedAt: at },
  RegistrationMoved: {
    ...notice,
    previousStart: '2023-04-10T09:30:00+03:00',
    reason: { ro: 'Sala nu este liberă', en: 'The room is not free' },
    movedAt: at,
  },
  RegistrationCorrected: {
    ...notice,
    correctionId: id(31),
    changed: ['venue'],
    reason: { ro: 'Altă sală', en: 'Another room' },
    toldAt: at,
  },
  RegistrationReminded: { ...notice, hours: 72, remindedAt: at },
  RegistrationRepeated: { ...notice, repeatedAt: at },
  RegistrationCancelled: {
    ...notice,
    reason: 'civic-event-cancelled',
    explanation: { ro: 'Vreme rea', en: 'Bad weather' },
    cancelledAt: at,
  },
  CheckedIn: { civicEventId: id(10), category: 'citizen', by: 'code', checkedInAt: at },
  PersonInvited: { ...notice, invitedAt: at },
  InvitationAccepted: {
    civicEventId: id(10),
    category: 'citizen',
    registrationId: id(30),
    declinedBefore: false,
    acceptedAt: at,
  },
  InvitationDeclined: { civicEventId: id(10), category: 'citizen', declinedAt: at },
  DeliveryLearned: {
    about: { kind: 'registration', id: id(30) },
    occasion: 'registration-confirmed',
    occasionAt: at,
    channel: 'email',
    outcome: 'bounced',
    reason: null,
    at,
  },
  WalkInRecorded: { civicEventId: id(10), category: 'citizen', count: 1, name: sealed('Ana Exemplu'), cameAt: at },
});

goldenViews(import.meta.dirname, { events, views: [registrationList, participation, invitationList, walkInList] });
