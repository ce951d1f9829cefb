import { newId, optional, optionalPersonalText } from '@ecou/runtime';
import { z } from 'zod';
import { sendingChannel } from '../petition.events.js';

// Parts of the bodies of several verbs.

export const toPetitioner = 'The petitioner reads it.';

export const note = optionalPersonalText(5000);

export const noteBody = z.strictObject({ note: note.describe(toPetitioner) }).meta({ id: 'PetitionNote' });

export const messageId = newId.describe('Of the message, so that the same one can be sent again.');

export const by = optional(z.uuid()).describe(
  'The officer of the directory who does it; that of the key, where it names one.',
);

export const sendingBody = optional(sendingChannel);
