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

/** Defines the synthetic directory. */
export async function defineDirectory(api: Api): Promise<void> {
  for (const [path, body] of directory) {
    const { status } = await api.put(`/feedback/v1/directory/${path}`, body);
    if (status !== 200) throw new Error(`${path}: ${status}`);
  }
}
