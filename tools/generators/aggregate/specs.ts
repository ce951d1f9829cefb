import type { Parts } from './parts.ts';
import { sampleOf } from '../tree/fields.ts';
import { camelCase, constantCase, plural, withArticle } from '../tree/names.ts';

export const spec = ({
  name,
  Name,
  variable,
  spoken,
  fields,
}: Parts): string => `import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { ${variable}Decider, require${Name}, type ${Name}CommandBody } from './${name}.decider.js';
import type { ${Name}Details, ${Name}Event } from './${name}.events.js';

const given = specify(${variable}Decider);

const details: ${Name}Details = ${JSON.stringify(sampleOf(fields))};
const create: ${Name}CommandBody = { type: 'Create${Name}', details };
const created: ${Name}Event = { type: '${Name}Created', data: details };
const other = { ...details, change: 1 };
const change: ${Name}CommandBody = { type: 'Change${Name}', details: other };
const changed: ${Name}Event = { type: '${Name}Changed', data: other };

describe('${withArticle(spoken)}', () => {
  it('is created', () => {
    given().when(create).then(created);
  });
  it('is created once: a repeat changes nothing, also after a change', () => {
    given(created).when(create).then();
    given(created, changed).when(create).then();
  });
  it('is not created again with other content', () => {
    given(created)
      .when({ ...create, details: other })
      .thenRejected('${constantCase(Name)}_EXISTS');
  });
  it('changes, once', () => {
    given(created).when(change).then(changed);
    given(created, changed).when(change).then();
    expect(require${Name}(given(created, changed).state()).details).toEqual(other);
  });
  it('is not known before it was created', () => {
    given().when(change).thenRejected('${constantCase(Name)}_UNKNOWN');
  });
});
`;

export const intSpec = ({
  context,
  contextModule,
  name,
  Name,
  spoken,
  fields,
}: Parts): string => `import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ${camelCase(context)}Context } from '${contextModule}';

const path = '/${context}/v1/${plural(name)}';
const id = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0001';
const details = ${JSON.stringify(sampleOf(fields))};
let running: TestProcess;

beforeAll(async () => {
  running = await startTestProcess([${camelCase(context)}Context]);
}, 60_000);
afterAll(() => running.stop());

describe('${withArticle(spoken)} over HTTP', () => {
  it('is created once, and read', async () => {
    const { api } = running;
    expect((await api.post(path, { id, ...details })).status).toBe(201);
    expect((await api.post(path, { id, ...details })).status).toBe(200);
    expect((await api.get(\`\${path}/\${id}\`)).body).toEqual({ id, ...details, version: 1 });
  });

  it('changes where the caller knows what it is', async () => {
    const { api } = running;
    const change = (ifMatch: string) => api.put(\`\${path}/\${id}\`, details, { headers: { 'if-match': ifMatch } });
    expect((await change('"1"')).body).toEqual({ id, version: 1 });
    expect((await change('"9"')).body).toMatchObject({ code: 'PRECONDITION_FAILED' });
  });

  it.each([
    ['an unknown field', { ...details, unknown: 1 }, 'unknown'],
    ['an id that is none', { ...details, id: 'none' }, 'id'],
  ])('refuses %s', async (_what, body, field) => {
    const answer = await running.api.post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path: field })]);
  });

  it('is nothing that a visitor creates', async () => {
    expect((await running.visitor.post(path, details)).status).toBe(401);
    expect((await running.api.get(\`\${path}/6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0002\`)).body).toMatchObject({
      code: '${constantCase(Name)}_UNKNOWN',
    });
  });
});
`;
