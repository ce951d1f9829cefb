import type { Aggregate, TimerChange } from '@ecou/event-sourcing';
import { registrationDecider, type Registration, type RegistrationCommandBody } from './registration.decider.js';
import { registrationEvents, type RegistrationEvent } from './registration.events.js';

/** Fires when somebody should have confirmed; its id is that of the registration. */
export const unconfirmedTimer = 'registration-unconfirmed';

export const registration: Aggregate<RegistrationCommandBody, Registration | null, RegistrationEvent> = {
  category: registrationEvents.category,
  events: registrationEvents,
  decider: registrationDecider,
  sideRows: (id, events, before) => ({ timers: events.flatMap((event) => timerOf(id, event, before)) }),
};

function timerOf(id: string, event: RegistrationEvent, before: Registration | null): TimerChange[] {
  if (event.type === 'PersonRegistered') {
    const { confirmBy } = event.data;
    return confirmBy === null ? [] : [{ id, name: unconfirmedTimer, dueAt: confirmBy, subject: id }];
  }
  const settles =
    event.type === 'RegistrationConfirmed' || event.type === 'RegistrationCancelled' || event.type === 'CheckedIn';
  return settles && before?.confirmed === false ? [{ id, dueAt: null }] : [];
}
