import { day } from '@ecou/contracts';
import { optional, personalText, text } from '@ecou/runtime';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { namesSender, registerFields, senderMismatch } from '../petition/petition.schemas.js';

const { attachments: _, ...fields } = registerFields;

const extension = z.strictObject({
  days: z.int().min(1).max(365).describe('Calendar days.'),
  reason: personalText(5000).describe('The petitioner was told.'),
  extendedOn: day,
});

/** A running petition of another register. */
export const takeoverRow = z
  .strictObject({
    ...fields,
    number: text(60).describe('In that register.'),
    registeredOn: day.describe('There.'),
    department: optional(code).describe('That has it; the category’s where it is left out.'),
    officer: optional(z.uuid()).describe('Who has it; of the directory.'),
    extension: optional(extension).describe('Where it was put off already (art. 9).'),
  })
  .refine(namesSender, senderMismatch);
export type TakeoverRow = z.output<typeof takeoverRow>;

const parts = {
  petitioner: ['name', 'channel', 'contact', 'address'],
  place: ['address'],
  about: ['facilityId', 'civicEventId'],
  sentBy: ['name', 'number', 'registeredOn'],
  extension: ['days', 'reason', 'extendedOn'],
} as const;

/** The columns of a table: a part of a part has both names, as in `petitioner_name`. */
export const takeoverColumns: readonly string[] = Object.keys(takeoverRow.shape).flatMap((field) =>
  field in parts ? parts[field as keyof typeof parts].map((part) => `${field}_${part}`) : [field],
);
