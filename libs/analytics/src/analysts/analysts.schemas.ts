import { day, instant } from '@ecou/contracts';
import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'Use up to 31 small letters, digits and hyphens, beginning with a letter');

export const newAnalyst = z.strictObject({
  name: name.describe('Whom the role is for.'),
  asOf: day
    .nullable()
    .default(null)
    .describe(
      'The day as of which every view answers them, for tools that keep no session; `null`: what is known now.',
    ),
});

export const analystParams = z.strictObject({ name });

export const accessAnswer = z
  .object({
    name,
    role: z.string().describe('The user of the database server.'),
    database: z.string(),
    host: z.string(),
    port: z.int(),
    password: z.string().describe('Shown only now.'),
    url: z.string().describe('For psql and libraries.'),
    jdbc: z.string().describe('For tools that take JDBC addresses; user and password are asked for by them.'),
  })
  .meta({ id: 'AnalystAccess' });

export const analystAnswer = z
  .object({
    name,
    role: z.string(),
    createdAt: instant,
    createdBy: z.string(),
    rotatedAt: instant.nullable().describe('When the password was last drawn anew.'),
    revokedAt: instant.nullable(),
    revokedBy: z.string().nullable(),
    sessions: z.int().min(0).describe('Sessions that are open now.'),
  })
  .meta({ id: 'Analyst' });

export const analystsAnswer = z.object({ items: z.array(analystAnswer) }).meta({ id: 'Analysts' });
