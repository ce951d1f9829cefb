import { describe, expect, it } from '@jest/globals';
import { mergeDocuments, mergeMetrics } from './merge.js';

describe('documents of several services', () => {
  const of = (name: string, schema: object) => ({
    openapi: '3.1.0',
    info: { title: 'Ecou', description: `${name}: what it does` },
    paths: { [`/${name}/v1/things`]: { get: {} }, '/identity/v1/keys': { get: { from: name } } },
    components: { schemas: { Problem: { type: 'object' }, ...schema } },
    tags: [name],
  });
  const merged = mergeDocuments([of('events', { Programme: {} }), of('feedback', { Response: {} })]);

  it('have the paths and schemas of all', () => {
    expect(merged).toMatchObject({
      openapi: '3.1.0',
      paths: { '/events/v1/things': { get: {} }, '/feedback/v1/things': { get: {} } },
      components: { schemas: { Problem: { type: 'object' }, Programme: {}, Response: {} } },
    });
  });

  it('say of what each has by itself what the first says', () => {
    expect(merged).toMatchObject({ paths: { '/identity/v1/keys': { get: { from: 'events' } } }, tags: ['events'] });
  });

  it('have the groups of all, in their order, and those of operators last', () => {
    const groups = (...names: string[]) => ({ tags: names.map((name) => ({ name })) });
    expect(mergeDocuments([groups('Programmes', 'Operation'), groups('Petitions', 'Operation')])).toEqual(
      groups('Programmes', 'Petitions', 'Operation'),
    );
  });

  it('are introduced with the words of all, each once', () => {
    expect(merged).toMatchObject({ info: { description: 'events: what it does. feedback: what it does' } });
    const same = { info: { description: 'What others can subscribe to.' } };
    expect(mergeDocuments([same, same])).toEqual(same);
  });
});

describe('metrics of several services', () => {
  const text = (count: number) =>
    [
      '# HELP appends Appended units',
      '# TYPE appends counter',
      `appends{status="ok"} ${count}`,
      '# HELP up Whether it is up',
      '# TYPE up gauge',
      'up 1',
      '',
    ].join('\n');

  it('stand under one heading each, labelled with their service', () => {
    expect(mergeMetrics(new Map(Object.entries({ events: text(3), feedback: text(5) })))).toBe(
      [
        '# HELP appends Appended units',
        '# TYPE appends counter',
        'appends{status="ok",service="events"} 3',
        'appends{status="ok",service="feedback"} 5',
        '',
        '# HELP up Whether it is up',
        '# TYPE up gauge',
        'up{service="events"} 1',
        'up{service="feedback"} 1',
        '',
      ].join('\n'),
    );
  });
});
