import { NotYet, type Api, type Step } from './api.ts';
import { facilities } from './facts/facilities.ts';
import { feedback } from './facts/facility-feedback.ts';
import { sampleId } from './ids.ts';

const path = '/feedback/v1/facility-feedback';

export const facilityIdOf = (key: string): string => sampleId('facility', key);
export const feedbackIdOf = (name: string): string => sampleId('facility-feedback', name);

/** A change of the map is heard of a little later. */
async function expectListed(api: Api): Promise<void> {
  const { body } = await api.get<{ items: readonly { facilityId: string }[] }>(
    '/feedback/v1/facility-ratings?limit=200',
  );
  const listed = new Set(body.items.map(({ facilityId }) => facilityId));
  const missing = facilities.find(({ key }) => !listed.has(facilityIdOf(key)));
  if (missing) throw new NotYet(`The facility ${missing.key} has not been heard of.`);
}

async function give(api: Api, { name, facility, hidden, ...given }: (typeof feedback)[number]): Promise<void> {
  const id = feedbackIdOf(name);
  await api.post(path, { id, facilityId: facilityIdOf(facility), ...given });
  if (!hidden) return;
  const { decisions } = (await api.get<{ decisions: readonly object[] }>(`${path}/${id}`)).body;
  if (decisions.length === 0) await api.post(`${path}/${id}/hide`, { reason: hidden });
}

/** Feedback on some facilities, all made up; a comment is hidden, for everybody to see. */
export const facilityFeedbackSteps: readonly Step[] = [
  expectListed,
  ...feedback.map((one) => (api: Api) => give(api, one)),
];
