import { instant, language } from '@ecou/contracts';
import { htmlQuery, text } from '@ecou/runtime';
import { z } from 'zod';

/** Bytes, as WebAuthn has them in JSON. */
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/, 'Must be base64url');

const id = bytes(1_500).describe('Of the credential.');
const clientDataJSON = bytes(5_000);
/** `rawId` is the same as `id` in JSON, and the type is the only one that there is. */
const whole = <C extends { readonly id: string }>(credential: C) => ({
  ...credential,
  ...{ rawId: credential.id, type: 'public-key' as const, clientExtensionResults: {} },
});

const madeCredential = z
  .object({ id, response: z.object({ clientDataJSON, attestationObject: bytes(20_000) }) })
  .describe('What `navigator.credentials.create` answered, its bytes as base64url (`RegistrationResponseJSON`).')
  .transform(whole);

const usedCredential = z
  .object({
    id,
    response: z.object({
      ...{ clientDataJSON, authenticatorData: bytes(5_000), signature: bytes(5_000) },
      userHandle: bytes(100).optional(),
    }),
  })
  .describe('What `navigator.credentials.get` answered, its bytes as base64url (`AuthenticationResponseJSON`).')
  .transform(({ response: { userHandle, ...response }, ...credential }) =>
    whole({ ...credential, response: { ...response, ...(userHandle !== undefined && { userHandle }) } }),
  );

const name = text(80).describe('By which they tell their passkeys apart. Personal.');
const link = {
  person: z.uuid().describe('Stands in the link before the dot.'),
  token: z.string().max(50).describe('Stands in the link behind the dot.'),
};

const sample = {
  person: '7f3c9a52-64be-4b1e-9d57-30c1e8b2a614',
  token: 'x'.repeat(22),
  name: 'Telefon',
  made: { id: 'c3ludGhldGlj', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
  used: { id: 'c3ludGhldGlj', response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' } },
};

export const noBody = z.strictObject({}).meta({ id: 'PasskeyOptionsWanted', example: {} });

export const invitedBody = z
  .strictObject(link)
  .meta({ id: 'TakenInvitation', example: { person: sample.person, token: sample.token } });

export const invitedPasskeyBody = z.strictObject({ ...link, name, credential: madeCredential }).meta({
  id: 'PasskeyOfInvitation',
  example: { person: sample.person, token: sample.token, name: sample.name, credential: sample.made },
});

export const passkeyBody = z
  .strictObject({ name, credential: madeCredential })
  .meta({ id: 'NewPasskey', example: { name: sample.name, credential: sample.made } });
export type GivenPasskey = z.output<typeof passkeyBody>;

export const signInBody = z
  .strictObject({ credential: usedCredential })
  .meta({ id: 'PasskeySignIn', example: { credential: sample.used } });
export type UsedPasskey = z.output<typeof signInBody>['credential'];

export const creationOptionsAnswer = z
  .object({ options: z.looseObject({ challenge: z.string() }).describe('`PublicKeyCredentialCreationOptionsJSON`') })
  .meta({ id: 'PasskeyCreationOptions' });

export const requestOptionsAnswer = z
  .object({ options: z.looseObject({ challenge: z.string() }).describe('`PublicKeyCredentialRequestOptionsJSON`') })
  .meta({ id: 'PasskeyRequestOptions' });

export const registeredAnswer = z.object({ passkey: z.uuid() }).meta({ id: 'PasskeyRegistered' });

export const signedInAnswer = z.object({ signedIn: z.literal(true) }).meta({ id: 'PasskeySignedIn' });

export const invitationAnswer = z
  .object({
    id: z.uuid(),
    version: z.int(),
    link: z
      .string()
      .describe('To be handed to the person, and to nobody else. This answer is the only place where it is shown.'),
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' });

const listed = z.object({
  id: z.uuid(),
  name: z.string().nullable().describe('`null`: it was erased.'),
  registeredAt: instant,
  usedAt: instant.nullable().describe('The last sign-in with it, or its registration.'),
  isBlocked: z.boolean().describe('Its counter went back, so that there is a copy: it opens nothing.'),
});
export type PasskeyListed = z.output<typeof listed>;

export const passkeysAnswer = z
  .object({
    passkeys: z.array(listed),
    mayChange: z.boolean().describe('False: sign in again to add or remove one.'),
  })
  .meta({ id: 'OwnPasskeys' });
export type OwnPasskeysAnswer = z.output<typeof passkeysAnswer>;

export const removeBody = z
  .strictObject({ lang: language.default('ro').describe('Language of the page.') })
  .meta({ id: 'RemovedPasskey', example: {} });

export const removedAnswer = z.object({ removed: z.literal(true) }).meta({ id: 'PasskeyRemoved' });

export const pageQuery = z.strictObject({ lang: language.default('ro').describe('Language of the page.') });
export type PageQuery = z.output<typeof pageQuery>;

export const passkeysQuery = z.strictObject(htmlQuery);
export type PasskeysQuery = z.output<typeof passkeysQuery>;
