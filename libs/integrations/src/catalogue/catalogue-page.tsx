import type { Language } from '@ecou/contracts';
import { listPage, type HtmlPage } from '@ecou/runtime';
import { contractsPath, type Change, type Described, type Field, type VersionOf } from './described.js';

const ro = {
  list: 'Catalogul mesajelor publice',
  none: 'Nu există niciun contract cu acest nume.',
  machine: 'Același catalog, pentru programe',
  json: 'ca JSON',
  schema: 'Schema JSON',
  withdrawn: 'Retras',
  type: 'Tip',
  topic: 'Subiect Kafka',
  key: 'Cheia mesajelor',
  dataschema: 'Numele schemei',
  personal: 'Date cu caracter personal',
  noPersonal: 'niciuna',
  visibility: 'Vizibilitate',
  public: 'public',
  fields: 'Câmpuri',
  field: 'Câmp',
  required: 'Obligatoriu',
  meaning: 'Înțeles',
  yes: 'da',
  no: 'nu',
  example: 'Exemplu',
  versions: 'Versiuni',
  version: 'Versiunea',
  first: 'Prima versiune.',
  same: 'Aceleași câmpuri, cu același tip.',
  added: 'adăugat',
  removed: 'eliminat',
  changed: 'schimbat',
};

const en: typeof ro = {
  list: 'The catalogue of public messages',
  none: 'There is no contract of this name.',
  machine: 'The same catalogue, for programs',
  json: 'as JSON',
  schema: 'JSON Schema',
  withdrawn: 'Withdrawn',
  type: 'Type',
  topic: 'Kafka topic',
  key: 'Key of its messages',
  dataschema: 'Name of the schema',
  personal: 'Personal data',
  noPersonal: 'none',
  visibility: 'Visibility',
  public: 'public',
  fields: 'Fields',
  field: 'Field',
  required: 'Required',
  meaning: 'Meaning',
  yes: 'yes',
  no: 'no',
  example: 'Example',
  versions: 'Versions',
  version: 'Version',
  first: 'The first version.',
  same: 'The same fields, of the same types.',
  added: 'added',
  removed: 'removed',
  changed: 'changed',
};

const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

const pageOf = (type: string, lang: Language): string => `${contractsPath}/${type}?format=html&lang=${lang}`;

/** Summaries and meanings are in English on every page. */
const English = ({ children }: { readonly children: string }) => <span lang="en">{children}</span>;

/** All contracts, each with the way to its page. */
export const contractsPage = (contracts: readonly Described[], lang: Language): HtmlPage => {
  const words = wordsOf(lang);
  return listPage({
    lang,
    title: words.list,
    none: words.none,
    next: null,
    query: {},
    entries: contracts.map(({ type, summary, withdrawn }) => (
      <li key={type}>
        <h2>
          <a href={pageOf(type, lang)}>{type}</a>
        </h2>
        <p class="more">
          {withdrawn !== null && `${words.withdrawn}. `}
          <English>{summary}</English>
        </p>
      </li>
    )),
    children: (
      <p>
        {words.machine}:{' '}
        <a href={`${contractsPath}?format=json`} type="application/json">
          {words.json}
        </a>
        ,{' '}
        <a href="/asyncapi.json" type="application/json">
          AsyncAPI 3.0
        </a>
      </p>
    ),
  });
};

interface Props {
  readonly contract: Described;
  readonly lang: Language;
}

function Facts({ contract: { type, topic, key, dataschema, schema }, lang }: Props) {
  const words = wordsOf(lang);
  return (
    <dl>
      <dt>{words.type}</dt>
      <dd>
        <code>{type}</code>
      </dd>
      <dt>{words.visibility}</dt>
      <dd>{words.public}</dd>
      <dt>{words.personal}</dt>
      <dd>{words.noPersonal}</dd>
      <dt>{words.topic}</dt>
      <dd>
        <code>{topic}</code>
      </dd>
      <dt>{words.key}</dt>
      <dd>
        <code>{key}</code>
      </dd>
      <dt>{words.dataschema}</dt>
      <dd>
        <code>{dataschema}</code>
      </dd>
      <dt>{words.schema}</dt>
      <dd>
        <a href={schema} type="application/schema+json">
          {schema}
        </a>
      </dd>
    </dl>
  );
}

function Fields({ fields, lang }: { readonly fields: readonly Field[]; readonly lang: Language }) {
  const words = wordsOf(lang);
  return (
    <table class="wide">
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.type}</th>
          <th scope="col">{words.required}</th>
          <th scope="col">{words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, type, required, meaning }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{type}</code>
            </td>
            <td>{required ? words.yes : words.no}</td>
            <td>{meaning !== null && <English>{meaning}</English>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Changed({
  change: { field, change, before, after },
  lang,
}: {
  readonly change: Change;
  readonly lang: Language;
}) {
  return (
    <li>
      <code>{field}</code>: {wordsOf(lang)[change]}
      {change === 'changed' && (
        <>
          {' '}
          (<code>{before}</code> → <code>{after}</code>)
        </>
      )}
    </li>
  );
}

function Version({ of: { version, type, changes }, isFirst, lang }: VersionProps) {
  const words = wordsOf(lang);
  return (
    <>
      <h3>
        <a href={pageOf(type, lang)}>
          {words.version} {version}
        </a>
      </h3>
      {changes.length === 0 && <p>{isFirst ? words.first : words.same}</p>}
      {changes.length > 0 && (
        <ul>
          {changes.map((change) => (
            <Changed key={change.field} change={change} lang={lang} />
          ))}
        </ul>
      )}
    </>
  );
}

interface VersionProps {
  readonly of: VersionOf;
  readonly isFirst: boolean;
  readonly lang: Language;
}

/** A contract as people read of it. */
export function contractPage(contract: Described, lang: Language): HtmlPage {
  const words = wordsOf(lang);
  const { name, version, context, summary, withdrawn, fields, example, versions } = contract;
  return {
    lang,
    title: `${name}, v${version}`,
    style: 'pre { white-space: pre-wrap; overflow-wrap: anywhere; }',
    children: (
      <main>
        <header>
          <p>{context}</p>
          <h1>
            {name}, v{version}
          </h1>
        </header>
        {withdrawn !== null && (
          <p class="mark">
            <strong>{words.withdrawn}.</strong> <English>{withdrawn}</English>
          </p>
        )}
        <p>
          <English>{summary}</English>
        </p>
        <Facts contract={contract} lang={lang} />
        <h2>{words.fields}</h2>
        <Fields fields={fields} lang={lang} />
        <h2>{words.example}</h2>
        <pre>
          <code>{JSON.stringify(example, null, 2)}</code>
        </pre>
        <h2>{words.versions}</h2>
        {versions.map((one, index) => (
          <Version key={one.type} of={one} isFirst={index === 0} lang={lang} />
        ))}
        <p>
          <a href={`${contractsPath}?format=html&lang=${lang}`}>{words.list}</a>
        </p>
      </main>
    ),
  };
}
