import type { Language } from '@ecou/contracts';
import { Hidden, linkPage, type HtmlPage } from '@ecou/runtime';
import type { OwnPasskeysAnswer, PasskeyListed } from '../passkeys.schemas.js';
import { PasskeyForm, PasskeyName } from '../../sign-in/pages/passkey-form.js';
import { passkeysPath } from '../../sign-in/pages/paths.js';
import { words } from '../../sign-in/pages/passkey-words.js';

const timeOf = (instant: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Bucharest' }).format(
    new Date(instant),
  );

interface EntryProps {
  readonly passkey: PasskeyListed;
  readonly lang: Language;
  readonly mayRemove: boolean;
}

function Entry({ passkey: { id, name, registeredAt, usedAt, isBlocked }, lang, mayRemove }: EntryProps) {
  const say = words[lang];
  return (
    <li>
      <h2 id={`passkey-${id}`}>{name ?? say.erased}</h2>
      <p class="more">
        {say.since} {timeOf(registeredAt, lang)}
        {usedAt !== null && `, ${say.used} ${timeOf(usedAt, lang)}`}.
      </p>
      {isBlocked && <p class="fault">{say.blocked}</p>}
      {mayRemove && (
        <form method="post" action={`${passkeysPath}/${id}/remove`}>
          <Hidden name="lang" value={lang} />
          <button type="submit" aria-describedby={`passkey-${id}`}>
            {say.remove}
          </button>
        </form>
      )}
    </li>
  );
}

/** The page with the passkeys of whoever is signed in. */
export function passkeysPage({ passkeys, mayChange }: OwnPasskeysAnswer, lang: Language): HtmlPage {
  const say = words[lang];
  const here = `${passkeysPath}?lang=${lang}`;
  return linkPage({
    lang,
    title: say.passkeys,
    children: (
      <>
        {passkeys.length === 0 && <p class="none">{say.none}</p>}
        <ul class="cards">
          {passkeys.map((passkey) => (
            <Entry key={passkey.id} passkey={passkey} lang={lang} mayRemove={mayChange} />
          ))}
        </ul>
        {mayChange ? (
          <>
            <h2>{say.add}</h2>
            <PasskeyForm
              lang={lang}
              does="register"
              options={`${passkeysPath}/options`}
              finish={passkeysPath}
              to={here}
            >
              <PasskeyName lang={lang} />
              <button type="submit">{say.register}</button>
            </PasskeyForm>
          </>
        ) : (
          <p>
            <a href={`/identity/v1/login?lang=${lang}&to=${encodeURIComponent(here)}`}>{say.signInAgain}</a>
          </p>
        )}
        <p>
          <a href={`/identity/v1/session?format=html&lang=${lang}`}>{say.account}</a>
        </p>
      </>
    ),
  });
}
