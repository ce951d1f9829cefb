import { optional, optionalPersonalText } from '@ecou/runtime';
import { z } from 'zod';
import { verb } from './verb.js';
import { note, noteBody, toPetitioner } from './verb.schemas.js';

const fileBody = z
  .strictObject({
    ground: z
      .enum(['anonymous', 'unidentified', 'repeat'])
      .describe(
        'Nobody signed it (art. 7); its identity is missing or plainly false (art. 7); it repeats one that was answered (art. 10 (2)).',
      ),
    earlier: optional(z.uuid()).describe(
      'The petition that it repeats; left out where it was reopened, and only repeats itself.',
    ),
    reason: optionalPersonalText(5000).describe(
      'What of the identity is missing or false; or why it is the same petitioner, where they are reached at different addresses. Officers read it.',
    ),
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
    description:
      'It is anonymous or without identity, or it repeats a petition of the same petitioner that was answered before it came in, which notes it.',
    body: fileBody,
    inBulk: true,
    async run(work, id, { earlier: earlierId, ...body }) {
      const petition = await work.read(id);
      const first = earlierId === null ? null : await work.read(earlierId);
      const earlier =
        first && earlierId !== null
          ? { id: earlierId, petition: first, sameContact: await work.haveSameContact(petition, first) }
          : null;
      const { changed } = await work.decide(id, { ...body, type: 'FilePetition', earlier, at: work.now });
      if (changed && earlier) {
        const { number } = petition;
        await work.decide(earlier.id, { type: 'NoteRepeat', petitionId: id, number, at: work.now });
      }
    },
  }),
} as const;
