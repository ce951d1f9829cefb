import { createRequire } from 'node:module';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { category, defineDirectory } from '../petitions.samples.js';
import { offer } from './open311.samples.js';
import { treeOf, type Tree } from './xml-tree.samples.js';

// The client `open311` of npm reads and posts. Two of its dependencies, parsers of XML, cannot be had any more; what they did is done here over
// `@xmldom/xmldom`, which stands in their places (`overrides` in package.json). Its own code, addresses, forms and requests are as published.

type Callback = (error: string | number | boolean | null, data: unknown) => void;

interface Client {
  endpoint?: string;
  format: 'json' | 'xml';
  serviceDiscovery(options: object, callback: Callback): void;
  serviceList(callback: Callback): void;
  serviceDefinition(code: string, callback: Callback): void;
  submitRequest(data: object, callback: Callback): void;
  serviceRequests(id: string | string[] | object, parameters: object, callback: Callback): void;
  token(token: string, callback: Callback): void;
}

const require = createRequire(import.meta.url);
const requireOfClient = createRequire(require.resolve('open311'));
const Open311 = require('open311') as new (options: object) => Client;

/** JSON of XML by the Spark convention: a list where the element is named as a list of its items, else a record. */
function spark(node: Tree): unknown {
  if (typeof node !== 'object') return node === '' ? null : node;
  const names = node.map(([name]) => name);
  const isList =
    new Set(names).size === 1 &&
    ['service', 'attribute', 'value', 'request', 'endpoint', 'format', 'error'].includes(names[0] ?? '');
  return isList
    ? node.map(([, inner]) => spark(inner))
    : Object.fromEntries(node.map(([name, inner]) => [name, spark(inner)]));
}

const asked = <T>(call: (callback: Callback) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, data) => {
      if (error) reject(new Error(`${error} ${String(data)}`));
      else resolve(data as T);
    });
  });

let test: TestProcess;
beforeAll(async () => {
  (requireOfClient('sparkxml') as { parseXml: unknown }).parseXml = (xml: string) => spark(treeOf(xml)[1]);
  (requireOfClient('xml2json') as { toJson: unknown }).toJson = (xml: string) => {
    const [request] = spark(treeOf(xml)[1]) as [object];
    return { service_requests: { request } };
  };
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  await test.api.put(`/feedback/v1/open311-services/${category}`, { ...offer, shows: { place: true, words: true } });
  await test.settle();
});
afterAll(() => test.stop());

const clientOf = (format: Client['format']): Client =>
  new Open311({
    discovery: `${test.process.url}/feedback/open311/discovery.${format}`,
    endpoint: `${test.process.url}/feedback/open311/v2/`,
    apiKey: test.keys.reporter,
    jurisdiction: 'example.ro',
    format,
  });

describe.each(['json', 'xml'] as const)('a third-party client that speaks %s', (format) => {
  it('finds the endpoint', async () => {
    const client = clientOf(format);
    const found = await asked<{ endpoints: { url: string }[] }>((done) => {
      client.serviceDiscovery({ cache: true }, done);
    });
    expect(found.endpoints).toMatchObject([{ type: 'production', formats: ['text/xml', 'application/json'] }]);
    expect(client.endpoint).toMatch(/\/feedback\/open311\/v2\/$/);
  });

  it('reads services and what they ask for', async () => {
    const client = clientOf(format);
    const services = await asked<object[]>((done) => {
      client.serviceList(done);
    });
    expect(services).toMatchObject([{ service_code: category, service_name: 'Iluminat public', type: 'realtime' }]);
    const definition = await asked<{ attributes: object[] }>((done) => {
      client.serviceDefinition(category, done);
    });
    expect(definition).toMatchObject({ service_code: category });
    expect(definition.attributes).toMatchObject([
      { code: 'POLE', datatype: 'string' },
      { code: 'FAULT', datatype: 'singlevaluelist', values: [{ key: 'dark' }, { key: 'flickers', name: 'Pâlpâie' }] },
    ]);
  });

  it('hands a request in, and reads it', async () => {
    const client = clientOf(format);
    const description = `Bec ars & "spart" <aici>, ${format}\nlângă școală`;
    const data = {
      service_code: category,
      lat: 44.39,
      long: 26.11,
      address_string: 'Bd. Sintetic 12',
      email: 'ana@example.org',
      first_name: 'Ana',
      last_name: 'Exemplu',
      description,
      attributes: { FAULT: 'flickers', POLE: '12' },
    };
    const [created] = await asked<{ service_request_id: string }[]>((done) => {
      client.submitRequest(data, done);
    });
    const number = created?.service_request_id ?? '';
    expect(number).toMatch(/^\d{4}-\d{6}$/);
    await test.settle();
    const reading = { service_request_id: number, status: 'open', service_code: category, description };
    const one = await asked<{ lat: number | string; requested_datetime: Date }[]>((done) => {
      client.serviceRequests(number, {}, done);
    });
    expect(one).toMatchObject([reading]);
    expect(Number(one[0]?.lat)).toBe(44.39);
    expect(one[0]?.requested_datetime).toEqual(new Date(test.clock.now()));
    const several = await asked<object[]>((done) => {
      client.serviceRequests([number], {}, done);
    });
    expect(several).toMatchObject([reading]);
    const open = await asked<object[]>((done) => {
      client.serviceRequests({ status: 'open', start_date: '2024-02-01T00:00:00Z' }, done, undefined as never);
    });
    expect(open[0]).toMatchObject(reading);
  });

  it('is told what is wrong', async () => {
    const client = clientOf(format);
    const submitting = asked((done) => {
      client.submitRequest({ service_code: 'dragons', lat: 1, long: 1 }, done);
    });
    await expect(submitting).rejects.toThrow('There is no such service.');
    const asking = asked((done) => {
      client.token('123', done);
    });
    await expect(asking).rejects.toThrow('404');
  });
});
