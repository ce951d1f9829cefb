import type { Language } from '@ecou/contracts';
import { Text } from '@ecou/runtime';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { FacilityKind, KindField } from '../kinds/facility-kinds.events.js';
import { Day, Fact, mapPath, OnMap, WebLink } from './parts.js';
import { openOf, wordsOf } from './words.js';

interface Props {
  readonly facility: FacilityAnswer;
  readonly lang: Language;
}

function Place({ facility: { address, position, approximate, onlineOnly }, lang }: Props) {
  const words = wordsOf(lang);
  return (
    <>
      {(address !== null || onlineOnly) && <Fact name={words.address}>{onlineOnly ? words.online : address}</Fact>}
      {position && (
        <Fact name={words.position}>
          <OnMap position={position} />
          {approximate && ` (${words.approximate})`}
        </Fact>
      )}
    </>
  );
}

function Hours({ facility, lang }: Props) {
  const words = wordsOf(lang);
  const { id, openingHours } = facility;
  if (openingHours === null) return null;
  const now = openOf(facility, lang);
  return (
    <Fact name={words.hours}>
      {openingHours}
      {now !== null && ` (${now})`}
      {typeof facility.open === 'boolean' && (
        <>
          {', '}
          <a href={`${mapPath}/${id}/hours.ics?lang=${lang}`} type="text/calendar">
            {words.calendar}
          </a>
        </>
      )}
    </Fact>
  );
}

function Accessibility({ facility: { accessibility }, lang }: Props) {
  const words = wordsOf(lang);
  const { wheelchair, note } = accessibility ?? { wheelchair: null, note: null };
  return (
    <>
      {wheelchair && <Fact name={words.wheelchair}>{words.wheelchairs[wheelchair]}</Fact>}
      {note && (
        <Fact name={words.accessibility}>
          <Text text={note} lang={lang} />
        </Fact>
      )}
    </>
  );
}

function Contact({ facility: { contact }, lang }: Props) {
  if (!contact) return null;
  const words = wordsOf(lang);
  const { phone, email, url, note, brokenSince } = contact;
  return (
    <>
      {phone !== null && (
        <Fact name={words.phone}>
          <a href={`tel:${phone.replaceAll(/[^0-9+*#]/g, '').replaceAll('#', '%23')}`}>{phone}</a>
        </Fact>
      )}
      {email !== null && (
        <Fact name={words.email}>
          <a href={`mailto:${email}`}>{email}</a>
        </Fact>
      )}
      {url !== null && (
        <Fact name={words.website}>
          <WebLink href={url} lang={lang} brokenSince={brokenSince}>
            {url}
          </WebLink>
        </Fact>
      )}
      {note && (
        <Fact name={words.contact}>
          <Text text={note} lang={lang} />
        </Fact>
      )}
    </>
  );
}

type Value = FacilityAnswer['fields'][string];

interface ValueProps {
  readonly value: Value;
  /** Undefined: the kind has it no more. */
  readonly field: KindField | undefined;
  readonly lang: Language;
}

function FieldValue({ value, field, lang }: ValueProps) {
  const words = wordsOf(lang);
  if (typeof value === 'boolean') return <>{value ? words.yes : words.no}</>;
  if (typeof value === 'number')
    return <>{[value.toLocaleString(lang), field?.unit].filter((part) => part != null).join(' ')}</>;
  if (field?.type === 'url') return <a href={value}>{value}</a>;
  const choice = field?.choices.find((each) => each.value === value);
  return choice ? <Text text={choice.name} lang={lang} /> : <>{value}</>;
}

interface FieldsProps extends Props {
  /** Undefined: there is no such kind any more. */
  readonly kind: FacilityKind | undefined;
}

/** The fields of the kind, in its order, and those that it has no more. */
function Fields({ facility: { fields }, kind, lang }: FieldsProps) {
  const defined = kind?.fields ?? [];
  const inOrder = defined.map(({ key }) => key).filter((key) => key in fields);
  const others = Object.keys(fields).filter((key) => !inOrder.includes(key));
  return (
    <>
      {[...inOrder, ...others].map((key) => {
        const field = defined.find((each) => each.key === key);
        const value = fields[key];
        if (value === undefined) return null;
        return (
          <Fact key={key} name={field ? <Text text={field.name} lang={lang} /> : key}>
            <FieldValue value={value} field={field} lang={lang} />
          </Fact>
        );
      })}
    </>
  );
}

function Provenance({ facility, lang }: Props) {
  const words = wordsOf(lang);
  const { verified, verifyDueOn, source, externalId, changedAt } = facility;
  return (
    <>
      {verified ? (
        <Fact name={words.verified}>
          {verified.by}, <Day at={verified.at} lang={lang} />
        </Fact>
      ) : (
        <Fact name={words.verification}>{words.unverified}</Fact>
      )}
      {verifyDueOn !== null && (
        <Fact name={words.verifyDue}>
          <Day at={verifyDueOn} lang={lang} />
        </Fact>
      )}
      {source !== null && <Fact name={words.source}>{source}</Fact>}
      {externalId !== null && <Fact name={words.identifier}>{externalId}</Fact>}
      <Fact name={words.changed}>
        <Day at={changedAt} lang={lang} isExact />
      </Fact>
    </>
  );
}

/** All that is said of a facility in a word or a line. */
export function Facts({ facility, kind, lang }: FieldsProps) {
  const words = wordsOf(lang);
  const { status, reason, operator } = facility;
  return (
    <dl>
      <Fact name={words.status}>
        {words.statuses[status]}
        {reason && (
          <>
            : <Text text={reason} lang={lang} />
          </>
        )}
      </Fact>
      <Place facility={facility} lang={lang} />
      <Hours facility={facility} lang={lang} />
      <Fields facility={facility} kind={kind} lang={lang} />
      <Accessibility facility={facility} lang={lang} />
      {operator !== null && <Fact name={words.operator}>{operator}</Fact>}
      <Contact facility={facility} lang={lang} />
      <Provenance facility={facility} lang={lang} />
    </dl>
  );
}
