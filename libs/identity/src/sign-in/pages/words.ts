import type { Language } from '@ecou/contracts';

/** The words on pages for signing in. */
export const words = {
  ro: {
    session: 'Contul dumneavoastră',
    signedInAs: 'Sunteți autentificat ca',
    roles: 'Roluri',
    noRoles: 'Niciun rol încă: un administrator vi le acordă.',
    until: 'Sesiunea se încheie cel târziu la',
    passkeys: 'Cheile de acces',
    signOut: 'Ieșire',
    signOutEverywhere: 'Ieșire de pe toate dispozitivele',
    signedOut: 'Ați ieșit',
    signedOutText: 'Sesiunea s-a încheiat.',
    atProvider: 'Încheiați și sesiunea de la furnizorul contului',
    signIn: 'Autentificare',
  },
  en: {
    session: 'Your account',
    signedInAs: 'You are signed in as',
    roles: 'Roles',
    noRoles: 'No role yet: an administrator grants them.',
    until: 'The session ends at the latest on',
    passkeys: 'Passkeys',
    signOut: 'Sign out',
    signOutEverywhere: 'Sign out on all devices',
    signedOut: 'You have signed out',
    signedOutText: 'The session has ended.',
    atProvider: 'End the session at the provider of the account, too',
    signIn: 'Sign in',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;
