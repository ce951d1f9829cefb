import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import { Doing, Occasion, page } from './page.js';
import { words } from './words.js';
import { activitiesNamed } from '../../processing.js';

/** Content of the page of an invitation. */
export interface ShownInvitation {
  readonly language: Language;
  /** `null`: the person was erased. */
  readonly name: string | null;
  readonly occasion: Announcement;
  readonly answer: 'accepted' | 'declined' | null;
  /** Path of the page of the registration that came of it. */
  readonly registrationPage: string | null;
}

/** An invitation, to be accepted or declined. `refused`: why the last answer could not be taken. */
export function invitationPage(shown: ShownInvitation, refused: 'late' | 'full' | 'closed' | null = null): HtmlPage {
  const { language: lang, name, occasion, answer, registrationPage } = shown;
  const say = words[lang];
  const said = refused ?? answer ?? 'invited';
  return {
    ...page(
      lang,
      say[said],
      <>
        {said !== 'accepted' && <p role="status">{say[`${said}Lead`]}</p>}
        <Occasion occasion={occasion} lang={lang} more={[[say.name, name ?? say.erased]]} />
        {registrationPage !== null && (
          <p>
            <a href={registrationPage}>{say.toRegistration}</a>
          </p>
        )}
        {answer !== 'accepted' && refused === null && (
          <Doing actions={[['accept', say.accept], ...(answer === null ? [['decline', say.decline] as const] : [])]} />
        )}
      </>,
    ),
    processing: activitiesNamed('registration'),
  };
}
