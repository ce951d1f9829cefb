import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import { countIn, timeIn } from '../formats.js';
import type { StarAnswer } from './checks.schemas.js';

const ro = {
  title: 'Dovada cifrelor',
  lead: 'Fiecare tabel din care se fac cifrele este o însumare a mesajelor publice, păstrate toate, în ordinea în care au venit. O verificare face tabelele încă o dată, din toate mesajele, și compară rând cu rând.',
  last: 'Cel mai nou mesaj',
  position: 'Mesaje cuprinse în tabele',
  upTo: (position: string) => `până la numărul ${position}`,
  definition: 'Versiunea tabelelor',
  builtAt: 'Refăcute din toate mesajele',
  building: 'se fac acum',
  checked: 'Ultima verificare',
  at: (time: string, position: string) => `${time}, la mesajul ${position}`,
  never: 'încă nu a fost făcută nicio verificare',
  checking: 'O verificare este în curs.',
  equal: 'Refăcute din toate mesajele, tabelele sunt aceleași.',
  unequal: (rows: string) => `Rânduri care diferă: ${rows}.`,
  tables: 'Tabelele',
  table: 'Tabelul',
  version: 'Versiunea',
  positionOfTable: 'Poziția',
  rebuilt: 'Refăcut',
  isEqual: 'Refăcut = ținut la zi',
  yes: 'da',
  no: 'nu',
  checks: 'Ultimele verificări',
  figures: 'Cifrele',
  machine: 'Același lucru, pentru programe',
  json: 'ca JSON',
};

const en: typeof ro = {
  title: 'Proof of the figures',
  lead: 'Each table that figures are made of is a fold over the public messages, which are all kept, in the order in which they came. A check makes the tables once more, out of all messages, and compares them row by row.',
  last: 'The newest message',
  position: 'Messages in the tables',
  upTo: (position: string) => `up to number ${position}`,
  definition: 'Version of the tables',
  builtAt: 'Rebuilt from all messages',
  building: 'being made at the moment',
  checked: 'Last check',
  at: (time: string, position: string) => `${time}, at message ${position}`,
  never: 'none was made yet',
  checking: 'A check is under way.',
  equal: 'Made anew out of all messages, the tables are the same.',
  unequal: (rows: string) => `Rows that differ: ${rows}.`,
  tables: 'Tables',
  table: 'Table',
  version: 'Version',
  positionOfTable: 'Position',
  rebuilt: 'Rebuilt',
  isEqual: 'Replayed equals incremental',
  yes: 'yes',
  no: 'no',
  checks: 'The last checks',
  figures: 'Figures',
  machine: 'The same, for programs',
  json: 'as JSON',
};

const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

interface Props {
  readonly star: StarAnswer;
  readonly lang: Language;
}

type Check = StarAnswer['checks'][number];

const outcomeOf = ({ isEqual, found }: Check, lang: Language): string =>
  isEqual
    ? wordsOf(lang).equal
    : wordsOf(lang).unequal(
        countIn(
          found.reduce((sum, { differing }) => sum + differing, 0),
          lang,
        ),
      );

const checkIn = ({ endedAt, position }: Check, lang: Language): string =>
  wordsOf(lang).at(timeIn(endedAt, lang), countIn(position, lang));

function Facts({ star: { last, position, definition, builtAt, isChecking, checks }, lang }: Props) {
  const words = wordsOf(lang);
  const [newest] = checks;
  return (
    <>
      <dl>
        <dt>{words.last}</dt>
        <dd>{countIn(last, lang)}</dd>
        <dt>{words.position}</dt>
        <dd>{position === null ? words.building : words.upTo(countIn(position, lang))}</dd>
        <dt>{words.definition}</dt>
        <dd>{definition === null ? words.building : <code>{definition}</code>}</dd>
        <dt>{words.builtAt}</dt>
        <dd>{builtAt === null ? words.building : timeIn(builtAt, lang)}</dd>
        <dt>{words.checked}</dt>
        <dd>{newest ? checkIn(newest, lang) : words.never}</dd>
      </dl>
      {newest && <p class={newest.isEqual ? '' : 'mark'}>{outcomeOf(newest, lang)}</p>}
      {isChecking && <p>{words.checking}</p>}
    </>
  );
}

function Tables({ star: { tables, position, definition, builtAt, checks }, lang }: Props) {
  const words = wordsOf(lang);
  const [newest] = checks;
  const differing = new Map(newest?.found.map((found) => [found.table, found.differing]));
  const equal = (name: string): string => {
    const count = differing.get(name);
    if (count === undefined) return '–';
    return count === 0 ? words.yes : `${words.no}: ${countIn(count, lang)}`;
  };
  return (
    <table class="wide">
      <caption>{words.tables}</caption>
      <thead>
        <tr>
          <th scope="col">{words.table}</th>
          <th scope="col">{words.version}</th>
          <th scope="col" class="number">
            {words.positionOfTable}
          </th>
          <th scope="col">{words.rebuilt}</th>
          <th scope="col">{words.isEqual}</th>
        </tr>
      </thead>
      <tbody>
        {tables.map(({ name, meaning }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
              <p class="more" lang="en">
                {meaning}
              </p>
            </th>
            <td>
              <code>{definition?.slice(0, 8) ?? '–'}</code>
            </td>
            <td class="number">{position === null ? '–' : countIn(position, lang)}</td>
            <td>{builtAt === null ? words.building : timeIn(builtAt, lang)}</td>
            <td>{equal(name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The position of the star, and the result of its last check against its messages. */
export function starPage(star: StarAnswer, lang: Language): HtmlPage {
  const words = wordsOf(lang);
  return {
    lang,
    title: words.title,
    style: 'th .more { font-weight: normal; }',
    children: (
      <main>
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <Facts star={star} lang={lang} />
        <Tables star={star} lang={lang} />
        {star.checks.length > 1 && (
          <>
            <h2>{words.checks}</h2>
            <ul>
              {star.checks.map((check) => (
                <li key={check.beganAt}>
                  {checkIn(check, lang)}: {outcomeOf(check, lang)}
                </li>
              ))}
            </ul>
          </>
        )}
        <p>
          <a href={`/analytics/v1/figures?format=html&lang=${lang}`}>{words.figures}</a>
        </p>
        <p>
          {words.machine}:{' '}
          <a href="/analytics/v1/star?format=json" type="application/json">
            {words.json}
          </a>
        </p>
      </main>
    ),
  };
}
