import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestProcess, type TestProcess } from './index.js';
import { countersContext } from './toy/counter.js';

describe('a context as a service', () => {
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext]);
  });

  afterAll(() => test.stop());

  it('takes a command, and shows what it changed', async () => {
    const opened = await test.api.post('/counters/v1/counters', { name: 'one' });
    expect(opened).toMatchObject({ status: 201, body: { version: 1 } });
    await test.api.post(`/counters/v1/counters/${opened.body.id}/count`, { by: 3 });
    await test.settle();
    expect((await test.visitor.get('/counters/v1/counters')).body.items).toMatchObject([{ name: 'one', count: 3 }]);
    expect((await test.visitor.get(`/counters/v1/counters/${opened.body.id}`)).body).toMatchObject({ count: 3 });
  });

  it('has views that a rebuild makes again', () => test.replayEqualsIncremental('counters', 'counters'));
});
