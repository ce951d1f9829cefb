import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from '../../log/log.reader.js';
import { matches } from './filter.js';
import { payloadOf } from './payload.js';

const entry: LogEntry = {
  ...{ specversion: '1.0', id: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34', source: '/ecou/feedback' },
  ...{ type: 'ecou.feedback.petition-registered.v1', subject: 'one', time: '2026-03-01T10:00:00.000Z' },
  ...{ datacontenttype: 'application/json', dataschema: 'urn:x', sequence: '00000000000000000001' },
  ...{ partitionkey: 'one', correlationid: 'c', causationid: 'd', position: 7, loggedat: '2026-03-01T10:00:01.000Z' },
  data: { category: 'roads', urgent: true, floor: 0, themes: ['water', 'roads'], place: { district: '3' } },
};

describe('a payload', () => {
  it('has the whole CloudEvent', () => {
    const { id, type, body } = payloadOf(entry, 'https://ecou.example.ro');
    expect([id, type]).toEqual([entry.id, entry.type]);
    expect(JSON.parse(body)).toEqual({ type: entry.type, timestamp: entry.time, data: entry });
  });

  it('says where a message is that is too large', () => {
    const sized = (bytes: number) => ({ ...entry, data: { text: 'ș'.repeat(bytes / 2) } });
    const large = JSON.parse(payloadOf(sized(20_000), 'https://ecou.example.ro').body) as object;
    expect(large).toEqual({
      type: entry.type,
      timestamp: entry.time,
      data: {
        id: entry.id,
        position: 7,
        address: 'https://ecou.example.ro/integrations/v1/messages?after=6&limit=1',
      },
    });
    expect(JSON.parse(payloadOf(sized(18_000), '').body)).toHaveProperty('data.sequence');
  });
});

describe('a filter', () => {
  const none = { types: null, key: null, fields: [] };
  const field = (name: string, equals: string | number | boolean) => ({ ...none, fields: [{ field: name, equals }] });

  it.each([
    ['nothing', none, true],
    ['its type', { ...none, types: ['other', entry.type] }, true],
    ['another type', { ...none, types: ['other'] }, false],
    ['its key', { ...none, key: 'one' }, true],
    ['another key', { ...none, key: 'two' }, false],
    ['a text', field('data.category', 'roads'), true],
    ['another text', field('data.category', 'water'), false],
    ['a truth', field('data.urgent', true), true],
    ['a truth as a text', field('data.urgent', 'true'), false],
    ['a number', field('data.floor', 0), true],
    ['an item of a list', field('data.themes', 'water'), true],
    ['no item of a list', field('data.themes', 'light'), false],
    ['a field inside', field('data.place.district', '3'), true],
    ['a field that is not there', field('data.place.street.name', '3'), false],
    ['what every object has', field('data.constructor.name', 'Object'), false],
    [
      'one of two fields',
      {
        ...none,
        fields: [
          { field: 'data.category', equals: 'roads' },
          { field: 'data.floor', equals: 1 },
        ],
      },
      false,
    ],
  ])('for %s: %s', (_name, filter, isMatch) => expect(matches(filter, entry)).toBe(isMatch));
});
