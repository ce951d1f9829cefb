import { Personal } from '@ecou/event-sourcing';
import type { RegisterBody } from '../petition/petition.schemas.js';
import { attributesIn } from './attributes.rules.js';
import type { OfferedService } from './offered-service.decider.js';
import type { Submission } from './submission.schema.js';
import type { Details } from './service-request.events.js';

type Contact = NonNullable<RegisterBody['petitioner']>;

/**
 * The petitioner. A petition says who it is from, and where the answer goes (Government Ordinance 27/2002, art. 7): whoever leaves no address is
 * not asked for anything else of theirs, and what they hand in is a notice.
 */
function petitionerOf({ email, phone, first_name: first, last_name: last }: Submission): Contact | null {
  const contact = email ?? phone;
  if (contact === undefined) return null;
  const name = [first, last].filter((part) => part !== undefined).join(' ');
  const channel = email === undefined ? 'phone' : 'email';
  return { name: new Personal(name || contact), channel, contact: new Personal(contact), address: null };
}

function placeOf({ lat, long, address_string: address }: Submission): RegisterBody['place'] {
  const position: [number, number] | null = lat === undefined || long === undefined ? null : [long, lat];
  return position || address !== undefined ? new Personal({ position, address: address ?? null }) : null;
}

export const detailsOf = (form: Submission): Details => ({
  description: form.description ?? null,
  addressId: form.address_id ?? null,
  mediaUrl: form.media_url ?? null,
  attributes: attributesIn(form),
});

/** An attribute as officers read it: what was asked, and what was answered. */
function lineOf({ code, values }: Details['attributes'][number], { offer }: OfferedService): string {
  const attribute = offer.attributes.find((one) => one.code === code);
  const names = values.map((value) => attribute?.values.find(({ key }) => key === value)?.name.ro ?? value);
  return `${attribute?.description.ro ?? code}: ${names.join(', ')}`;
}

/** The petition that is registered: everything that was handed in, in the petition's text where the petition has no field for it. */
export function contentOf(
  form: Submission,
  service: OfferedService,
  serviceName: string,
): Omit<RegisterBody, 'attachments'> {
  const petitioner = petitionerOf(form);
  const { attributes, addressId, mediaUrl } = detailsOf(form);
  const lines = [
    ...attributes.map((one) => lineOf(one, service)),
    ...(addressId === null ? [] : [`address_id: ${addressId}`]),
    ...(mediaUrl === null ? [] : [`media_url: ${mediaUrl}`]),
    ...(form.email !== undefined && form.phone !== undefined ? [`Telefon: ${form.phone}`] : []),
  ];
  return {
    kind: petitioner ? service.offer.kind : 'notice',
    channel: 'open311',
    category: service.code,
    language: 'ro',
    petitioner,
    text: new Personal([form.description ?? serviceName, lines.join('\n')].filter(Boolean).join('\n\n')),
    place: placeOf(form),
    about: { facilityId: null, civicEventId: null },
  };
}
