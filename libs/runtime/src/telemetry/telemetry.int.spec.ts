import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';
import { talliesContext } from '../testing/toy/tally.js';

const counters = '/counters/v1/counters';

describe('telemetry', () => {
  const lines: string[] = [];
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext, talliesContext], {
      env: { LOG_LEVEL: 'trace' },
      logTo: { write: (line) => void lines.push(line) },
    });
  });

  afterAll(() => test.stop());

  const marks = async () => (await test.api.get('/tallies/v1/marks')).body.items as { id: string }[];
  const isMarked = async (id: string) => (await marks()).some((mark) => mark.id === id);

  describe('metrics', () => {
    const scrape = async (path = '/metrics') => {
      const { status, headers, body } = await test.api.get(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      return body as string;
    };

    it('are in the format of Prometheus, and only for those who may read them', async () => {
      const form =
        /^(#.*|[a-zA-Z_:][\w:]*(\{[a-zA-Z_]\w*="[^"]*"(,[a-zA-Z_]\w*="[^"]*")*\})? ([-+\d.e]+|N[aA][nN]|[+-]Inf))$/;
      const odd = (await scrape()).split('\n').filter((line) => line !== '' && !form.test(line));
      expect(odd).toEqual([]);
      expect((await test.visitor.get('/metrics')).status).toBe(401);
      expect((await test.visitor.get('/metrics', { key: test.keys.staff })).status).toBe(403);
    });

    it('tell what was done, and how far behind everything is', async () => {
      const { body } = await test.api.post(counters, { name: 'measured' });
      await test.api.post(`${counters}/${body.id}/count`, { by: -1 });
      await until(() => isMarked(body.id as string));
      await test.settle();
      const value = (text: string, series: string) =>
        Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`${series} `))
            ?.split(' ')
            .at(-1),
        );
      await until(
        async () =>
          value(
            await scrape(),
            'ecou_consumer_lag{consumer="mark-counter",topic="ecou.counters",context="tallies"}',
          ) === 0,
      );
      const text = await scrape();
      expect(text).toMatch(/^ecou_append_seconds_count\{status="ok",context="counters"\} [1-9]/m);
      expect(text).toMatch(
        /^ecou_http_request_seconds_count\{method="POST",route="\/counters\/v1\/counters\/:id\/count",status="409",context="counters"\} 1$/m,
      );
      for (const series of [
        'ecou_view_lag{view="counters",context="counters"}',
        'ecou_view_lag{view="marks",context="tallies"}',
        'ecou_view_faulted{view="marks",context="tallies"}',
        'ecou_mapper_lag{context="counters"}',
        'ecou_outbox_lag{context="counters"}',
        'ecou_timers_overdue{context="counters"}',
        'ecou_housekeeping_failed{context="counters"}',
        'ecou_events_unpartitioned{context="counters"}',
      ]) {
        expect({ [series]: value(text, series) }).toEqual({ [series]: 0 });
      }
      expect(
        value(text, 'ecou_consumer_polling{consumer="mark-counter",topic="ecou.counters",context="tallies"}'),
      ).toBe(1);
      expect(value(text, 'ecou_up{context="counters"}')).toBe(1);
      expect(text).toContain('ecou_held_messages');
      expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    });

    it('of one context are those of that context', async () => {
      const text = await scrape('/tallies/metrics');
      expect(text).toContain('context="tallies"');
      expect(text).not.toContain('context="counters"');
    });

    it('count addresses by their pattern, however many there are', async () => {
      await test.visitor.get(`/nobody/${randomUUID()}`);
      expect(await scrape()).toMatch(
        /ecou_http_request_seconds_count\{method="GET",route="none",status="404",context="none"\}/,
      );
    });
  });

  describe('the log', () => {
    it('is JSON, line by line, with pattern, status, trace and actor of each request', async () => {
      await test.api.post(counters, { name: 'logged' });
      await until(() => lines.some((line) => line.includes('"route":"/counters/v1/counters"')));
      const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(
        entries.find(({ msg, route, method }) => msg === 'answered' && method === 'POST' && route === counters),
      ).toMatchObject({
        status: 201,
        actor: 'key:administrator',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        ms: expect.any(Number),
      });
    });

    it('holds nobody’s data: no body, no query, no address, no key, no message of an error', async () => {
      const secret = 'Popescu';
      const { body } = await test.api.post(counters, { name: `Ion ${secret}` });
      await test.visitor.get(`${counters}?cursor=${secret}`);
      await test.visitor.get(`/of/${secret}?name=${secret}`);
      await test.visitor.post(`${counters}/form`, `name=${secret}`);
      await test.visitor.post(`${counters}/fails`);
      await test.visitor.get(counters, { key: `ecou_${secret}` });
      await test.api.post(counters, { name: secret, [secret]: 1 });
      await test.api.post(counters, `{"name": "${secret}`, { headers: { 'content-type': 'application/json' } });
      await until(() => isMarked(body.id as string));
      expect(lines.some((line) => line.includes('request failed'))).toBe(true);
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
      expect(lines.filter((line) => line.includes(test.keys.administrator))).toEqual([]);
    });
  });

  describe('traces', () => {
    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;

    it('go from the request through event, message and the event that it causes', async () => {
      const { body } = await test.api.post(counters, { name: 'traced' }, { headers: { traceparent } });
      await until(() => isMarked(body.id as string));
      const [opened] = await test.context('counters').store.readStream(`counter-${body.id}`);
      const { rows } = await test
        .context('counters')
        .pool.query(
          `SELECT to_jsonb(o)::text AS message FROM counters.outbox o WHERE to_jsonb(o)::text LIKE '%' || $1 || '%'`,
          [body.id],
        );
      const [marked] = await test.context('tallies').store.readStream(`mark-${body.id}`);
      expect(opened?.metadata.traceparent).toContain(traceId);
      expect(rows).toEqual([{ message: expect.stringContaining(traceId) }]);
      expect(marked?.metadata).toMatchObject({
        traceparent: expect.stringContaining(traceId),
        correlationId: opened?.metadata.correlationId,
        causationId: expect.any(String),
        actor: 'policy:mark-counter',
      });
    });

    it('are begun where a request brings none, or a malformed one', async () => {
      for (const headers of [{}, { traceparent: '00-0-0-00' }]) {
        const { body } = await test.api.post(counters, { name: 'untraced' }, { headers });
        const [opened] = await test.context('counters').store.readStream(`counter-${body.id}`);
        expect(opened?.metadata.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
      }
    });

    it('are recorded by an SDK of OpenTelemetry: the request, and each view that its events change', async () => {
      const exporter = new InMemorySpanExporter();
      const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
      trace.setGlobalTracerProvider(provider);
      try {
        const { body } = await test.api.post(counters, { name: 'recorded' }, { headers: { traceparent } });
        await until(() => isMarked(body.id as string));
        await test.settle();
        const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
        const [request] = spans.filter(({ name }) => name === 'POST /counters/v1/counters');
        expect(request?.attributes).toMatchObject({ 'http.response.status_code': 201 });
        expect(request?.parentSpanContext?.spanId).toBe(traceparent.split('-')[2]);
        const views = spans.filter(({ name }) => name.startsWith('view '));
        expect(new Set(views.map(({ name }) => name))).toEqual(
          new Set(['view counters.counters', 'view tallies.marks']),
        );
        for (const view of views) expect(view.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);

        await test.api.post(counters, { name: 'without a header' });
        await until(() =>
          exporter
            .getFinishedSpans()
            .some(({ name, parentSpanContext }) => name === 'POST /counters/v1/counters' && !parentSpanContext),
        );
      } finally {
        trace.disable();
        await provider.shutdown();
      }
    });
  });
});
