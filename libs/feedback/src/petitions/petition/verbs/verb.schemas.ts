import { newId, optionalPersonalText } from '@ecou/runtime';
import { z } from 'zod';

// Parts of the bodies of several verbs.

export const toPetitioner = 'The petitioner reads it.';

export const note = optionalPersonalText(5000);

export const noteBody = z.strictObject({ note: note.describe(toPetitioner) }).meta({ id: 'PetitionNote' });

export const messageId = newId.describe('Of the message, so that the same one can be sent again.');
