import { createHash } from 'node:crypto';

/** 16 hexadecimal digits that name a text. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
