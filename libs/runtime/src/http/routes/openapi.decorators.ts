import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { columnsOf } from '../../csv/columns.js';
import { rule, type Produced } from './route.js';

interface AnswerOptions {
  readonly status?: number;
  readonly description?: string;
}

/** The schema of a list's items; `undefined` where the answer is no list. */
function itemOf(schema: z.ZodType): z.ZodType | undefined {
  const items: unknown = schema instanceof z.ZodObject && 'next' in schema.shape ? schema.shape['items'] : undefined;
  return items instanceof z.ZodArray ? (items.element as z.ZodType) : undefined;
}

/**
 * Documents media types that a route answers besides the JSON of `@Answers`, or instead of it where there is none: pages, documents, pictures,
 * calendars. An address that ends in `.json` or `.xml` answers in that form only.
 */
export const Produces = (...produces: readonly Produced[]): MethodDecorator => rule({ produces });

/**
 * Documents a body that the route takes as it stands, for OpenAPI. Without it, the body is the `example` of its schema (`.meta({ example })`),
 * or made out of the schema.
 */
export const Example = (example: unknown): MethodDecorator => rule({ example });

/**
 * Documents what a route answers, for OpenAPI: the body's schema. A route that answers a `CommandResult` needs none. A list
 * (`listOf(item, ...)`) is answered as CSV too, where a caller asks for that; the schema of its items gives the columns.
 */
export const Answers = (schema: z.ZodType, { status = 200, description = '' }: AnswerOptions = {}): MethodDecorator => {
  const item = itemOf(schema);
  const documented = ApiResponse({ status, description, standardSchema: schema });
  return item ? applyDecorators(documented, rule({ columns: columnsOf(item) })) : documented;
};
