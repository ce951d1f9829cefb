import { ZodError } from 'zod';

/**
 * The part of an error that may be logged: its kind, and where it was thrown, which leads to the text of its message. The message itself may quote
 * somebody's data: those of databases, schemas and parsers do.
 */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: readonly string[];
}

const frames = 12;

/** Errors of the language say what the code did wrong, and those of the system which server is away; others may quote values. */
const quotesNobody = (error: Error): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError || 'syscall' in error;

export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { readonly code?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(quotesNobody(error) ? { message: error.message } : {}),
    ...(error instanceof ZodError
      ? { message: error.issues.map(({ path }) => path.map(String).join('.')).join(', ') }
      : {}),
    stack: stack.slice(0, frames).map((line) => line.trim()),
  };
}
