import { instant, language } from '@ecou/contracts';
import { htmlQuery } from '@ecou/runtime';
import { z } from 'zod';

/** An address of ours: a path, and never one that a browser takes for another host. */
const ownPath = z
  .string()
  .max(1_000)
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'Must be a path of this deployment, such as /identity/v1/session');

export const loginQuery = z.strictObject({
  to: ownPath.default('/identity/v1/session').describe('Where to go once signed in.'),
  by: z
    .enum(['passkey', 'provider'])
    .optional()
    .describe('The way to sign in; with passkeys, where the deployment has them, if it is left out.'),
  lang: language.default('ro').describe('Language of the page.'),
});
export type LoginQuery = z.output<typeof loginQuery>;

/** The provider says what it likes. */
export const callbackQuery = z.looseObject({
  state: z.string().max(500).optional(),
  code: z.string().max(5_000).optional(),
});

export const sessionQuery = z.strictObject(htmlQuery);
export type SessionQuery = z.output<typeof sessionQuery>;

export const logoutBody = z
  .strictObject({
    everywhere: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
      .meta({ type: 'boolean' })
      .default(false)
      .describe('Every session of the person, and every token that was issued up to now.'),
    lang: language.default('ro').describe('Language of the page.'),
  })
  .meta({ id: 'SignOut', example: { everywhere: false } });
export type LogoutBody = z.output<typeof logoutBody>;

export const logoutAnswer = z
  .object({
    signedOut: z.literal(true),
    provider: z.string().nullable().describe('The address that ends the session at the provider, too.'),
  })
  .meta({ id: 'SignedOut' });

export const backChannelBody = z
  .looseObject({ logout_token: z.string().max(20_000).describe('Signed by the provider.') })
  .meta({ id: 'BackChannelLogout', example: { logout_token: 'header.claims.signature' } });

export const backChannelAnswer = z.object({ signedOut: z.literal(true) }).meta({ id: 'BackChannelSignedOut' });

export const sessionAnswer = z
  .object({
    actor: z.string().describe('As it stands in events.'),
    person: z.uuid().nullable().describe('`null`: a key.'),
    name: z.string().nullable().describe('Of the person; `null`: a key, or it was erased.'),
    roles: z.array(z.string()),
    officer: z.uuid().nullable(),
    session: z
      .object({
        startedAt: instant,
        endsAt: instant.describe('Whatever is done in it; sooner where nothing is.'),
        csrf: z
          .string()
          .describe('Sent in `Ecou-Csrf` by a program that has the cookie; pages of a browser need not send it.'),
      })
      .nullable()
      .describe('`null`: a key or a token.'),
  })
  .meta({ id: 'WhoAmI' });
export type SessionAnswer = z.output<typeof sessionAnswer>;
