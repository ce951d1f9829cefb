import { NotYet, type Api, type Step } from './api.ts';
import type { Session } from './facts/facts.ts';
import { agenda, category, everySession, presented, programme, series } from './facts/programme.ts';
import { programmeId, questionnaireIdOf, sampleId, sessionIdOf } from './ids.ts';

const programmes = '/events/v1/programmes';
interface State {
  readonly status: string;
  readonly report: object | null;
}

interface List<Item = unknown> {
  readonly items: readonly Item[];
}

const pathOf = (session: Session) => `/events/v1/civic-events/${sessionIdOf(session)}`;

export async function loadProgramme(api: Api): Promise<void> {
  await api.post(programmes, { id: programmeId, ...programme });
  await api.post(`${programmes}/${programmeId}/start`);
}

interface Taxonomy {
  readonly entries: readonly { readonly id: string }[];
}

/** The reports count people of the institution and of authorities together: a category of its own, behind those that there are. */
export async function addCategory(api: Api): Promise<void> {
  const path = '/events/v1/taxonomies/attendance-categories';
  const { body, etag } = await api.get<Taxonomy>(path);
  if (body.entries.some(({ id }) => id === category.id)) return;
  const note = { ro: 'Categoria rapoartelor din 2023', en: 'The category of the reports of 2023' };
  await api.put(path, { entries: [...body.entries, category], note }, etag);
}

/** The session as an event that was held, without its report. */
export const sessionSteps = (session: Session): readonly Step[] => [
  (api) => plan(api, session),
  (api) => setAgenda(api, session),
  (api) => hold(api, session),
  ...presented.map(
    (deliverable): Step =>
      (api) =>
        api.post(`${programmes}/${programmeId}/deliverables/${deliverable}/present`, {
          civicEventId: sessionIdOf(session),
        }),
  ),
  (api) => api.put(`${pathOf(session)}/attendance`, session.attendance),
  ...session.points.map(
    (point, index): Step =>
      (api) =>
        api.post(`${pathOf(session)}/discussion-points`, {
          id: sampleId('discussion-point', session.place, index + 1),
          ...point,
          place: index + 1,
        }),
  ),
];

async function plan(api: Api, session: Session): Promise<void> {
  const { place, numeral, startsAt, endsAt } = session;
  await api.post('/events/v1/civic-events', {
    id: sessionIdOf(session),
    programmeId,
    ...everySession,
    title: { ro: `Sesiune de consultare ${numeral}`, en: `Consultation session ${numeral}` },
    series: { name: series, place },
    startsAt,
    endsAt,
  });
}

/** Only where none was set: what somebody has changed since stays. */
async function setAgenda(api: Api, session: Session): Promise<void> {
  const { body, etag } = await api.get<List>(`${pathOf(session)}/agenda`);
  if (body.items.length === 0) await api.put(`${pathOf(session)}/agenda`, { items: agenda }, etag);
}

async function hold(api: Api, session: Session): Promise<void> {
  const { status } = (await api.get<State>(pathOf(session))).body;
  if (status === 'planned') await api.post(`${pathOf(session)}/publish`);
  if (status !== 'held' && status !== 'closed') await api.post(`${pathOf(session)}/hold`);
}

/** The first version of the report, once the results of the questionnaire are known to it. */
export async function publishReport(api: Api, session: Session): Promise<void> {
  const { report } = (await api.get<State>(pathOf(session))).body;
  if (report) return;
  await expectResults(api, session);
  await api.post(`${pathOf(session)}/reports`, { version: 1 });
}

interface Fact {
  readonly type: string;
  readonly data: { readonly questionnaireId?: string };
}

async function expectResults(api: Api, session: Session): Promise<void> {
  const { items } = (await api.get<List<Fact>>(`${pathOf(session)}/history?limit=200`)).body;
  const known = items.some(
    ({ type, data }) => type === 'FeedbackResultsRecorded' && data.questionnaireId === questionnaireIdOf(session),
  );
  if (!known) throw new NotYet(`Session ${session.numeral}: the results of its questionnaire have not arrived.`);
}
