import type { Language } from '@ecou/contracts';
import { Hidden, linkPage, type HtmlPage } from '@ecou/runtime';
import type { SessionAnswer } from '../sign-in.schemas.js';
import { passkeysPath } from './paths.js';
import { words } from './words.js';

const timeOf = (instant: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Bucharest' }).format(
    new Date(instant),
  );

function SignOut({ lang, everywhere }: { readonly lang: Language; readonly everywhere: boolean }) {
  return (
    <form method="post" action="/identity/v1/logout">
      <Hidden name="lang" value={lang} />
      <Hidden name="everywhere" value={String(everywhere)} />
      <button type="submit">{words[lang][everywhere ? 'signOutEverywhere' : 'signOut']}</button>
    </form>
  );
}

/** The page that says who has signed in here, with the ways out, and the way to their passkeys where the deployment has some. */
export function sessionPage(
  { actor, name, roles, session }: SessionAnswer,
  lang: Language,
  hasPasskeys: boolean,
): HtmlPage {
  const say = words[lang];
  return linkPage({
    lang,
    title: say.session,
    children: (
      <>
        <p>
          {say.signedInAs} <strong>{name ?? actor}</strong>.
        </p>
        <p>{roles.length === 0 ? say.noRoles : `${say.roles}: ${roles.join(', ')}`}</p>
        {session && (
          <p>
            {say.until} {timeOf(session.endsAt, lang)}.
          </p>
        )}
        {session && hasPasskeys && (
          <p>
            <a href={`${passkeysPath}?format=html&lang=${lang}`}>{say.passkeys}</a>
          </p>
        )}
        {session && <SignOut lang={lang} everywhere={false} />}
        {session && <SignOut lang={lang} everywhere={true} />}
      </>
    ),
  });
}

/** Said to whoever signed out; `provider`: the address that ends the session there, too. */
export function signedOutPage(provider: string | null, lang: Language): HtmlPage {
  const say = words[lang];
  return linkPage({
    lang,
    title: say.signedOut,
    at: '/identity/v1/login',
    children: (
      <>
        <p role="status">{say.signedOutText}</p>
        {provider !== null && (
          <p>
            <a href={provider}>{say.atProvider}</a>
          </p>
        )}
        <p>
          <a href={`/identity/v1/login?lang=${lang}`}>{say.signIn}</a>
        </p>
      </>
    ),
  });
}
