import type { Language } from '@ecou/contracts';
import { linkPage, type HtmlPage } from '@ecou/runtime';
import { PasskeyForm } from './passkey-form.js';
import { words } from './passkey-words.js';

interface LoginParts {
  readonly lang: Language;
  /** The path to go to once signed in. */
  readonly to: string;
  /** True where accounts of a provider sign people in, too. */
  readonly hasProvider: boolean;
}

/** The page for signing in with a passkey, or at the provider. */
export function loginPage({ lang, to, hasProvider }: LoginParts): HtmlPage {
  const say = words[lang];
  const atProvider = new URLSearchParams({ by: 'provider', to, lang }).toString();
  return linkPage({
    lang,
    title: say.signIn,
    children: (
      <>
        <p>{say.signInText}</p>
        <PasskeyForm
          lang={lang}
          does="sign-in"
          options="/identity/v1/login/options"
          finish="/identity/v1/login/passkey"
          to={to}
        >
          <button type="submit">{say.signInWithPasskey}</button>
        </PasskeyForm>
        {hasProvider && (
          <p>
            <a href={`/identity/v1/login?${atProvider}`}>{say.signInWithProvider}</a>
          </p>
        )}
      </>
    ),
  });
}
