import { z } from 'zod';
import { apiType, collectionId, geoJsonType, htmlType, jsonType, schemaType, type OgcDocuments } from './documents.js';
import {
  collectionAnswer,
  collectionsAnswer,
  conformanceAnswer,
  documentQuery,
  featureAnswer,
  featuresAnswer,
  itemQuery,
  itemsQuery,
  landingAnswer,
  mostFeatures,
  queryablesAnswer,
} from './ogc.schemas.js';

type JsonSchema = Readonly<Record<string, unknown>>;

const target = 'openapi-3.0';

/** A schema with its named parts; that of a parameter by what comes in. */
function converted(schema: z.ZodType, io: 'input' | 'output' = 'output') {
  const text = JSON.stringify(z.toJSONSchema(schema, { target, io, unrepresentable: 'any' }));
  const { definitions = {}, ...own } = JSON.parse(
    text.replaceAll('#/definitions/', '#/components/schemas/'),
  ) as Converted;
  return { own, definitions };
}

interface Converted extends JsonSchema {
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

const schemaOf = (answer: z.ZodType): JsonSchema => converted(answer).own;

const answers = [landingAnswer, conformanceAnswer, collectionsAnswer, queryablesAnswer, featuresAnswer, featureAnswer];

const problem: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
  },
};

/** Forms that the standard gives (OGC 17-069r4, 7.15) and that no schema of ours can tell of a text between commas. */
const standardForms: Readonly<Record<string, object>> = {
  bbox: {
    style: 'form',
    explode: false,
    schema: {
      type: 'array',
      oneOf: [
        { minItems: 4, maxItems: 4 },
        { minItems: 6, maxItems: 6 },
      ],
      items: { type: 'number' },
    },
  },
  datetime: { style: 'form', explode: false, schema: { type: 'string' } },
  limit: {
    style: 'form',
    explode: false,
    schema: { type: 'integer', minimum: 1, maximum: mostFeatures, default: 10 },
  },
  asOf: { schema: { type: 'string' } },
};

interface QuerySchema {
  readonly shape: Readonly<Record<string, z.ZodType>>;
}

const parametersOf = ({ shape }: QuerySchema) =>
  Object.entries(shape).map(([name, schema]) => {
    const { description, ...form } = converted(schema, 'input').own;
    return {
      name,
      in: 'query',
      required: false,
      ...(description === undefined ? {} : { description }),
      schema: form,
      ...standardForms[name],
    };
  });

const featureId = { name: 'featureId', in: 'path', required: true, schema: { type: 'string' } };

interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly query: QuerySchema;
  readonly content: readonly (readonly [type: string, schema: JsonSchema])[];
  readonly path?: readonly object[];
}

const asText: JsonSchema = { type: 'string' };

const get = ({ id, summary, query, content, path = [] }: Operation) => ({
  get: {
    operationId: id,
    summary,
    tags: ['OGC API Features'],
    parameters: [...path, ...parametersOf(query)],
    responses: {
      200: {
        description: summary,
        content: Object.fromEntries(content.map(([type, schema]) => [type, { schema }])),
      },
      ...Object.fromEntries(
        [
          ['400', 'A parameter is unknown or not valid.'],
          ...(path.length > 0 ? [['404', 'There is no such feature.']] : []),
          ['500', 'The server failed.'],
        ].map(([status = '', description]) => [
          status,
          { description, content: { 'application/problem+json': { schema: problem } } },
        ]),
      ),
    },
  },
});

const document = (id: string, summary: string, answer: z.ZodType) =>
  get({
    id,
    summary,
    query: documentQuery,
    content: [
      [jsonType, schemaOf(answer)],
      [htmlType, asText],
    ],
  });

const features = (id: string, summary: string, { query, answer }: { query: QuerySchema; answer: z.ZodType }) => ({
  id,
  summary,
  query,
  content: [
    [geoJsonType, schemaOf(answer)],
    [htmlType, asText],
  ] as const,
});

/** The definition of the API in OpenAPI 3.0.3, as the requirements class `oas30` asks for; paths begin at the landing page. */
export function openApi30(documents: OgcDocuments): JsonSchema {
  const { title, description } = documents.landing();
  const collection = `/collections/${collectionId}`;
  return {
    openapi: '3.0.3',
    info: {
      title,
      description,
      version: '1',
      license: { name: 'EUPL-1.2', url: 'https://spdx.org/licenses/EUPL-1.2.html' },
    },
    servers: [{ url: documents.base }],
    tags: [{ name: 'OGC API Features' }],
    components: { schemas: Object.assign({}, ...answers.map((answer) => converted(answer).definitions)) as object },
    paths: {
      '/': document('getLandingPage', 'The landing page', landingAnswer),
      '/api': get({
        id: 'getApi',
        summary: 'This definition',
        query: z.object({}),
        content: [[apiType, { type: 'object' }]],
      }),
      '/conformance': document('getConformance', 'Standards that are kept', conformanceAnswer),
      '/collections': document('getCollections', 'The collections', collectionsAnswer),
      [collection]: document('describeCollection', 'The collection of facilities', collectionAnswer),
      [`${collection}/queryables`]: get({
        id: 'getQueryables',
        summary: 'Properties to filter by',
        query: documentQuery,
        content: [
          [schemaType, schemaOf(queryablesAnswer)],
          [htmlType, asText],
        ],
      }),
      [`${collection}/items`]: get(
        features('getFeatures', 'Features of the collection', { query: itemsQuery, answer: featuresAnswer }),
      ),
      [`${collection}/items/{featureId}`]: get({
        ...features('getFeature', 'One feature', { query: itemQuery, answer: featureAnswer }),
        path: [featureId],
      }),
    },
  };
}
