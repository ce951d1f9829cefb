import { ZodError } from 'zod';

/** What may be logged of an error: its kind, and where it was thrown. Values in a database's or a schema's message may be a person's. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: readonly string[];
}

const frames = 12;

/** Whether the message was made by a database or a schema, which quote values. */
const quotesValues = (error: Error): boolean =>
  'severity' in error || 'driverError' in error || error instanceof ZodError;

export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { readonly code?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(quotesValues(error) ? {} : { message: error.message }),
    ...(error instanceof ZodError
      ? { message: error.issues.map(({ path }) => path.map(String).join('.')).join(', ') }
      : {}),
    stack: stack.slice(0, frames).map((line) => line.trim()),
  };
}
