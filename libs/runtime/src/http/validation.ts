import { StandardSchemaValidationPipe } from '@nestjs/common';
import { joinPath, Problem, type FieldError } from '../problems/problem.js';

/** The parts of a zod issue that this file reads. */
interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
  readonly params?: { readonly code?: string } | undefined;
}

const most = 100;

const pathOf = (issue: Issue): PropertyKey[] =>
  (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));

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
  return [{ path: joinPath(path), code, message: issue.message }];
}

/** One error per field, unknown fields too, out of what the schema found. */
export const invalidInput = (issues: readonly Issue[]): Problem =>
  new Problem(400, 'INVALID_INPUT', 'The input is not valid.', { errors: issues.flatMap(fieldErrors).slice(0, most) });

/** Checks bodies, queries and path parameters against the schemas of their route. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalidInput(issues) });
