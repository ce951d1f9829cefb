import { Personal } from '@ecou/event-sourcing';
import type { z } from 'zod';
import { optional, text } from './schemas.js';

/** The field of a body that holds a value of a person: it is sealed before the rules see it. */
export const personalField = <S extends z.ZodType>(inner: S) =>
  inner.transform((value: z.output<S>) => new Personal(value));

/** The same for a text: trimmed, not empty, of so many characters at most. */
export const personalText = (max: number) => personalField(text(max));

/** The same for a text that may be left out: `null` then. Marked last, since documents tell no default of what is transformed inside. */
export const optionalPersonalText = (max: number) => optional(text(max)).transform(personalOrNull);

export const personalOrNull = <T>(value: T | null): Personal<T> | null => (value === null ? null : new Personal(value));
