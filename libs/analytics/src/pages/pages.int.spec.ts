import { randomUUID } from 'node:crypto';
import {
  AttendanceCorrectedV2,
  AttendanceReportedV1,
  CivicEventPublishedV1,
  DisseminationLoggedV1,
  DisseminationReachReportedV1,
  FacilityAddedV1,
  FacilityVerifiedV1,
  MessageBouncedV1,
  MessageDeliveredV1,
  PetitionAnsweredV2,
  PetitionRegisteredV1,
  DeadlineMissedV2,
  RecommendationDecidedV1,
  RecommendationRecordedV1,
  ResultsPublishedV1,
  TaxonomyChangedV1,
} from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOMParser } from '@xmldom/xmldom';
import { analyticsContext } from '../context.js';
import { recordAll, starIsUp, type Recorded } from '../testing/recorded.js';
import { charts } from './charts/charts.js';

const path = '/analytics/v1/figures';
const names = [...charts.keys()];
const languages = ['ro', 'en'] as const;

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([analyticsContext]);
  await starIsUp(test);
});
afterAll(() => test.stop());

const get = async (address: string) => (await test.visitor.get(address)).body;
const page = async (address: string) => String(await get(address));
const pageOf = (name: string, lang: string, more = '') => page(`${path}/${name}?format=html&lang=${lang}${more}`);

const at = (day: string) => `${day}T08:00:00Z`;

const attendance = (students: number, citizens: number, total: number) => {
  const categories = [
    { category: 'student', count: students },
    { category: 'citizen', count: citizens },
  ];
  const difference = students + citizens - total;
  return { programmeId: null, categories, total, difference, reconciled: difference === 0 };
};

const [first, second] = [randomUUID(), randomUUID()];

const sessions: readonly Recorded[] = [
  ...(
    [
      [first, 'Ședința sintetică despre piețe și școli', '2026-03-01'],
      [second, 'Dezbaterea sintetică', '2026-03-02'],
    ] as const
  ).map(([civicEventId, ro, day]): Recorded => [
    CivicEventPublishedV1,
    civicEventId,
    { civicEventId, title: { ro, en: `Synthetic: ${ro}` }, startsAt: at(day), endsAt: at(day), publishedAt: at(day) },
    at(day),
  ]),
  [AttendanceReportedV1, first, { ...attendance(14, 10, 24), reportedAt: at('2026-03-02') }, at('2026-03-02')],
  [AttendanceReportedV1, second, { ...attendance(12, 31, 23), reportedAt: at('2026-03-03') }, at('2026-03-03')],
  [
    AttendanceCorrectedV2,
    second,
    {
      ...attendance(12, 11, 23),
      reported: attendance(12, 31, 23),
      reason: { ro: 'numărat greșit' },
      correctedAt: at('2026-03-09'),
    },
    at('2026-03-09'),
  ],
  [
    TaxonomyChangedV1,
    randomUUID(),
    {
      name: 'attendance-categories',
      version: 2,
      entries: [{ id: 'student', name: { ro: 'Studenți', en: 'Students' }, retired: false }],
      changedAt: at('2026-03-01'),
    },
    at('2026-03-01'),
  ],
];

/** So many petitions of a category and a day, the first of them answered in time, the last missed. */
const petitions = (category: string, count: number, day: string): readonly Recorded[] =>
  Array.from({ length: count }, (_, index): readonly Recorded[] => {
    const petitionId = randomUUID();
    const common = { petitionId, category };
    return [
      [PetitionRegisteredV1, petitionId, { ...common, receivedOn: day, registeredAt: at(day) }, at(day)],
      ...(index < count - 2
        ? [
            [
              PetitionAnsweredV2,
              petitionId,
              { ...common, outcome: 'answered', inTime: index > 0, answeredAt: at(day) },
              at(day),
            ] as const,
          ]
        : []),
      ...(index === count - 1
        ? [[DeadlineMissedV2, petitionId, { ...common, missedAt: at(day) }, at(day)] as const]
        : []),
    ];
  }).flat();

const [posters, radio, suggested] = [randomUUID(), randomUUID(), randomUUID()];

const logged = (id: string, channel: string, status: string): Recorded => [
  DisseminationLoggedV1,
  id,
  { channel, status, doneOn: status === 'done' ? '2026-02-09' : null, loggedAt: at('2026-02-09') },
  at('2026-02-09'),
];

/** Two estimates of posters; the second is corrected later. */
const reached = [
  ['9b8b2f0e-0b7f-4c1d-8a52-1f8f5b1c9a01', 500, 500, '2026-02-10'],
  ['9b8b2f0e-0b7f-4c1d-8a52-1f8f5b1c9a02', 12_000, 12_000, '2026-02-11'],
  ['9b8b2f0e-0b7f-4c1d-8a52-1f8f5b1c9a02', 11_000, 12_000, '2026-02-20'],
].map(([reachId, people, reportedPeople, day]): Recorded => [
  DisseminationReachReportedV1,
  posters,
  { reachId, people, reportedPeople, isCorrected: people !== reportedPeople, countedOn: '2026-02-10' },
  at(String(day)),
]);

const disseminations: readonly Recorded[] = [
  logged(posters, 'posters', 'done'),
  logged(radio, 'radio', 'done'),
  logged(suggested, 'schools', 'suggested'),
  ...reached,
];

const rest: readonly Recorded[] = [
  ...disseminations,
  ...petitions('roads', 9, '2026-01-10'),
  ...petitions('noise', 2, '2026-01-11'),
  ...petitions('parks', 6, '2026-01-12'),
  ...petitions('roads', 7, '2026-03-10'),
  ...petitions('street-lighting-and-signs', 12, '2026-03-10'),
  ...petitions('noise', 3, '2026-02-10'),
  ...['portal', 'library', 'library'].flatMap((kind): Recorded[] => {
    const facilityId = randomUUID();
    const added = { facilityId, kind, status: 'open', addedAt: at('2026-01-02') };
    const verified = { facilityId, verifiedAt: at('2026-02-02') };
    return [
      [FacilityAddedV1, facilityId, added, at('2026-01-02')],
      ...(kind === 'library' ? [[FacilityVerifiedV1, facilityId, verified, at('2026-02-02')] as const] : []),
    ];
  }),
  ...Array.from({ length: 7 }, (_, index): Recorded => {
    const messageId = randomUUID();
    const common = { messageId, channel: index % 3 ? 'email' : 'telegram' };
    return index === 1
      ? [MessageBouncedV1, messageId, { ...common, bouncedAt: at('2026-02-03') }, at('2026-02-03')]
      : [MessageDeliveredV1, messageId, { ...common, deliveredAt: at('2026-02-03') }, at('2026-02-03')];
  }),
  ...[0, 1, 2].flatMap((index): Recorded[] => {
    const recommendationId = randomUUID();
    const recorded = { recommendationId, civicEventId: first, recordedAt: at('2026-03-02') };
    const decided = { ...recorded, decision: 'accepted', decidedAt: at('2026-03-05') };
    return [
      [RecommendationRecordedV1, recommendationId, recorded, at('2026-03-02')],
      ...(index > 0 ? [[RecommendationDecidedV1, recommendationId, decided, at('2026-03-05')] as const] : []),
    ];
  }),
  ...(
    [
      [4.5, 20],
      [3.5, 10],
      ['suppressed', 'suppressed'],
    ] as const
  ).map(([mean, n]): Recorded => {
    const questionnaireId = randomUUID();
    const items = ['programme', 'duration'].map((aspect) => ({
      ...{ item: aspect, kind: 'grade', aspect, wording: { ro: `Cum a fost? (${aspect})` } },
      ...{ n, mean, median: mean, distribution: [], occurred: null },
    }));
    return [
      ResultsPublishedV1,
      questionnaireId,
      { questionnaireId, items, publishedAt: at('2026-03-03') },
      at('2026-03-03'),
    ];
  }),
];

/** Waits until every figure shows what was recorded. */
async function drawnAgain(): Promise<void> {
  for (const name of names) await until(async () => (await get(`${path}/${name}`)).position > 0, `${name} to be drawn`);
}

/** The elements of a page's picture, which is XML. */
function pictureOf(html: string) {
  const [svg = ''] = /<svg class="chart"[^]*?<\/svg>|<svg [^>]*class="chart"[^]*?<\/svg>/.exec(html) ?? [];
  const faults: string[] = [];
  const document = new DOMParser({ onError: (_level, message) => faults.push(message) }).parseFromString(
    svg,
    'image/svg+xml',
  );
  expect(faults).toEqual([]);
  const texts = (name: string) => Array.from(document.getElementsByTagName(name)).map(({ textContent }) => textContent);
  return { svg, texts };
}

/** The cells of each row of a page's table. */
const cellsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell = '']) => cell),
  );

describe('figures, before anything was told', () => {
  it.each(languages)('are pages that say so (%s)', async (lang) => {
    const none = { ro: 'Nu există încă nicio cifră.', en: 'There is no figure yet.' }[lang];
    expect(await page(`${path}?format=html&lang=${lang}`)).toContain(none);
    for (const name of names) {
      const html = await pageOf(name, lang);
      expect(html).toContain(none);
      expect(html).toContain(charts.get(name)?.definition[lang]);
    }
  });
});

describe('figures', () => {
  beforeAll(async () => {
    await recordAll(test, [...sessions, ...rest]);
    await drawnAgain();
  });

  it('are told with their meaning, and where each is', async () => {
    const { items } = await get(path);
    expect(items.map(({ name }: { name: string }) => name)).toEqual(names);
    for (const item of items) {
      const { address, columns, rows, asOf, position, day, ...described } = { ...item, ...(await get(item.address)) };
      expect(item).toEqual({ ...described, address });
      expect(rows.length).toBeGreaterThan(0);
      for (const { name } of columns) expect(Object.keys(rows[0])).toContain(name);
      expect({ asOf, day, position }).toEqual({
        asOf: null,
        day: '2024-03-01',
        position: sessions.length + rest.length,
      });
      expect(described.contracts.length).toBeGreaterThan(0);
    }
  });

  it.each(languages.flatMap((lang) => names.map((name) => [name, lang] as const)))(
    '%s is a page (%s) with a chart, a table, its definition and its denominator, and without a script',
    async (name, lang) => {
      const html = await pageOf(name, lang);
      const chart = charts.get(name);
      const title = chart?.title[lang] ?? '';
      expect(html).toContain(`<h1>${title}</h1>`);
      for (const text of [chart?.definition[lang], chart?.denominator[lang], chart?.withheld[lang]])
        expect(html).toContain(`<p>${text}</p>`);
      const { svg, texts } = pictureOf(html);
      expect(svg).toContain(`aria-labelledby="chart-${name}-title chart-${name}-desc"`);
      expect(texts('title')[0]).toBe(title);
      expect(texts('desc')[0]).toContain(chart?.definition[lang]);
      // A text for each part of each bar.
      expect(texts('title').length).toBeGreaterThan(1);
      expect(html).toContain(`<caption>${title}. `);
      expect(html).toMatch(/<input id="field-asOf" name="asOf"[^>]* type="date"/);
      expect(html).toContain(`href="/analytics/v1/datasets/${chart?.figures[0]}?format=csv"`);
      expect(html).not.toMatch(/<script|javascript:| on\w+="/);
      expect(html).not.toMatch(/>[^<]*[0-9a-f]{8}-[0-9a-f]{4}[^<]*</);
      expect(await page(`${path}?format=html&lang=${lang}`)).toContain(
        `href="${path}/${name}?format=html&amp;lang=${lang}"`,
      );
    },
  );

  it('are named as staff named what they count, and in the language of the page', async () => {
    expect(cellsOf(await pageOf('participation', 'ro')).flat()).toContain('Studenți');
    expect(cellsOf(await pageOf('participation', 'en')).flat()).toContain('Students');
    expect(cellsOf(await pageOf('facilities', 'ro')).flat()).toContain('Bibliotecă');
    expect(cellsOf(await pageOf('recommendations', 'ro')).flat()).toContain('Acceptată');
    expect(pictureOf(await pageOf('petitions-by-month', 'ro')).texts('text')).toContain('ian. 2026');
  });

  it('come to what was told', async () => {
    expect((await get(`${path}/satisfaction`)).rows).toEqual(
      ['duration', 'programme'].map((aspect) => ({
        ...{ aspect, wordingRo: `Cum a fost? (${aspect})`, wordingEn: null },
        ...{ mean: 4.17, respondents: 30, questionnaires: 3, counted: 2, withheld: 1, isWithheld: false },
      })),
    );
    // The list of kinds is the built-in one, whose names stand with the contracts.
    const builtIn = { nameRo: null, nameEn: null };
    expect((await get(`${path}/facilities`)).rows).toEqual([
      { kind: 'library', ...builtIn, facilities: 2, verifiedLately: 2, verifiedBefore: 0, unverified: 0 },
      { kind: 'portal', ...builtIn, facilities: 1, verifiedLately: 0, verifiedBefore: 0, unverified: 1 },
    ]);
    const later = (await get(`${path}/facilities?asOf=2027-03-01`)).rows;
    expect(later[0]).toMatchObject({ kind: 'library', verifiedLately: 0, verifiedBefore: 2 });
    expect((await get(`${path}/reach`)).rows).toEqual([
      { channel: 'email', messages: 4, delivered: 3, bounced: 1, shareDelivered: 0.75 },
      { channel: 'telegram', messages: 3, delivered: 3, bounced: 0, shareDelivered: 1 },
    ]);
    const radioRow = { channel: 'radio', disseminations: 1, estimated: 0, people: null, reportedPeople: null };
    expect((await get(`${path}/dissemination`)).rows).toEqual([
      { channel: 'posters', disseminations: 1, estimated: 1, people: 11_000, reportedPeople: 12_000 },
      radioRow,
    ]);
    expect((await get(`${path}/dissemination?asOf=2026-02-19`)).rows).toEqual([
      { channel: 'posters', disseminations: 1, estimated: 1, people: 12_000, reportedPeople: 12_000 },
      radioRow,
    ]);
    expect(cellsOf(await pageOf('dissemination', 'en'))[2]).toEqual(['Radio', '1', '0', '–', '–']);
    expect((await get(`${path}/recommendations`)).rows).toEqual([
      { status: 'recorded', recommendations: 1, share: 0.3333 },
      { status: 'accepted', recommendations: 2, share: 0.6667 },
    ]);
    expect((await get(`${path}/recommendations?asOf=2026-03-04`)).rows).toEqual([
      { status: 'recorded', recommendations: 3, share: 1 },
    ]);
  });

  it('show what was known before a correction, and what was reported beside what is right since', async () => {
    const rowsAt = async (day: string) => cellsOf(await pageOf('participation', 'en', `&asOf=${day}`));
    const before = await rowsAt('2026-03-08');
    expect(before.slice(1)).toEqual([
      ['2 March 2026: Synthetic: Dezbaterea sintetică; the categories come to 20 more than the total'],
      ...[
        ['Citizens', '31', '31'],
        ['Students', '12', '12'],
        ['Total, as reported', '23', '23'],
      ],
      ['1 March 2026: Synthetic: Ședința sintetică despre piețe și școli'],
      ...[
        ['Citizens', '10', '10'],
        ['Students', '14', '14'],
        ['Total, as reported', '24', '24'],
      ],
    ]);
    const after = await rowsAt('2026-03-09');
    expect(after.slice(1, 5)).toEqual([
      ['2 March 2026: Synthetic: Dezbaterea sintetică; figures were corrected'],
      ...[
        ['Citizens', '11', '31'],
        ['Students', '12', '12'],
        ['Total, as reported', '23', '23'],
      ],
    ]);
    expect(after).toEqual(cellsOf(await pageOf('participation', 'en')));
    expect(cellsOf(await pageOf('participation', 'en', '&asOf=2026-02-01'))).toEqual([]);
    expect((await get(`${path}/participation?asOf=2026-03-08`)).asOf).toBe('2026-03-08');
  });

  it('withhold the groups that the star withholds', async () => {
    const { rows } = await get(`${path}/petitions-by-month`);
    const none = { petitions: null, answered: null, inTime: null, late: null, shareInTime: null, medianDays: null };
    expect(rows).toEqual([
      // Of 17 and 19: groups are shown in steps of five.
      expect.objectContaining({ month: '2026-01-01', isWithheld: false, petitions: 15 }),
      { month: '2026-02-01', isWithheld: true, ...none },
      expect.objectContaining({ month: '2026-03-01', isWithheld: false, petitions: 15 }),
    ]);
    const html = await pageOf('petitions-by-month', 'en');
    expect(cellsOf(html)[2]).toEqual(['February 2026', ...Array.from({ length: 4 }, () => 'withheld')]);
    expect(
      pictureOf(html)
        .texts('text')
        .filter((text) => text === '*'),
    ).toHaveLength(1);
    const categories = (await get(`${path}/petitions-by-category`)).rows;
    expect(
      categories.map(({ category, petitions: count, monthsWithheld }: Record<string, unknown>) => [
        ...[category, count, monthsWithheld],
      ]),
    ).toEqual([
      ['roads', 10, 0],
      ['street-lighting-and-signs', 10, 0],
      ['parks', 5, 0],
      ['noise', null, 2],
    ]);
  });

  it('are drawn again when something came that changes them, and only then', async () => {
    const before = (await get(`${path}/facilities`)).position;
    const petitionsBefore = (await get(`${path}/petitions-by-month?asOf=2026-02-15`)).position;
    const facilityId = randomUUID();
    await recordAll(test, [
      [
        FacilityAddedV1,
        facilityId,
        { facilityId, kind: 'wifi', status: 'open', addedAt: at('2026-03-11') },
        at('2026-03-11'),
      ],
    ]);
    await until(async () => (await get(`${path}/facilities`)).position > before, 'the facilities to be drawn again');
    expect((await get(`${path}/facilities`)).rows).toHaveLength(3);
    expect((await get(`${path}/petitions-by-month`)).position).toBe(before);
    expect((await get(`${path}/petitions-by-month?asOf=2026-02-15`)).position).toBe(petitionsBefore);
    // What comes late was known then.
    await recordAll(test, petitions('roads', 5, '2026-02-12'));
    const late = await get(`${path}/petitions-by-month?asOf=2026-02-15`);
    expect(late.position).toBeGreaterThan(petitionsBefore);
    expect(late.rows).toHaveLength(2);
  });

  it('are not sent again to whoever has them', async () => {
    for (const address of [path, `${path}/reach`, `${path}/reach?asOf=2026-03-01`])
      for (const format of ['html', 'json']) {
        const url = `${address}${address.includes('?') ? '&' : '?'}format=${format}`;
        const { headers } = await test.visitor.get(url);
        const tag = headers.get('etag');
        if (address === path && format === 'json') continue;
        expect(tag).toMatch(/^"/);
        const again = await test.visitor.get(url, { headers: { 'if-none-match': tag ?? '' } });
        expect([url, again.status]).toEqual([url, 304]);
        const other = await test.visitor.get(`${url}&lang=en`, { headers: { 'if-none-match': tag ?? '' } });
        if (format === 'html') expect([url, other.status]).toEqual([url, 200]);
      }
  });

  it('refuse what they do not know', async () => {
    expect(await test.visitor.get(`${path}/other`)).toMatchObject({ status: 404, body: { code: 'FIGURE_UNKNOWN' } });
    for (const day of ['2026-02-30', 'yesterday', '2026-3-1', "2026-01-01' OR true"])
      expect((await test.visitor.get(`${path}/reach?asOf=${encodeURIComponent(day)}`)).status).toBe(400);
    // A form sends what is empty.
    expect((await get(`${path}/reach?asOf=`)).asOf).toBeNull();
  });
});

describe('the proof', () => {
  it.each(languages)('is a page (%s) for everybody, and says what a check found', async (lang) => {
    const address = `/analytics/v1/star?format=html&lang=${lang}`;
    await test.api.post('/analytics/v1/star/checks', {});
    const equal = {
      ro: 'Refăcute din toate mesajele, tabelele sunt aceleași.',
      en: 'Made anew out of all messages, the tables are the same.',
    }[lang];
    await until(async () => (await page(address)).includes(equal), 'the check');
    const { definition, position } = await get('/analytics/v1/star');
    const html = await page(address);
    expect(html).toContain(`<code>${definition}</code>`);
    expect(html).toContain(`<td class="number">${position}</td>`);
    expect(html).not.toContain('<script');
  });

  it('tells how many rows there are only to whom may read all figures', async () => {
    const rowsOf = async (client: typeof test.api) =>
      (await client.get('/analytics/v1/star')).body.checks[0].found.map(({ rows }: { rows: unknown }) => rows);
    expect(new Set(await rowsOf(test.visitor))).toEqual(new Set([null]));
    expect((await rowsOf(test.api)).every(Number.isInteger)).toBe(true);
  });
});

describe('figures, while the star is made', () => {
  it('are answered as they were drawn, and not as of another day', async () => {
    const { pool } = test.context('analytics');
    await pool.query(`UPDATE analytics.stars SET definition = 'of another release' WHERE state = 'live'`);
    expect((await test.visitor.get(`${path}/reach`)).status).toBe(200);
    expect(await test.visitor.get(`${path}/reach?asOf=2026-01-05`)).toMatchObject({
      ...{ status: 503, body: { code: 'STAR_BUILDING' } },
    });
  });
});
