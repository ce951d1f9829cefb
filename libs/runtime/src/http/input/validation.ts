import { StandardSchemaValidationPipe } from '@nestjs/common';
import { joinPath, Problem, type FieldError } from '../../problems/problem.js';

/** The parts of a zod issue that this file reads. */
interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
  readonly params?: { readonly code?: string } | undefined;
  /** Of a choice of several forms: what is wrong by each. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

const most = 100;

const pathOf = (issue: Issue): PropertyKey[] =>
  (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));

/** The message; where a choice of several forms has none of its own, what each of them asks for. */
function messageOf({ code, message, errors = [] }: Issue): string {
  if (code !== 'invalid_union' || message !== 'Invalid input') return message;
  const asked = errors.flatMap(([first]) => (first ? [first.message] : []));
  return asked.length === 0 ? message : `None of these fits: ${[...new Set(asked)].join('; ')}`;
}

function fieldErrors(issue: Issue): FieldError[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      path: joinPath([...path, key]),
      code: 'UNKNOWN_FIELD',
      message: 'There is no such field.',
    }));
  }
  const code = issue.params?.code ?? (issue.code ?? 'invalid').toUpperCase();
  return [{ path: joinPath(path), code, message: messageOf(issue) }];
}

/** One error per field, unknown fields too, out of what the schema found. */
export const invalidInput = (issues: readonly Issue[]): Problem =>
  new Problem(400, 'INVALID_INPUT', 'The input is not valid.', { errors: issues.flatMap(fieldErrors).slice(0, most) });

/** Checks bodies, queries and path parameters against the schemas of their route. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalidInput(issues) });
