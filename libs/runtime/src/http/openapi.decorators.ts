import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

interface AnswerOptions {
  readonly status?: number;
  readonly description?: string;
}

/** Documents what a route answers, for OpenAPI: the body's schema. A route that answers a `CommandResult` needs none. */
export const Answers = (schema: z.ZodType, { status = 200, description = '' }: AnswerOptions = {}): MethodDecorator =>
  ApiResponse({ status, description, standardSchema: schema });
