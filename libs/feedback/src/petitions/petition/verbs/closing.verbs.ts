import { optional } from '@ecou/runtime';
import { z } from 'zod';
import { verb } from './verb.js';
import { note, noteBody, toPetitioner } from './verb.schemas.js';

const fileBody = z
  .strictObject({
    ground: z.enum(['anonymous', 'repeat']).describe('Nobody signed it, or it repeats one that was answered.'),
    earlier: optional(z.uuid()).describe('The petition that it repeats.'),
    note: note.describe(toPetitioner),
  })
  .meta({ id: 'FilePetition' });

/** The end of a petition, as officers put it on record. */
export const closingVerbs = {
  ClosePetition: verb({
    name: 'close',
    summary: 'Close what was answered, declined or forwarded',
    description: 'A notice, which is owed no answer, at any time.',
    body: noteBody,
    inBulk: true,
    run: (work, id, body) => work.decide(id, { ...body, type: 'ClosePetition', at: work.now }),
  }),

  FilePetition: verb({
    name: 'file',
    summary: 'File what is answered by nobody',
    description: 'It is anonymous, or it repeats a petition that was answered.',
    body: fileBody,
    inBulk: true,
    async run(work, id, { earlier: earlierId, ...body }) {
      await work.read(id);
      const earlier = earlierId === null ? null : { id: earlierId, petition: await work.read(earlierId) };
      await work.decide(id, { ...body, type: 'FilePetition', earlier, at: work.now });
    },
  }),
} as const;
