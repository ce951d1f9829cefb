import { catalogue, FacilityAddedV1, jsonSchemaOf, PetitionUpdateContactV1 } from '@ecou/contracts';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationsContext } from '../context.js';
import { publishers } from '../testing/publishers.js';

const path = '/integrations/v1/contracts';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([...publishers, integrationsContext]);
});
afterAll(() => test.stop());

const page = async (address: string) => String((await test.visitor.get(address)).body);

describe('the catalogue', () => {
  it('tells everybody of every public contract, and of no other', async () => {
    const { body } = await test.visitor.get(path);
    const types = [...catalogue.values()].filter(({ visibility }) => visibility === 'public').map(({ type }) => type);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual(types.toSorted());
    expect(body.asyncapi).toBe('/asyncapi.json');
    expect((await test.visitor.get(`${path}/${PetitionUpdateContactV1.type}`)).status).toBe(404);
    expect((await test.visitor.get(`${path}/${PetitionUpdateContactV1.type}/schema`)).status).toBe(404);
  });

  it('finds the schema of a message by its name', async () => {
    const named = `urn:ecou:contract:${FacilityAddedV1.type}`;
    const [found, ...others] = (await test.visitor.get(`${path}?dataschema=${named}`)).body.items;
    expect(others).toEqual([]);
    expect((await test.visitor.get(`${path}/${FacilityAddedV1.type}`)).body).toEqual(found);
    expect(FacilityAddedV1.schema.parse(found.example)).toEqual(found.example);
    const schema = await test.visitor.get(found.schema);
    expect(schema.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
    expect(schema.body).toEqual(JSON.parse(JSON.stringify(jsonSchemaOf(FacilityAddedV1))));
    expect(schema.body.$id).toBe(named);
    expect((await test.visitor.get(`${path}?dataschema=urn:other`)).body.items).toEqual([]);
  });

  it.each([
    ['ro', 'Catalogul mesajelor publice', 'Date cu caracter personal', 'niciuna'],
    ['en', 'The catalogue of public messages', 'Personal data', 'none'],
  ])('is read as a page (%s), without a script', async (lang, title, personal, none) => {
    const list = await page(`${path}?format=html&lang=${lang}`);
    expect(list).toContain(`<h1>${title}</h1>`);
    expect(list).toContain('href="/asyncapi.json"');
    const one = `${path}/${FacilityAddedV1.type}?format=html&lang=${lang}`;
    expect(list).toContain(`href="${one.replace('&', '&amp;')}"`);
    const html = await page(one);
    expect(html).toContain(`<dt>${personal}</dt><dd>${none}</dd>`);
    expect(html).toContain(`<span lang="en">${FacilityAddedV1.summary}</span>`);
    expect(html).toContain(`href="${path}/${FacilityAddedV1.type}/schema"`);
    expect(html).toContain('<th scope="row"><code>facilityId</code></th>');
    expect(list + html).not.toContain('<script');
  });

  it('refuses what it does not know', async () => {
    expect(await test.visitor.get(`${path}/other`)).toMatchObject({ status: 404, body: { code: 'CONTRACT_UNKNOWN' } });
    expect((await test.visitor.get(`${path}?type=other`)).status).toBe(400);
  });
});
