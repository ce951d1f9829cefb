import type { Publisher } from '@ecou/runtime';
import { metadataPathOf, openData, pathOf } from '../addresses.js';
import type { Dataset, Datasets } from '../datasets.reader.js';
import { formatNames, formats, type FormatName } from '../formats.js';

const prefixes = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

const authority = (table: string, code: string) => `http://publications.europa.eu/resource/authority/${table}/${code}`;

/** Of a property whose values are addresses. */
const address = (id: string) => ({ '@id': id, '@type': '@id' });
/** Of a property whose values are texts in several languages. */
const texts = (id: string) => ({ '@id': id, '@container': '@language' });

const context = {
  ...prefixes,
  title: texts('dct:title'),
  description: texts('dct:description'),
  name: texts('foaf:name'),
  homepage: address('foaf:homepage'),
  publisher: 'dct:publisher',
  language: address('dct:language'),
  license: address('dct:license'),
  theme: address('dcat:theme'),
  accessRights: address('dct:accessRights'),
  accrualPeriodicity: address('dct:accrualPeriodicity'),
  conformsTo: address('dct:conformsTo'),
  identifier: 'dct:identifier',
  version: 'dcat:version',
  landingPage: address('dcat:landingPage'),
  dataset: 'dcat:dataset',
  distribution: 'dcat:distribution',
  accessURL: address('dcat:accessURL'),
  downloadURL: address('dcat:downloadURL'),
  mediaType: address('dcat:mediaType'),
  availability: address('http://data.europa.eu/r5r/availability'),
  status: address('adms:status'),
};

/** The parts of the catalogue besides the datasets. */
export interface Frame {
  readonly publisher: Publisher;
  /** The address of the licence. */
  readonly licence: string;
}

const languages = [authority('language', 'RON'), authority('language', 'ENG')];

/** The catalogue of the datasets, as DCAT-AP 3 has it. */
export function catalogueOf({ items, position }: Datasets, frame: Frame): object {
  const { publisher, licence } = frame;
  const { institution, publicUrl } = publisher;
  return {
    '@context': context,
    '@id': `${publicUrl}${openData}/catalogue`,
    '@type': 'dcat:Catalog',
    title: { ro: `Date deschise: ${institution}`, en: `Open data: ${institution}` },
    description: {
      ro: 'Cifrele participării civice: evenimente, chestionare, recomandări, petiții și facilități digitale.',
      en: 'Figures of civic participation: events, questionnaires, recommendations, petitions and digital facilities.',
    },
    publisher: {
      '@id': `${publicUrl}/#publisher`,
      '@type': 'foaf:Agent',
      name: { ro: institution },
      homepage: publicUrl,
    },
    homepage: publicUrl,
    language: languages,
    license: licence,
    dataset: items.map((dataset) => datasetOf(dataset, position, frame)),
  };
}

function datasetOf(dataset: Dataset, position: number, frame: Frame): object {
  const { publicUrl } = frame.publisher;
  const { name, title, description } = dataset;
  const url = `${publicUrl}${pathOf(name)}`;
  return {
    '@id': url,
    '@type': 'dcat:Dataset',
    title,
    description,
    identifier: url,
    version: String(position),
    publisher: { '@id': `${publicUrl}/#publisher` },
    theme: authority('data-theme', 'GOVE'),
    language: languages,
    accessRights: authority('access-right', 'PUBLIC'),
    accrualPeriodicity: authority('frequency', 'UPDATE_CONT'),
    landingPage: `${publicUrl}${openData}/datasets`,
    distribution: formatNames.map((format) => distributionOf(dataset, format, frame)),
  };
}

function distributionOf({ name, title }: Dataset, format: FormatName, { publisher, licence }: Frame): object {
  const { publicUrl } = publisher;
  const url = `${publicUrl}${pathOf(name, { format })}`;
  return {
    '@id': url,
    '@type': 'dcat:Distribution',
    title: { ro: `${title.ro} (${format})`, en: `${title.en} (${format})` },
    accessURL: `${publicUrl}${pathOf(name)}`,
    downloadURL: url,
    mediaType: `http://www.iana.org/assignments/media-types/${formats[format].mediaType}`,
    license: licence,
    availability: 'http://data.europa.eu/r5r/availability/stable',
    status: authority('distribution-status', 'COMPLETED'),
    ...(format === 'csv' && {
      conformsTo: ['http://www.w3.org/ns/csvw', `${publicUrl}${metadataPathOf(name)}`],
    }),
  };
}

/** JSON-LD, whose context stands in it, as Turtle. Its libraries are loaded with the first. */
export async function turtleOf(document: object): Promise<string> {
  const [{ default: jsonld }, { Parser, Writer }] = await Promise.all([import('jsonld'), import('n3')]);
  const quads = (await jsonld.toRDF(document, { format: 'application/n-quads' })) as unknown as string;
  const writer = new Writer({ prefixes });
  writer.addQuads(new Parser({ format: 'N-Quads' }).parse(quads));
  return new Promise((resolve, reject) => {
    writer.end((error: Error | null, text: string) => {
      if (error) reject(error);
      else resolve(text);
    });
  });
}
