import { z } from 'zod';

/** Bytes of a request: reports hold the head of a mail, or all of it. */
export const reportBytes = 1024 * 1024;

/** A provider may tell of many at once. */
const mostReports = 100;

const report = z.strictObject({
  kind: z
    .enum(['bounced', 'failed', 'delayed', 'delivered', 'complaint'])
    .describe(
      '`bounced`: the mailbox is not there, or takes nothing any more. `failed`: it did not arrive, for another reason. `complaint`: its recipient marked it as unwanted.',
    ),
  messageId: z.string().min(1).max(300).describe('The `Message-ID` of the mail, with or without `<>`.'),
  recipient: z.email().max(254).optional(),
  status: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/, 'must be a status of RFC 3463, such as 5.1.1')
    .optional(),
});

export const mailReportsBody = z
  .strictObject({
    mail: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A mail that came back (RFC 5322): a DSN (RFC 3464), a report of a feedback loop (RFC 5965), or one by which somebody leaves.',
      ),
    reports: z.array(report).min(1).max(mostReports).optional().describe('In place of `mail`: what a provider told.'),
  })
  .refine((body) => (body.mail === undefined) !== (body.reports === undefined), {
    path: ['mail'],
    error: 'must be given, or `reports`, and not both',
    params: { code: 'EITHER_MAIL_OR_REPORTS' },
  })
  .meta({
    id: 'MailReports',
    example: {
      reports: [
        {
          kind: 'bounced',
          messageId: '<5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.0123456789abcdef0123456789abcdef@example.ro>',
          recipient: 'ana@example.org',
          status: '5.1.1',
        },
      ],
    },
  });
export type MailReportsBody = z.output<typeof mailReportsBody>;

export const reportsTaken = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum([...report.shape.kind.options, 'leaving']),
        messageId: z.uuid().nullable(),
        outcome: z
          .enum(['recorded', 'unchanged', 'unknown'])
          .describe(
            '`unchanged`: it was known, or changes nothing. `unknown`: no such message went to this recipient.',
          ),
      }),
    ),
  })
  .meta({ id: 'MailReportsTaken' });
export type TakenReport = z.output<typeof reportsTaken>['items'][number];
