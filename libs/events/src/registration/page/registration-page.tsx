import type { HtmlPage } from '@ecou/runtime';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import type { OneRegistration } from '../registration/registration.schemas.js';
import { Doing, momentOf, Occasion, page } from './page.js';
import { words, type Words } from './words.js';

/** Content of the pages of a registration. */
export interface Shown {
  readonly registration: OneRegistration;
  readonly occasion: Announcement;
  /** Path of the page on which its holder sees and cancels it. */
  readonly page: string;
  /** The code that is shown at the door, and its picture (SVG, made here). */
  readonly code: { readonly text: string; readonly svg: string };
}

type Said = 'seat' | 'waiting' | 'pending' | 'cancelled' | 'came';

function saidOf({ state, checkedInAt }: OneRegistration): Said {
  if (state === 'cancelled') return state;
  if (checkedInAt !== null) return 'came';
  if (state === 'confirmed-seat') return 'seat';
  return state === 'pending-confirmation' ? 'pending' : state;
}

const Details = ({ shown: { registration, occasion }, say }: { readonly shown: Shown; readonly say: Words }) => (
  <Occasion occasion={occasion} lang={registration.language} more={[[say.name, registration.name ?? say.erased]]} />
);

/** A registration, to be seen and cancelled by its holder. */
export function registrationPage(shown: Shown): HtmlPage {
  const { registration, occasion, code, page: own } = shown;
  const { language: lang, confirmBy } = registration;
  const [say, said] = [words[lang], saidOf(registration)];
  const canCancel = said !== 'came' && said !== 'cancelled';
  return page(
    lang,
    say[said],
    <>
      <p role="status">
        {say[`${said}Lead`]}
        {said === 'pending' && confirmBy !== null && ` ${momentOf(confirmBy, occasion.timeZone, lang)}`}
      </p>
      <Details shown={shown} say={say} />
      {said === 'seat' && (
        <figure>
          <div role="img" aria-label={say.code} dangerouslySetInnerHTML={{ __html: code.svg }} />
          <figcaption>{code.text}</figcaption>
        </figure>
      )}
      {canCancel && (
        <>
          <p>{say.cancelLead}</p>
          <Doing to={own} actions={[['cancel', say.cancel]]} />
        </>
      )}
    </>,
  );
}

/** Asks whether it was they who registered. */
export function askToConfirm(shown: Shown): HtmlPage {
  const { language: lang } = shown.registration;
  const say = words[lang];
  return page(
    lang,
    say.confirmTitle,
    <>
      <p>{say.confirmLead}</p>
      <Details shown={shown} say={say} />
      <Doing actions={[['confirm', say.confirm]]} />
    </>,
  );
}

/** The reason why what was asked for cannot be done. */
export function refusal(shown: Pick<Shown, 'registration' | 'occasion'>, why: 'already' | 'late'): HtmlPage {
  const { language: lang } = shown.registration;
  const say = words[lang];
  return page(
    lang,
    say[why],
    <>
      <p role="status">{say[`${why}Lead`]}</p>
      <Occasion occasion={shown.occasion} lang={lang} />
    </>,
  );
}
