import { z } from 'zod';

/** The value of a field of a form; one that is empty counts as one that was not sent (GeoReport v2, Optional Arguments). */
export const given = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .transform((value, context): T | undefined => {
      if (value.trim() === '') return undefined;
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      const { params } = issue as { readonly params?: { readonly code?: string } };
      const code = params?.code ?? (issue?.code ?? 'invalid').toUpperCase();
      context.addIssue({ code: 'custom', message: issue?.message ?? '', params: { code } });
      return z.NEVER;
    })
    .optional();

const words = (max: number) => z.string().trim().max(max, `More than ${max} characters`);

/** A number between two others, in text. */
const degrees = (most: number, what: string) =>
  z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,3}(\.\d{1,20})?$/, `Not a ${what} in degrees`)
    .transform(Number)
    .refine((value) => Math.abs(value) <= most, {
      error: `Not a ${what} in degrees`,
      params: { code: 'OUT_OF_RANGE' },
    });

/** The form of a request. What is not named here is looked at only where it is an attribute. */
export const submissionBody = z
  .looseObject({
    api_key: given(words(200)).describe('A key with the role `reporter`.'),
    jurisdiction_id: given(words(200)).describe('Not looked at: there is one jurisdiction.'),
    service_code: given(words(60)),
    lat: given(degrees(90, 'latitude')).describe('WGS84.'),
    long: given(degrees(180, 'longitude')).describe('WGS84.'),
    address_string: given(words(300)),
    address_id: given(words(100)),
    email: given(z.string().trim().pipe(z.email('Not an e-mail address').max(254))),
    phone: given(
      z
        .string()
        .trim()
        .regex(/^\+?[0-9 ().-]{6,30}$/, 'Not a phone number'),
    ),
    first_name: given(words(100)),
    last_name: given(words(100)),
    device_id: given(words(200)).describe('Not kept.'),
    account_id: given(words(200)).describe('Not kept.'),
    description: given(words(4000)),
    media_url: given(
      z
        .string()
        .trim()
        .pipe(z.url({ protocol: /^https?$/, error: 'Not an address of http or https' }).max(2000)),
    ),
  })
  .superRefine(({ service_code: service, lat, long, address_string: address, address_id: addressId }, context) => {
    const refuse = (path: string, code: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    };
    if (service === undefined) refuse('service_code', 'SERVICE_MISSING', 'service_code was not provided');
    if ((lat === undefined) !== (long === undefined))
      refuse(lat === undefined ? 'lat' : 'long', 'LOCATION_INCOMPLETE', 'lat and long are sent together');
    else if (lat === undefined && address === undefined && addressId === undefined)
      refuse('lat', 'LOCATION_MISSING', 'A location is needed: lat and long, or address_string, or address_id');
  })
  .meta({
    id: 'ServiceRequestForm',
    example: {
      service_code: 'street-lighting',
      lat: '44.39',
      long: '26.11',
      description: 'Becul este ars.',
      email: 'ana@example.ro',
      'attribute[FAULT]': 'dark',
    },
  });
export type Submission = z.output<typeof submissionBody>;
