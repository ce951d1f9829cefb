import type { Language } from '@ecou/contracts';
import { linkPage, type HtmlPage } from '@ecou/runtime';
import { PasskeyForm, PasskeyName } from '../../sign-in/pages/passkey-form.js';
import { invitationPath } from '../../sign-in/pages/paths.js';
import { words } from '../../sign-in/pages/passkey-words.js';

/** The page on which somebody who was invited registers a passkey. It knows nothing of them: its script reads the link. */
export function invitationPage(lang: Language): HtmlPage {
  const say = words[lang];
  return linkPage({
    lang,
    title: say.invitation,
    children: (
      <>
        <p>{say.invitationText}</p>
        <PasskeyForm
          lang={lang}
          does="register"
          options={`${invitationPath}/options`}
          finish={`${invitationPath}/passkeys`}
          byLink
        >
          <PasskeyName lang={lang} />
          <button type="submit">{say.register}</button>
        </PasskeyForm>
        <p id="passkey-done" tabIndex={-1} hidden>
          {say.registered} <a href={`/identity/v1/login?lang=${lang}`}>{say.signInNow}</a>
        </p>
      </>
    ),
  });
}
