import { inLanguage, type Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import { FollowForm, followPath } from './follow-form.js';
import { Forms, type Refused } from './forms.js';
import { page } from './page.js';
import type { StatusAnswer } from './status.schemas.js';
import { words } from './words.js';
import { activitiesNamed } from '../../processing.js';

export interface PageOptions {
  readonly lang: Language;
  readonly token: string;
  /** The outcome of what was sent; `undefined` where nothing was. */
  readonly outcome?: 'saved' | Refused | undefined;
  /** Ids for what may be sent from the page, so that a page that is sent twice does it once. */
  readonly ids: { readonly message: string; readonly callback: string };
}

type View = PageOptions & { readonly status: StatusAnswer };

/** A petition as its petitioner sees it, with what they may do; without script. */
export function statusPage(status: StatusAnswer, options: PageOptions): HtmlPage {
  const view = { ...options, status };
  const { lang, outcome } = options;
  const refused = outcome === 'saved' ? undefined : outcome;
  const say = words[lang];
  return {
    ...page(
      lang,
      `${status.kind === 'notice' ? say.notice : say.title} ${status.number}`,
      <>
        {outcome === 'saved' && <p role="status">{say.saved}</p>}
        {refused && <p role="status">{refused.because[0]}</p>}
        <Facts {...view} />
        <p>
          <a href={`/feedback/v1/status/${status.number}/receipt?token=${options.token}&lang=${lang}&format=html`}>
            {say.receipt}
          </a>
        </p>
        <h2>{say.thread}</h2>
        <Thread {...view} />
        <Forms
          status={status}
          lang={lang}
          token={options.token}
          ids={options.ids}
          refused={refused?.path === followPath ? undefined : refused}
        />
        <FollowForm number={status.number} lang={lang} token={options.token} refused={refused} />
      </>,
      { again: { action: '/feedback/v1/status', fields: { number: status.number, token: options.token } } },
    ),
    processing: activitiesNamed('petitions', 'petition-followers'),
  };
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** A day or an instant as people of the municipality read it. */
const dayOf = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang === 'ro' ? 'ro-RO' : 'en-GB', {
    dateStyle: 'long',
    timeZone: time.length === 10 ? 'UTC' : 'Europe/Bucharest',
  }).format(new Date(time));

const minuteOf = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang === 'ro' ? 'ro-RO' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Bucharest',
  }).format(new Date(time));

function Facts({ status, lang }: View) {
  const say = words[lang];
  const { officer, category, department, satisfaction } = status;
  return (
    <dl>
      <Fact name={say.status}>
        <strong>{say.statuses[status.status]}</strong>
      </Fact>
      <Fact name={say.registered}>{dayOf(status.registeredAt, lang)}</Fact>
      <Deadline status={status} lang={lang} />
      <Fact name={say.category}>{category[lang] ?? category.ro}</Fact>
      <Fact name={say.department}>{department[lang] ?? department.ro}</Fact>
      {officer && (
        <Fact name={say.officer}>
          {officer.name ?? say.erased}, {say.phone} {officer.phone ?? say.erased}
        </Fact>
      )}
      {satisfaction !== null && <Fact name={say.satisfactionGiven}>{satisfaction}</Fact>}
      <Turns status={status} lang={lang} />
    </dl>
  );
}

type Part = Pick<View, 'status' | 'lang'>;

function Deadline({ status: { deadline }, lang }: Part) {
  const say = words[lang];
  if (!deadline) return null;
  const { answerBy, legalAnswerBy, state, extended } = deadline;
  return (
    <>
      <Fact name={say.answerBy}>
        {dayOf(legalAnswerBy, lang)} {state !== 'none' && <span class={state}>({say.deadlines[state]})</span>}
      </Fact>
      <Fact name={say.target}>{dayOf(answerBy, lang)}</Fact>
      {extended && (
        <Fact name={say.extended}>
          {dayOf(extended.at, lang)}: {extended.reason ?? say.erased}
        </Fact>
      )}
    </>
  );
}

/** Forwarding, reopening and closing. */
function Turns({ status: { forwarded, returned, reopened, closed }, lang }: Part) {
  const say = words[lang];
  return (
    <>
      {forwarded && (
        <Fact name={say.forwarded}>
          {forwarded.authority}, {dayOf(forwarded.at, lang)}: {forwarded.reason ?? say.erased}
        </Fact>
      )}
      {returned && (
        <Fact name={say.returned}>
          {returned.authority}, {dayOf(returned.at, lang)}: {returned.reason ?? say.erased}
        </Fact>
      )}
      {reopened && (
        <Fact name={say.reopened}>
          {dayOf(reopened.at, lang)}: {reopened.reason ?? say.erased}
        </Fact>
      )}
      {closed && (
        <Fact name={say.closed}>
          {dayOf(closed.at, lang)} ({say.closings[closed.because]}){closed.note && `: ${closed.note}`}
          {closed.noteCorrected && ` [${say.noteCorrected}]`}
        </Fact>
      )}
    </>
  );
}

interface Said {
  readonly at: string;
  readonly who: 'you' | 'office';
  readonly title: string;
  readonly before?: string | null;
  readonly text: string | null;
  readonly more?: readonly (string | null)[];
  readonly attachments: StatusAnswer['attachments'];
  /** The sending of its letter. */
  readonly letter?: string | null;
}

/** All that was said, in the order of time. */
function saidIn({ status, lang }: View): Said[] {
  const say = words[lang];
  const { registeredAt: at, text, attachments, thread, replies, callbacks } = status;
  const all: Said[] = [
    { at, who: 'you', title: say.you, text, attachments },
    ...thread.map(({ from, asks, ...message }): Said => {
      const who = from === 'citizen' ? 'you' : 'office';
      return { ...message, who, title: asks ? `${say.office}: ${say.asks}` : say[who] };
    }),
    ...replies.map((reply): Said => ({
      at: reply.answeredAt,
      who: 'office',
      title: reply.outcome === 'answered' ? say.answer : say.decline,
      before: reply.salutation,
      text: reply.text,
      more: [
        reply.numbers.length > 1 ? `${say.answers}: ${reply.numbers.join(', ')}` : null,
        reply.legalBasis === null ? null : `${say.legalBasis}: ${reply.legalBasis}`,
        ...reply.signatures.map(
          ({ office, name }) =>
            `${say.signed}: ${[office && inLanguage(office, lang), name ?? say.erased].filter(Boolean).join(', ')}`,
        ),
        `${say.sent}: ${say.channels[reply.channel]}`,
      ],
      attachments: reply.attachments,
      letter: reply.letter,
    })),
    ...callbacks.map(({ requestedAt, phone, doneAt }): Said => {
      const done = doneAt === null ? [] : [`${say.callbackDone}: ${minuteOf(doneAt, lang)}`];
      const asked = `${say.callbackAsked} ${phone ?? say.erased}.`;
      return { at: requestedAt, who: 'you', title: say.you, text: asked, more: done, attachments: [] };
    }),
  ];
  return all.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function Thread(view: View) {
  const { lang, token, status } = view;
  const say = words[lang];
  return (
    <>
      {saidIn(view).map(({ at, who, title, before, text, more = [], attachments, letter = null }, index) => (
        <article key={index} class={who}>
          <h3>
            {title}, <time dateTime={at}>{minuteOf(at, lang)}</time>
          </h3>
          {before && <p>{before}</p>}
          <p>{text ?? say.erased}</p>
          {more.map((line) => line !== null && <p key={line}>{line}</p>)}
          {letter !== null && (
            <p>
              <a
                href={`/feedback/v1/status/${encodeURIComponent(status.number)}/letters/${letter}?token=${token}&lang=${lang}`}
              >
                {say.letter}
              </a>
            </p>
          )}
          {attachments.length > 0 && (
            <ul>
              {attachments.map(({ id, name, size, removed }) => (
                <li key={id}>
                  {removed ? (
                    `${name ?? say.erased} (${say.removed})`
                  ) : (
                    <a href={`/feedback/v1/status/${encodeURIComponent(status.number)}/files/${id}?token=${token}`}>
                      {name ?? id} ({Math.ceil(size / 1024)} kB)
                    </a>
                  )}
                </li>
              ))}
            </ul>
          )}
        </article>
      ))}
    </>
  );
}

/** Asks for number and token; again with the number that was typed, and why. */
export function askForNumber(lang: Language, number = '', because: readonly string[] = []): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.askTitle,
    <form method="post" action="/feedback/v1/status">
      {because.map((line) => (
        <p key={line} class="fault" role="alert">
          {line}
        </p>
      ))}
      <input type="hidden" name="lang" value={lang} />
      <label>
        {say.number}
        <input name="number" required maxLength={100} autoComplete="off" value={number} />
      </label>
      <label>
        {say.code}
        <input name="token" required maxLength={1000} autoComplete="off" />
      </label>
      <button type="submit">{say.show}</button>
    </form>,
    { at: '/feedback/v1/status' },
  );
}

/** The same for a number that is not known, a token that is wrong, and one that is missing. */
export const nothingToSeePage = (lang: Language): HtmlPage =>
  page(
    lang,
    words[lang].nothing,
    <>
      <p>{words[lang].nothingLead}</p>
      <p>
        <a href={`/feedback/v1/status?lang=${lang}`}>{words[lang].askTitle}</a>
      </p>
    </>,
    { at: '/feedback/v1/status' },
  );
