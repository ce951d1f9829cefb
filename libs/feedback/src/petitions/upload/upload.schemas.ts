import { instant } from '@ecou/contracts';
import { filesField, text, personalOrNull } from '@ecou/runtime';
import { z } from 'zod';

/** 10 MiB. */
export const fileBytes = 10 * 1024 * 1024;
export const mostFiles = 5;

/** A file that was handed in before, attached to what is sent now. */
export const attachedFile = z.strictObject({
  file: z.uuid().describe('Its id, as the answer to `POST /feedback/v1/files` gave it.'),
  name: text(255).optional().describe('What it is called; its end is made to fit what it is.'),
});

/** The field of a body that attaches files. */
export const attachedFiles = z
  .array(attachedFile)
  .max(10)
  .default([])
  .transform((files) => files.map(({ file, name }) => ({ file, name: personalOrNull(name ?? null) })));
export type AttachedFile = z.output<typeof attachedFiles>[number];

export const uploadBody = z
  .strictObject({
    files: filesField
      .refine((files) => files.length > 0, { error: 'Choose a file', params: { code: 'FILES_MISSING' } })
      .describe('JPEG, PNG, WebP, PDF, DOCX, XLSX, ODT, plain text.'),
  })
  .meta({ id: 'HandInFiles', example: { files: ['lampa.jpg'] } });

export const uploadAnswer = z
  .object({
    files: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        type: z.string().describe('Media type, as the bytes say.'),
        size: z.int().describe('Bytes that are kept: pictures are encoded anew, without position and other metadata.'),
        sha256: z.string(),
        expiresAt: instant.describe('When it goes, unless something has claimed it.'),
      }),
    ),
  })
  .meta({ id: 'HandedInFiles' });
