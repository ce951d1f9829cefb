import { z } from 'zod';

const maxLength = 4000;

/** A text in one line: whatever breaks lines or hides in them becomes a space. */
export const line = z
  .string()
  .max(maxLength)
  .transform((text) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim());

/** An address that a reader may be sent to. */
export const webAddress = z.url({ protocol: /^https?$/ }).max(maxLength);

/** A text of several lines: they are kept, and nothing else that hides in it. */
export const lines = z.string().transform((text) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/gu, '\n')
    .replace(/(?:(?!\n)[\p{Cc}\p{Cf}])+/gu, ' ')
    .replace(/ +\n/g, '\n')
    .trim(),
);
