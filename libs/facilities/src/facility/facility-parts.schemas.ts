import { position } from '@ecou/contracts';
import { localized, optional, text } from '@ecou/runtime';
import { faultOf } from '@ecou/runtime/hours';
import { z } from 'zod';
import { fieldKey } from '../kinds/field-key.js';
import { fieldValue, incentiveState, validityDay } from './facility.events.js';
import { identified } from './part-ids.js';

/** An address of the web. */
const webAddress = z.url({ protocol: /^https?$/, error: 'An address of http or https' }).max(2000);

/** In the `opening_hours` syntax of OpenStreetMap. */
export const openingHours = optional(text(500).superRefine(hoursCanBeRead)).describe(
  'In the `opening_hours` syntax of OpenStreetMap, such as `Mo-Fr 08:00-16:30; PH off`.',
);

function hoursCanBeRead(hours: string, context: z.RefinementCtx): void {
  const fault = faultOf(hours);
  if (fault === null) return;
  const message = `Not in the \`opening_hours\` syntax of OpenStreetMap: ${fault}`;
  context.addIssue({ code: 'custom', message, params: { code: 'OPENING_HOURS_INVALID' } });
}

const partId = z
  .uuid()
  .optional()
  .describe('Of this facility. Where it is left out it is made of the title, and stays the same as long as that does.');

/** Refuses parts of which two have one id, once each has one. */
function eachOnce(parts: readonly { readonly id: string }[], context: z.RefinementCtx): void {
  parts.forEach(({ id }, index) => {
    if (parts.findIndex((each) => each.id === id) === index) return;
    const [message, code] = ['Another one has this id', 'ID_REPEATED'];
    context.addIssue({ code: 'custom', path: [index, 'id'], message, params: { code } });
  });
}

/** Only two full dates have an order: a day of every year comes again. */
const inOrder = (from: string | null, until: string | null) =>
  !from || !until || from.startsWith('--') || until.startsWith('--') || from <= until;

const incentive = z
  .strictObject({
    id: partId,
    title: localized(300),
    description: optional(localized(2000)),
    validFrom: optional(validityDay),
    validUntil: optional(validityDay),
    state: incentiveState.nullish().describe('May be sent as it was read; the days say what it is.'),
    nextOn: z.string().nullish().describe('May be sent as it was read; the days say it.'),
  })
  .transform(({ state: _state, nextOn: _nextOn, ...said }) => said)
  .refine(({ validFrom, validUntil }) => inOrder(validFrom, validUntil), {
    path: ['validUntil'],
    error: 'The end lies before the start',
    params: { code: 'END_BEFORE_START' },
  });

export const incentives = z.array(incentive).max(20).default([]).transform(identified).superRefine(eachOnce);

const phone = z
  .string()
  .trim()
  .max(50)
  .regex(/^\+?[0-9*#][0-9 ()./*#-]*$/, 'A telephone number: digits, spaces and + ( ) . / - * #');

/** The ways to reach an organisation. */
export const contact = z
  .strictObject({
    phone: optional(phone),
    email: optional(z.email().max(254)).describe('A mailbox of the organisation, never that of a person.'),
    url: optional(webAddress),
    note: optional(localized(500)),
  })
  .refine((ways) => Object.values(ways).some((way) => way !== null), {
    error: 'Name a way to reach them',
    params: { code: 'CONTACT_EMPTY' },
  });

const guide = z
  .strictObject({ title: localized(300), text: optional(localized(4000)), url: optional(webAddress) })
  .refine(({ text: words, url }) => words !== null || url !== null, {
    path: ['text'],
    error: 'A text, an address, or both',
    params: { code: 'GUIDE_EMPTY' },
  });

export const guides = z.array(guide).max(50).default([]);

const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language tag (BCP 47), such as `ro`, `en` or `rsl`');

const assistancePoint = z.strictObject({
  id: partId,
  name: localized(200),
  description: optional(localized(2000)),
  position: optional(position).describe('`[longitude, latitude]` in WGS84.'),
  address: optional(text(300)),
  openingHours,
  languages: z.array(languageTag).max(20).default([]).describe('Those in which they help: language tags (BCP 47).'),
  by: optional(text(200)).describe('The organisation whose people help, never a person.'),
});

export const assistancePoints = z
  .array(assistancePoint)
  .max(30)
  .default([])
  .transform(identified)
  .superRefine(eachOnce);

export const fields = z
  .record(fieldKey, fieldValue)
  .refine((values) => Object.keys(values).length <= 100, {
    error: 'At most 100 fields',
    params: { code: 'TOO_MANY_FIELDS' },
  })
  .default({});
