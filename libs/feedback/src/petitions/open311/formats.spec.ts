import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatOf, refusal, written, type Value } from './formats.js';
import { treeOf } from './xml-tree.samples.js';

const xml = (root: string, value: Value) => written('xml', root, value).body;

describe('answers in XML', () => {
  it('begin with a declaration, and name the items of lists', () => {
    const body = xml('services', [{ service_code: 'a', metadata: false, group: null }]);
    expect(body).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<services>/);
    expect(treeOf(body)).toEqual([
      'services',
      [
        [
          'service',
          [
            ['service_code', 'a'],
            ['metadata', 'false'],
            ['group', ''],
          ],
        ],
      ],
    ]);
  });
  it('name lists inside, each by its own items', () =>
    expect(treeOf(xml('service_definition', { attributes: [{ values: [{ key: 'a' }, { key: 'b' }] }] }))).toEqual([
      'service_definition',
      [
        [
          'attributes',
          [
            [
              'attribute',
              [
                [
                  'values',
                  [
                    ['value', [['key', 'a']]],
                    ['value', [['key', 'b']]],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ]));
  it('are one empty element where there is nothing', () => {
    expect(treeOf(xml('service_requests', []))).toEqual(['service_requests', '']);
    expect(treeOf(xml('service_definition', { attributes: [] }))).toEqual(['service_definition', [['attributes', '']]]);
  });

  it('hold any text, and are read as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (description) => {
        const [, content] = treeOf(xml('request', { description, end: 'x' }));
        const expected = description
          .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
          .replaceAll(/\r\n?/g, '\n');
        expect(content).toEqual([
          ['description', expected],
          ['end', 'x'],
        ]);
      }),
      { numRuns: 500 },
    );
  });
  it.each(['<b>', ']]>', '&amp;', '<![CDATA[x]]>', '<!-- -->', '  two  spaces ', '007', '1e3', 'true', '\u0001'])(
    'hold %j',
    (text) => expect(treeOf(xml('request', { text }))[1]).toEqual([['text', text.replaceAll('\u0001', '\uFFFD')]]),
  );
});

describe('answers in JSON', () => {
  it('are the value', () =>
    expect(JSON.parse(written('json', 'services', [{ a: null, b: 1 }]).body)).toEqual([{ a: null, b: 1 }]));
  it('are what an address asks for by its end', () =>
    expect(
      ['/v2/services.json', '/v2/services.xml', '/v2/services'].map((url) => formatOf({ url, headers: {} })),
    ).toEqual(['json', 'xml', 'xml']));
});

describe('refusals', () => {
  const problem = (status: number, errors?: object[]) =>
    ({ status, code: 'CODE', detail: 'No.', options: { ...(errors && { errors }) } }) as never;
  it.each([
    [404, 404],
    [403, 403],
    [400, 400],
    [409, 400],
    [413, 400],
    [415, 400],
    [429, 429],
    [503, 503],
  ])('of %i are %i', (status, said) =>
    expect(refusal(problem(status), { url: '/v2/requests.json', headers: {} })).toMatchObject({
      status: said,
      body: JSON.stringify([{ code: said, description: 'No. (CODE)' }]),
    }),
  );
  it('are one for each wrong field', () => {
    const errors = ['lat', 'long'].map((path) => ({ path, code: 'BAD', message: 'Wrong' }));
    expect(treeOf(refusal(problem(400, errors), { url: '/v2/requests', headers: {} }).body)).toEqual([
      'errors',
      ['lat', 'long'].map((name) => [
        'error',
        [
          ['code', '400'],
          ['description', `${name}: Wrong (BAD)`],
        ],
      ]),
    ]);
  });
});
