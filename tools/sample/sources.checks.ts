import type { TestProcess } from '@ecou/runtime/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  activity,
  aspects,
  debates,
  finalResults,
  head,
  institutionAndAuthorities,
  presentations,
  sessions,
} from './sources.ts';

interface Text {
  readonly ro: string;
  readonly en?: string;
}

interface Cell {
  readonly value: string | number;
  readonly count: number | string;
  readonly occurred: boolean | null;
  readonly statement: string | null;
}

interface Listed {
  readonly id: string;
  readonly startsAt: string;
  readonly programmeId: string;
  readonly title: Text;
}

/** A paraphrase says, in Romanian and in English, what a line of the source says. */
function expectParaphrases(texts: readonly Text[], lines: readonly (readonly string[])[]): void {
  expect(texts).toHaveLength(lines.length);
  for (const [index, stems] of lines.entries()) {
    const said = texts[index] ?? { ro: '' };
    for (const stem of stems) expect(said.ro.toLowerCase()).toContain(stem.toLowerCase());
    expect(said.en).toMatch(/\w/);
  }
}

const denominatorOf = ({ participants, total }: (typeof sessions)[number]): number | null =>
  participants.reduce((sum, count) => sum + count, 0) === total ? total : null;

/** The loaded sample beside the table of what the sources say. `of`: the process that it was loaded into. */
export function describeSources(of: () => TestProcess): void {
  let listed: readonly Listed[];
  let test: TestProcess;

  const get = async <Body>(path: string, api = test.visitor): Promise<Body> => {
    const answer = await api.get(path);
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    return answer.body as Body;
  };

  beforeAll(async () => {
    test = of();
    listed = (await get<{ items: Listed[] }>('/events/v1/civic-events?series=consultation-sessions')).items;
  });

  describe('the programme of the sample, beside the head of the reports', () => {
    interface Programme {
      readonly title: Text;
      readonly fundingCodes: readonly { readonly scheme: string; readonly code: string }[];
      readonly activities: readonly { readonly code: string; readonly title: Text }[];
      readonly organiser: string | null;
      readonly financing: Text;
      readonly period: object | null;
      readonly partners: readonly string[];
      readonly deliverables: readonly { readonly kind: string; readonly state: string }[];
    }
    const programme = () => get<Programme>(`/events/v1/programmes/${listed[0]?.programmeId}`);

    it('has its name, codes, activity and statement on its financing', async () => {
      const { title, fundingCodes, activities, financing } = await programme();
      expect(title.ro).toBe(head.project);
      expect(fundingCodes.map(({ code }) => code)).toEqual([head.sipoca, head.mySmis]);
      expect(activities.map(({ code }) => code)).toEqual([activity.code]);
      expectParaphrases(
        activities.map((one) => one.title),
        [activity.about],
      );
      expectParaphrases([financing], [head.financing]);
    });
    it('says nothing that they do not say: organiser, period and partners are not reported', async () => {
      expect(await programme()).toMatchObject({ organiser: null, period: null, partners: [] });
    });
    it('has the final results that they name, presented where they were', async () => {
      const { deliverables } = await programme();
      expect(deliverables.map(({ kind, state }) => [kind, state])).toEqual(finalResults);
    });
    it('holds the three sessions and nothing that is made up', async () => {
      const id = listed[0]?.programmeId;
      const { items } = await get<{ items: Listed[] }>(`/events/v1/civic-events?programme=${id}`, test.api);
      expect(items.map(({ title }) => title.ro)).toEqual(
        sessions.map(({ numeral }) => `Sesiune de consultare ${numeral}`),
      );
      expect((await get<{ items: object[] }>(`/events/v1/recommendations?programme=${id}`)).items).toEqual([]);
      const { items: others } = await get<{ items: Listed[] }>('/events/v1/civic-events', test.api);
      const madeUp = others.filter(({ programmeId }) => programmeId !== id);
      expect(madeUp.length).toBeGreaterThan(1);
      for (const { programmeId, title } of madeUp) {
        expect(title.ro).toContain('date sintetice');
        expect((await get<Programme>(`/events/v1/programmes/${programmeId}`)).title.ro).toContain('date sintetice');
      }
    });
    it('suggests automatic replies in messaging apps, which session III asked for, and which reply to nobody yet', async () => {
      interface Rules {
        readonly rules: readonly { readonly status: string; readonly channels: readonly string[] }[];
        readonly petition: object | null;
      }
      const { rules, petition } = await get<Rules>('/notifications/v1/reply-rules', test.api);
      expect(rules.map(({ status }) => status)).toEqual(['suggested', 'suggested']);
      for (const { channels } of rules) expect(channels).toEqual(['whatsapp', 'telegram']);
      expect(petition).toBeNull();
    });
  });

  describe.each(sessions)('session $numeral of the sample, beside its report', (source) => {
    const index = source.numeral.length - 1;
    const idOf = () => listed[index]?.id ?? '';

    interface Report {
      readonly title: Text;
      readonly startsAt: string;
      readonly durationMinutes: number;
      readonly venue: { readonly name: string; readonly address: string };
      readonly author: string | null;
      readonly participants: {
        readonly total: number;
        readonly categories: readonly { readonly category: string; readonly label: Text; readonly count: number }[];
      };
      readonly presentations: readonly Text[];
      readonly debates: readonly Text[];
      readonly discussionPoints: readonly { readonly kind: string; readonly text: Text }[];
      readonly suggestions: readonly Text[];
    }
    const report = () => get<Report>(`/events/v1/civic-events/${idOf()}/reports/latest`);

    it('took place then, for so long, and there', async () => {
      const { startsAt, durationMinutes, venue, author, title } = await report();
      expect(title.ro).toBe(`Sesiune de consultare ${source.numeral}`);
      const [day, month, year] = source.date.split('.');
      const [from = '', to = ''] = source.hours.split('-');
      expect(startsAt).toMatch(new RegExp(`^${year}-${month}-${day}T${from}`));
      const minutesIn = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
      expect(durationMinutes).toBe(minutesIn(to) - minutesIn(from));
      for (const part of source.venue) expect(`${venue.name}, ${venue.address}`).toContain(part);
      expect(author).toBeNull();
    });

    it('was attended as reported, also where that does not add up, in the categories of the report', async () => {
      const { participants } = await report();
      expect(participants.total).toBe(source.total);
      expect(participants.categories.map(({ count }) => count)).toEqual(source.participants);
      expect(participants.categories[1]?.label.ro).toBe(institutionAndAuthorities);
    });

    it('had these presentations and debates', async () => {
      const found = await report();
      expectParaphrases(found.presentations, presentations);
      expectParaphrases(found.debates, debates);
    });

    it('has every point, in its place, and none with a kind that the report does not give', async () => {
      const { discussionPoints } = await report();
      expectParaphrases(
        discussionPoints.map(({ text }) => text),
        source.points,
      );
      expect(new Set(discussionPoints.map(({ kind }) => kind))).toEqual(new Set(['discussion-point']));
    });

    it('has every further suggestion', async () => expectParaphrases((await report()).suggestions, source.suggestions));

    it('suggested these channels to spread the word, of which none is said to have been used', async () => {
      interface Spread {
        readonly channel: string;
        readonly status: string;
        readonly title: Text;
        readonly place: string | null;
        readonly source: string;
        readonly [unsaid: string]: unknown;
      }
      const { items } = await get<{ items: Spread[] }>('/notifications/v1/disseminations?limit=200', test.api);
      const own = items.filter((item) => item.source === `Raportul sesiunii de consultare ${source.numeral}`);
      expect(own.map(({ channel }) => channel)).toEqual(source.channels.map(([channel]) => channel));
      const texts = own.map(({ title, place }) => ({ ...title, ro: `${title.ro}. ${place ?? ''}` }));
      expectParaphrases(
        texts,
        source.channels.map(([, ...stems]) => stems),
      );
      for (const one of own)
        expect(one).toMatchObject({
          ...{ status: 'suggested', doneOn: null, period: null, quantity: null, cost: null, people: null },
        });
    });

    interface Results {
      readonly respondents: number;
      readonly anonymous: number | string;
      readonly denominator: { readonly count: number; readonly includesTeam: boolean | null } | null;
      readonly grades: readonly Cell[];
      readonly items: readonly {
        readonly item: string;
        readonly kind: string;
        readonly n: number | string;
        readonly distribution: readonly Cell[];
      }[];
    }
    async function results(api = test.api): Promise<Results> {
      const { items } = await get<{ items: { id: string }[] }>(
        `/feedback/v1/questionnaires?civicEvent=${idOf()}`,
        test.api,
      );
      expect(items).toHaveLength(1);
      return get<Results>(`/feedback/v1/questionnaires/${items[0]?.id}/results`, api);
    }

    it('was answered by so many, who graded these aspects', async () => {
      const { respondents, anonymous, items } = await results();
      expect([respondents, anonymous]).toEqual([source.respondents, source.anonymous ?? 'not-reported']);
      const graded = items.filter(({ kind }) => kind === 'grade');
      expect(graded.map(({ item }) => item)).toEqual(aspects);
      expect(graded.map(({ n }) => n)).toEqual(aspects.map(() => source.respondents));
    });

    it('got these grades over all aspects, and each aspect none that the report excludes', async () => {
      const { grades, items } = await results();
      expect(grades.filter(({ occurred }) => occurred).map(({ value }) => value)).toEqual(source.grades);
      const counted = grades.filter(({ count }) => typeof count === 'number' && count > 0);
      expect(counted.map(({ value, count }) => [value, count])).toEqual(
        source.single ? [[source.single.grade, 1]] : [],
      );
      expect(grades.find(({ statement }) => statement === 'few')?.value ?? null).toBe(source.fewOf);
      const graded = items.filter(({ kind }) => kind === 'grade');
      for (const { item, distribution } of graded) {
        const counts = distribution.map(({ value, count }) => ({ item, value, count }));
        expect(counts).toEqual(distribution.map(({ value }) => ({ item, value, count: countOf(item, Number(value)) })));
      }
    });

    /** The count of a grade that follows from the report for one aspect. */
    function countOf(aspect: string, grade: number): number | 'not-reported' {
      if (source.single?.grade === grade) return source.single.aspect === aspect ? 1 : 0;
      return source.grades.includes(grade) ? 'not-reported' : 0;
    }

    it('met its objectives and left people wishing to be informed, in the words of the report', async () => {
      const { items } = await results();
      const yesOf = (id: string) =>
        items.find(({ item }) => item === id)?.distribution.find(({ value }) => value === 'yes')?.statement;
      expect([yesOf('objectives'), yesOf('updates')]).toEqual([source.objectivesMet, source.wishToBeInformed]);
    });

    it('is measured by a total that says that it holds the project team, where the total stands', async () => {
      const { denominator } = await results();
      const addsUp = source.participants.reduce((sum, count) => sum + count, 0) === source.total;
      expect(denominator).toEqual(addsUp ? { count: source.total, source: 'attended', includesTeam: true } : null);
    });

    it('has a page that says of no grade that it was not reported', async () => {
      const answer = await test.visitor.get(`/events/v1/civic-events/${idOf()}/reports/latest?format=html`);
      const page = answer.body as string;
      const rows = [...page.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/gs)].map(
        ([, name, cells]) => [name, cells] as const,
      );
      const [together] = rows.filter(([name]) => name === 'Toate aspectele împreună');
      expect(together?.[1]).toContain(source.fewOf === null ? '5: acordat, număr neprecizat' : '4: câțiva');
      const distributions = rows
        .filter(([, cells]) => cells?.includes('împreună'))
        .map(([, cells]) => cells?.split('<td')[2]);
      expect(distributions).toHaveLength(aspects.length);
      for (const cell of distributions) expect(cell).not.toContain('nu a fost raportat');
      if (denominatorOf(source) !== null)
        expect(page).toContain(`${source.respondents} din ${source.total} de participanți, cu echipa proiectului`);
    });
  });
}
