import type { Registration, RegistrationTable } from '@ecou/messaging';
import type { PetitionEvent, PetitionRegistered } from './petition/petition.events.js';

/** A petition as it is registered, with what its petitioner wrote. The fields of the record never change: receipts name them. */
export function petitionRegistration(data: PetitionRegistered['data']): Registration {
  const { number, registeredAt, receivedOn, kind, channel, category, language, about } = data;
  const { petitioner, text, place, attachments } = data;
  const said = { petitioner, text, place, attachments };
  return {
    kind: 'petition',
    number,
    registeredAt,
    record: { receivedOn, kind, channel, category, language, about, ...said },
  };
}

export const registrations: RegistrationTable<PetitionEvent> = {
  PetitionRegistered: ({ data }) => petitionRegistration(data),
};
