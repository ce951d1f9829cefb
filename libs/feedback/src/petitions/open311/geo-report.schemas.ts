import { z } from 'zod';

// The answers of GeoReport v2 and its Service Discovery, as JSON has them; XML has the same by the same names.

const time = z.iso.datetime();
const text = z.string().nullable();

export const discoveryAnswer = z
  .object({
    changeset: time,
    contact: z.string(),
    key_service: z.string(),
    endpoints: z.array(
      z.object({
        specification: z.string(),
        url: z.string(),
        changeset: time,
        type: z.string(),
        formats: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Open311Discovery' });

export const servicesAnswer = z
  .array(
    z.object({
      service_code: z.string(),
      service_name: z.string(),
      description: text,
      metadata: z.boolean().describe('Whether it asks for more: `services/{code}` says what.'),
      type: z.literal('realtime'),
      keywords: z.string(),
      group: text,
    }),
  )
  .meta({ id: 'Open311Services' });

export const definitionAnswer = z
  .object({
    service_code: z.string(),
    attributes: z.array(
      z.object({
        variable: z.boolean(),
        code: z.string(),
        datatype: z.string(),
        required: z.boolean(),
        datatype_description: text,
        order: z.int(),
        description: z.string(),
        values: z.array(z.object({ key: z.string(), name: z.string() })).optional(),
      }),
    ),
  })
  .meta({ id: 'Open311ServiceDefinition' });

export const requestsAnswer = z
  .array(
    z.object({
      service_request_id: z.string().describe('The registration number.'),
      status: z.enum(['open', 'closed']),
      status_notes: text,
      service_name: z.string(),
      service_code: z.string(),
      description: text,
      agency_responsible: z.string(),
      service_notice: text,
      requested_datetime: time,
      updated_datetime: time,
      expected_datetime: time.nullable(),
      address: text,
      address_id: text,
      zipcode: text,
      lat: z.number().nullable(),
      long: z.number().nullable(),
      media_url: text,
    }),
  )
  .meta({ id: 'Open311Requests' });

export const tokensAnswer = z
  .array(z.object({ service_request_id: z.string(), token: z.string() }))
  .meta({ id: 'Open311Tokens' });

export const submittedAnswer = z
  .array(z.object({ service_request_id: z.string(), service_notice: z.string(), account_id: text }))
  .meta({ id: 'Open311Submitted' });
