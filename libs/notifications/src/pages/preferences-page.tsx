import { subscriptionFormPath, type Language } from '@ecou/contracts';
import { Faults, Field, Tick, type FieldFaults, type HtmlPage } from '@ecou/runtime';
import { moment } from '../sending/templates/moment.js';
import type { Preferences } from '../subscribers/subscriber/preferences.js';
import type { LedgerEntry, StopReason } from '../subscribers/subscriber/subscriber.state.js';
import type { TopicLabel } from '../subscribers/topic/topic-label.js';
import { Doing, page, Topic } from './page.js';
import { words } from './preferences-words.js';
import { Telegram, type ShownTelegram } from './telegram-part.js';
import { activitiesNamed } from '../processing.js';

export interface ShownAddress {
  readonly number: number;
  /** Enough to tell it from others: a link may be forwarded. */
  readonly masked: string;
  readonly confirmed: boolean;
  /** The reason for which nothing goes to it any more; `null`: messages may. */
  readonly stopped: StopReason | null;
}

export interface ShownPreferences {
  /** Path of the page, without query. */
  readonly path: string;
  /** Those that are confirmed. */
  readonly topics: readonly TopicLabel[];
  /** Of their messages. */
  readonly language: Language;
  readonly preferences: Preferences;
  readonly addresses: readonly ShownAddress[];
  readonly ledger: readonly (LedgerEntry & { readonly labels: readonly TopicLabel[] })[];
  readonly consent: string;
  /** `null`: the deployment has no bot. */
  readonly telegram: ShownTelegram | null;
  /** Said above: that a choice was kept, or why it was not. */
  readonly said: string | null;
  readonly faults: FieldFaults;
  /** The address as it was typed. */
  readonly typed: string;
}

interface Part {
  readonly lang: Language;
  readonly shown: ShownPreferences;
}

const languages: readonly (readonly [Language, string])[] = [
  ['ro', 'Română'],
  ['en', 'English'],
];

const schedules = ['immediate', 'daily', 'weekly'] as const;

const TopicBoxes = ({ lang, shown: { topics } }: Part) =>
  topics.length === 0 ? null : (
    <fieldset>
      <legend>{words[lang].topics}</legend>
      {topics.map((label) => (
        <label key={label.topic}>
          <input type="checkbox" name={label.topic} defaultChecked /> <Topic label={label} />
        </label>
      ))}
    </fieldset>
  );

const LanguageRadios = ({ lang, shown: { language } }: Part) => (
  <fieldset>
    <legend>{words[lang].language}</legend>
    {languages.map(([value, name]) => (
      <label key={value} lang={value}>
        <input type="radio" name="language" value={value} defaultChecked={value === language} /> {name}
      </label>
    ))}
  </fieldset>
);

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

const Select = ({ name, label, value, options }: Choice) => (
  <Field name={name} label={label}>
    {(attributes) => (
      <select {...attributes}>
        {options.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const hours = Array.from({ length: 24 }, (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`] as const);

const When = ({ lang, shown: { preferences } }: Part) => {
  const say = words[lang];
  return (
    <fieldset>
      <legend>{say.when}</legend>
      {schedules.map((value) => (
        <label key={value}>
          <input type="radio" name="schedule" value={value} defaultChecked={value === preferences.schedule} />{' '}
          {say.schedule[value]}
        </label>
      ))}
      <Select name="hour" label={say.hour} value={String(preferences.hour)} options={hours} />
      <Select
        name="weekday"
        label={say.weekday}
        value={String(preferences.weekday)}
        options={say.weekdays.map((day, index) => [String(index + 1), day] as const)}
      />
    </fieldset>
  );
};

/** Those of Europe, and the one that was chosen. */
const zones = (chosen: string): string[] => {
  const near = Intl.supportedValuesOf('timeZone').filter((zone) => zone.startsWith('Europe/'));
  return near.includes(chosen) ? near : [chosen, ...near];
};

const Quiet = ({ lang, shown: { preferences } }: Part) => {
  const say = words[lang];
  const { quiet, timeZone } = preferences;
  return (
    <fieldset>
      <legend>{say.quiet}</legend>
      <p class="more">{say.quietHint}</p>
      <Field name="quietFrom" label={say.from}>
        {(input) => <input {...input} type="time" value={quiet?.from ?? ''} />}
      </Field>
      <Field name="quietTo" label={say.to}>
        {(input) => <input {...input} type="time" value={quiet?.to ?? ''} />}
      </Field>
      <Select
        name="timeZone"
        label={say.timeZone}
        value={timeZone}
        options={zones(timeZone).map((zone) => [zone, zone] as const)}
      />
    </fieldset>
  );
};

const Order = ({ lang, shown: { addresses, preferences } }: Part) => {
  if (addresses.length < 2) return null;
  const say = words[lang];
  const places = addresses.map((_, index) => [String(index + 1), String(index + 1)] as const);
  return (
    <fieldset>
      <legend>{say.order}</legend>
      <p class="more">{say.orderHint}</p>
      {addresses.map(({ number, masked }, index) => (
        <Select key={number} name={`place-${number}`} label={masked} value={String(index + 1)} options={places} />
      ))}
      <label>
        <input type="checkbox" name="fallback" defaultChecked={preferences.fallback} /> {say.fallback}
      </label>
    </fieldset>
  );
};

const Addresses = ({ lang, shown }: Part) => {
  const say = words[lang];
  const { path, addresses, consent, faults, typed } = shown;
  return (
    <>
      <h2>{say.addresses}</h2>
      <ul>
        {addresses.map(({ number, masked, confirmed, stopped }) => (
          <li key={number}>
            {masked}
            {!confirmed && ` – ${say.waits}`}
            {stopped && ` – ${say[stopped]}`}
            {addresses.length > 1 && (
              <form method="post" action={`${path}/addresses/${number}/remove?lang=${lang}`}>
                <button type="submit" aria-label={`${say.remove}: ${masked}`}>
                  {say.remove}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <h2>{say.add}</h2>
      <Faults lang={lang} faults={faults} />
      <form method="post" action={`${path}/addresses?lang=${lang}`}>
        <Field name="email" label={say.email} faults={faults}>
          {(input) => <input {...input} type="email" required maxLength={254} autoComplete="email" value={typed} />}
        </Field>
        <Tick name="agree" label={consent} faults={faults} />
        <button type="submit">{say.add}</button>
      </form>
    </>
  );
};

const Ledger = ({ lang, shown: { ledger, preferences } }: Part) => {
  const say = words[lang];
  return (
    <>
      <h2>{say.ledger}</h2>
      <ol>
        {ledger.map(({ act, at, text, labels }, index) => (
          <li key={`${index}`}>
            {moment(at, preferences.timeZone, lang)}: {say.acts[act]}
            {labels.length > 0 && ` – ${labels.map((label) => label.text).join('; ')}`}
            {text !== null && <blockquote>{text}</blockquote>}
          </li>
        ))}
      </ol>
    </>
  );
};

/** The page of preferences: topics, times and addresses of somebody; each can be changed, without script. */
export function preferencesPage(lang: Language, shown: ShownPreferences): HtmlPage {
  const say = words[lang];
  const { path, topics, said } = shown;
  const hasAll = topics.some(({ topic }) => topic === 'everything');
  return {
    ...page(
      lang,
      say.title,
      <>
        {said !== null && <p role="status">{said}</p>}
        <p>{topics.length > 0 ? say.lead : say.none}</p>
        <Doing label={say.save} action={path}>
          <TopicBoxes lang={lang} shown={shown} />
          <LanguageRadios lang={lang} shown={shown} />
          <When lang={lang} shown={shown} />
          <Quiet lang={lang} shown={shown} />
          <Order lang={lang} shown={shown} />
        </Doing>
        {!hasAll && (
          <p>
            <a href={subscriptionFormPath('everything', lang)}>{say.all}</a>
          </p>
        )}
        <Addresses lang={lang} shown={shown} />
        <Telegram lang={lang} shown={shown.telegram} />
        {topics.length > 0 && (
          <>
            <h2>{say.leave}</h2>
            <p>{say.leaveLead}</p>
            <Doing label={say.leave} action={`${path}/end?lang=${lang}`} />
          </>
        )}
        <Ledger lang={lang} shown={shown} />
      </>,
      path,
    ),
    processing: activitiesNamed('subscription'),
  };
}

/** Asks whether an address is theirs, and shows what was agreed to. */
export const askForAddress = (lang: Language, consent: string): HtmlPage =>
  page(
    lang,
    words[lang].confirmAddress,
    <>
      <p>{words[lang].confirmAddressLead}</p>
      <blockquote>{consent}</blockquote>
      <Doing label={words[lang].confirm} />
    </>,
  );

const Way = ({ href, label }: { readonly href: string; readonly label: string }) => (
  <p>
    <a href={href}>{label}</a>
  </p>
);

export const addressConfirmed = (lang: Language, href: string): HtmlPage =>
  page(
    lang,
    words[lang].addressConfirmed,
    <>
      <p>{words[lang].addressConfirmedLead}</p>
      <Way href={href} label={words[lang].title} />
    </>,
  );

/** To the owner of an address that another subscriber has: the link in a message to it proves that it is they. */
export const addressInUsePage = (lang: Language, href: string): HtmlPage =>
  page(
    lang,
    words[lang].inUse,
    <>
      <p>{words[lang].inUseLead}</p>
      <Way href={href} label={words[lang].toOther} />
      <Doing label={words[lang].confirm} />
    </>,
  );
