import { usualRules } from './directory/petition-rules.js';

/** Samples for specs over HTTP: a synthetic directory, and bodies as callers send them. */
export const category = 'street-lighting';
export const officerId = '8d4f6a57-0d53-4f0e-9a53-b5a3a4f86f02';
export const otherOfficerId = '3b0c2f5e-7a41-4d0c-8a53-6f1e2d3c4b05';

export const petitioner = { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.org' };

export const complaint = {
  kind: 'complaint',
  category,
  petitioner,
  text: 'Becul de pe stâlpul sintetic 12 este ars.',
};

const directory: readonly (readonly [path: string, body: object])[] = [
  ['departments/public-works', { name: { ro: 'Lucrări publice' } }],
  ['departments/green-spaces', { name: { ro: 'Spații verzi' } }],
  [`categories/${category}`, { name: { ro: 'Iluminat public' }, department: 'public-works' }],
  ['categories/parks', { name: { ro: 'Parcuri' }, department: 'green-spaces' }],
  [`officers/${officerId}`, { department: 'public-works', name: 'Dan Exemplu', phone: '021 000 0000' }],
  [`officers/${otherOfficerId}`, { department: 'green-spaces', name: 'Ioana Exemplu', phone: '021 000 0001' }],
];

interface Api {
  put(path: string, body: object): Promise<{ readonly status: number }>;
}

/** The readings of a municipality whose people are not known to Ecou, whose answers are signed elsewhere, and are read on the page. */
export const plainRules = { ...usualRules, officersChecked: false, signedByTwo: false, pageCommunicates: true };

/** Those of the head of public works, the head of green spaces, and the mayor. */
export const [headId, otherHeadId, mayorId] = [
  '7c1b1d5e-2a7d-4f4f-9d55-6a1f0a2b3c06',
  '5d8e6f10-4b3c-4a2d-9e1f-0a9b8c7d6e08',
  '2e9a7c44-58f0-4f58-8a1b-93d1c5e7f807',
] as const;

const heads: readonly (readonly [path: string, body: object])[] = [
  ['departments/mayor', { name: { ro: 'Cabinetul primarului' } }],
  [
    `officers/${headId}`,
    {
      ...{ department: 'public-works', name: 'Elena Exemplu', phone: '021 000 0002' },
      ...{ office: { ro: 'Șef serviciu' }, duties: ['heads-department'] },
    },
  ],
  [
    `officers/${otherHeadId}`,
    {
      ...{ department: 'green-spaces', name: 'Paul Exemplu', phone: '021 000 0003' },
      ...{ office: { ro: 'Director' }, duties: ['heads-department'] },
    },
  ],
  [
    `officers/${mayorId}`,
    {
      ...{ department: 'mayor', name: 'Ada Exemplu', phone: '021 000 0004' },
      ...{ office: { ro: 'Primar' }, duties: ['heads-institution'] },
    },
  ],
];

/** Defines the synthetic directory, with plain readings of the law; `lawful`: with heads, and the readings that stand where nobody set any. */
export async function defineDirectory(api: Api, lawful = false): Promise<void> {
  const rules = ['petition-rules', plainRules] as const;
  for (const [path, body] of [...directory, ...(lawful ? heads : [rules])]) {
    const { status } = await api.put(`/feedback/v1/directory/${path}`, body);
    if (status !== 200) throw new Error(`${path}: ${status}`);
  }
}
