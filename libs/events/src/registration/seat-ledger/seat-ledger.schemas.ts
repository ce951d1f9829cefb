import { instant } from '@ecou/contracts';
import { optional } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf } from '../../formats/slug.js';

const seats = z.int().min(1).max(1_000_000);
const hours = z
  .int()
  .min(1)
  .max(24 * 60);

type Refuse = (path: (string | number)[], code: string, message: string) => void;

const refusing =
  (context: z.RefinementCtx): Refuse =>
  (path, code, message) => {
    context.addIssue({ code: 'custom', path, message, params: { code } });
  };

interface Seats {
  readonly capacity: number | null;
  readonly reserved: readonly { readonly category: string; readonly seats: number }[];
}

function checkReserved({ capacity, reserved }: Seats, refuse: Refuse): void {
  reserved.forEach(({ category }, index) => {
    if (reserved.findIndex((each) => each.category === category) !== index)
      refuse(['reserved', index, 'category'], 'CATEGORY_REPEATED', 'The category stands there twice');
  });
  if (capacity === null && reserved.length > 0)
    refuse(['reserved'], 'RESERVED_WITHOUT_CAPACITY', 'Where as many as come have a seat, none is reserved');
  const sum = reserved.reduce((total, each) => total + each.seats, 0);
  if (capacity !== null && sum > capacity)
    refuse(['reserved'], 'RESERVED_ABOVE_CAPACITY', 'More seats are reserved than there are');
}

export const arrangeBody = z
  .strictObject({
    capacity: seats.nullable().describe('How many seats there are; null: as many as come.'),
    reserved: z
      .array(z.strictObject({ category: entryOf('attendance-categories', 'ngo-member'), seats }))
      .max(50)
      .default([])
      .describe('Seats that only people of a category get, of those that there are.'),
    waitingList: z
      .boolean()
      .default(true)
      .describe('Whether somebody who finds no seat may wait for one. The first whom a seat fits gets it by itself.'),
    confirmation: z
      .enum(['link', 'none'])
      .describe(
        '`link`: who registers confirms by a link that is sent to their contact, so that nobody learns here whether somebody else has registered. `none`: a seat is given at once, and a contact that is registered already is refused.',
      ),
    confirmWithinHours: z
      .int()
      .min(1)
      .max(24 * 14)
      .default(48)
      .describe('How long a place is kept for somebody who has not confirmed.'),
    opensAt: optional(instant).describe('When it opens by itself; null: when staff say so.'),
    closesAt: optional(instant).describe('When it closes by itself; null: when the civic event starts.'),
    reminders: z
      .array(hours)
      .max(5)
      .refine((all) => new Set(all).size === all.length, {
        error: 'The same hours stand there twice',
        params: { code: 'REMINDER_REPEATED' },
      })
      .default([72, 24])
      .describe('How many hours before the start those who have a seat are reminded.'),
  })
  .superRefine((body, context) => {
    const refuse = refusing(context);
    checkReserved(body, refuse);
    const { opensAt, closesAt } = body;
    if (opensAt !== null && closesAt !== null && Date.parse(closesAt) <= Date.parse(opensAt))
      refuse(['closesAt'], 'CLOSES_BEFORE_OPENING', 'It closes after it opens');
  })
  .meta({
    id: 'ArrangeRegistration',
    example: { capacity: 40, reserved: [{ category: 'ngo-member', seats: 5 }], confirmation: 'link' },
  });

export const registrationDesk = z
  .object({
    civicEventId: z.uuid(),
    state: z
      .enum(['not-arranged', 'scheduled', 'open', 'closed'])
      .describe('`scheduled`: it opens by itself at `opensAt`.'),
    opensAt: instant.nullable(),
    closesAt: instant.nullable().describe('When it closes, if nothing closes it before.'),
    capacity: z.int().nullable().describe('null: as many as come, or not arranged.'),
    reserved: z.array(z.object({ category: z.string(), seats: z.int(), free: z.int() })),
    free: z
      .int()
      .nullable()
      .describe(
        'Seats that anybody can have, those reserved for a category not counted; null: no limit, or not arranged.',
      ),
    taken: z.int(),
    waitingList: z.boolean(),
    waiting: z.int().describe('How many wait for a seat.'),
    confirmation: z.enum(['link', 'none']).nullable(),
    confirmWithinHours: z.int().nullable(),
    reminders: z.array(z.int()).describe('Hours before the start.'),
    version: z.int().describe('The version at which the settings, or whether it is open, last changed.'),
  })
  .meta({ id: 'RegistrationDesk' });
export type RegistrationDesk = z.output<typeof registrationDesk>;
