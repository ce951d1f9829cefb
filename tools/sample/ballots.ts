import { createHash } from 'node:crypto';
import type { Api, Step } from './api.ts';
import { sampleId } from './ids.ts';

export const ballotQuestionnaireId = sampleId('questionnaire', 'by-ballot');

const base = '/feedback/v1/questionnaires';
const path = `${base}/${ballotQuestionnaireId}`;

/** The answers of twelve people, who are made up: how safe they feel, and whether they would come to the next meeting. */
const said = [5, 4, 4, 2, 5, 3, 4, 1, 5, 4, 3, 4].map((safety, index) => ({ safety, again: index % 3 !== 1 }));

interface Questionnaire {
  readonly status: 'draft' | 'open' | 'closed';
  readonly staff: { readonly invitations: number };
}

const statusOf = async (api: Api): Promise<Questionnaire> => (await api.get<Questionnaire>(path)).body;

/** A questionnaire that is answered by ballot, and its results. */
export const ballotSteps: readonly Step[] = [
  (api) => api.post(base, questionnaire),
  async (api) => {
    const { status, staff } = await statusOf(api);
    if (status === 'draft' && staff.invitations === 0) await api.post(`${path}/invitations`, { count: said.length });
  },
  async (api) => {
    if ((await statusOf(api)).status === 'draft') await api.post(`${path}/open`);
  },
  async (api) => {
    if ((await statusOf(api)).status !== 'open') return;
    const { body } = await api.get<{ items: { token: string }[] }>(`${path}/invitations?limit=${said.length}`);
    for (const [index, { token }] of body.items.entries()) await answer(api, token, index);
    await api.post(`${path}/close`);
  },
  (api) => api.post(`${path}/results/publish`),
];

/** With a number that a load which is continued finds again; a real one is random, and blinded. */
async function answer(api: Api, token: string, index: number): Promise<void> {
  const one = said[index];
  if (!one) return;
  const number = createHash('sha256').update(`ecou sample ballot ${index}`).digest('base64url');
  const { signature } = (await api.post(`${path}/ballots`, { token, number })) as { signature: string };
  const answers = [
    { item: 'safety', grade: one.safety },
    { item: 'again', yes: one.again },
  ];
  await api.post(`${path}/answers`, { ballot: { number, signature }, answers });
}

const questionnaire = {
  id: ballotQuestionnaireId,
  title: {
    ro: 'Siguranța în cartier (date sintetice)',
    en: 'Safety in the neighbourhood (synthetic data)',
  },
  about: { theme: 'neighbourhood-safety' },
  access: 'anonymous-once',
  items: [
    {
      kind: 'grade',
      id: 'safety',
      aspect: 'safety',
      wording: { ro: 'Cât de în siguranță vă simțiți seara?', en: 'How safe do you feel in the evening?' },
      required: true,
    },
    {
      kind: 'yes-no',
      id: 'again',
      wording: { ro: 'Veniți la următoarea întâlnire?', en: 'Will you come to the next meeting?' },
      required: false,
    },
  ],
};
