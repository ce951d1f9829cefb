import type { Language } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import { Forms } from './forms.js';
import { page } from './page.js';
import type { StatusAnswer } from './status.schemas.js';
import { words } from './words.js';

export interface PageOptions {
  readonly lang: Language;
  readonly token: string;
  /** The outcome of what was sent; `undefined` where nothing was. */
  readonly outcome?: 'saved' | 'refused' | undefined;
  /** Ids for what may be sent from the page, so that a page that is sent twice does it once. */
  readonly ids: { readonly message: string; readonly callback: string };
}

type View = PageOptions & { readonly status: StatusAnswer };

/** A petition as its petitioner sees it, with what they may do; without script. */
export function statusPage(status: StatusAnswer, options: PageOptions): string {
  const view = { ...options, status };
  const { lang, outcome } = options;
  const say = words[lang];
  return page(
    lang,
    `${status.kind === 'notice' ? say.notice : say.title} ${status.number}`,
    <>
      {outcome && <p role="status">{say[outcome]}</p>}
      <Facts {...view} />
      <h2>{say.thread}</h2>
      <Thread {...view} />
      <Forms status={status} lang={lang} token={options.token} ids={options.ids} />
    </>,
  );
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
  const { answerBy, state, extended } = deadline;
  return (
    <>
      <Fact name={say.answerBy}>
        {dayOf(answerBy, lang)} {state !== 'none' && <span class={state}>({say.deadlines[state]})</span>}
      </Fact>
      {extended && (
        <Fact name={say.extended}>
          {dayOf(extended.at, lang)}: {extended.reason ?? say.erased}
        </Fact>
      )}
    </>
  );
}

/** Forwarding, reopening and closing. */
function Turns({ status: { forwarded, reopened, closed }, lang }: Part) {
  const say = words[lang];
  return (
    <>
      {forwarded && (
        <Fact name={say.forwarded}>
          {forwarded.authority}, {dayOf(forwarded.at, lang)}: {forwarded.reason ?? say.erased}
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
        </Fact>
      )}
    </>
  );
}

interface Said {
  readonly at: string;
  readonly who: 'you' | 'office';
  readonly title: string;
  readonly text: string | null;
  readonly more?: string | null;
  readonly attachments: StatusAnswer['attachments'];
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
    ...replies.map(({ outcome, text: answer, legalBasis, attachments: files, answeredAt }): Said => ({
      at: answeredAt,
      who: 'office',
      title: outcome === 'answered' ? say.answer : say.decline,
      text: answer,
      more: legalBasis && `${say.legalBasis}: ${legalBasis}`,
      attachments: files,
    })),
    ...callbacks.map(({ requestedAt, phone, doneAt }): Said => {
      const done = doneAt === null ? null : `${say.callbackDone}: ${minuteOf(doneAt, lang)}`;
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
      {saidIn(view).map(({ at, who, title, text, more, attachments }, index) => (
        <article key={index} class={who}>
          <h3>
            {title}, <time dateTime={at}>{minuteOf(at, lang)}</time>
          </h3>
          <p>{text ?? say.erased}</p>
          {more && <p>{more}</p>}
          {attachments.length > 0 && (
            <ul>
              {attachments.map(({ id, name, size, removed }) => (
                <li key={id}>
                  {removed ? (
                    `${name ?? say.erased} (${say.removed})`
                  ) : (
                    <a href={`/feedback/v1/status/${status.number}/files/${id}?token=${token}`}>
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

/** Asks for number and token; in both languages, since nothing is known of the reader. */
export const askForNumber = (): string =>
  page(
    'ro',
    'Starea unei petiții',
    <form method="post">
      <label>
        Numărul de înregistrare / <span lang="en">Registration number</span>
        <input name="number" required maxLength={100} autoComplete="off" />
      </label>
      <label>
        Codul secret de pe confirmare / <span lang="en">Secret code of the receipt</span>
        <input name="token" required maxLength={200} autoComplete="off" />
      </label>
      <button type="submit">
        Arată / <span lang="en">Show</span>
      </button>
    </form>,
  );

/** The same for a number that is not known, a token that is wrong, and one that is missing. */
export const nothingToSeePage = (): string =>
  page(
    'ro',
    'Nu este nimic de arătat',
    <>
      <p>
        Nu există o petiție cu acest număr pe care acest cod să o deschidă. Folosiți legătura întreagă de pe confirmare.
      </p>
      <p lang="en">There is no petition with this number that this code opens. Use the whole link of the receipt.</p>
    </>,
  );
