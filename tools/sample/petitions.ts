import type { Api, Step } from './api.ts';
import { departments, categories, officers, petitions, type SamplePetition } from './facts/petitions.ts';
import { sampleId } from './ids.ts';

const directory = '/feedback/v1/directory';

interface Directory {
  readonly departments: readonly { readonly code: string }[];
  readonly categories: readonly { readonly code: string }[];
  readonly officers: readonly { readonly id: string }[];
}

export const officerIdOf = (name: string): string => sampleId('officer', name);
export const petitionIdOf = (name: string): string => sampleId('petition', name);

/** Only what is not there yet: what somebody has changed since stays. */
async function defineDirectory(api: Api): Promise<void> {
  const { body } = await api.get<Directory>(directory);
  const isThere = (code: string) => [...body.departments, ...body.categories].some((one) => one.code === code);
  for (const [code, department] of Object.entries(departments))
    if (!isThere(code)) await api.put(`${directory}/departments/${code}`, department);
  for (const [code, category] of Object.entries(categories))
    if (!isThere(code)) await api.put(`${directory}/categories/${code}`, category);
  for (const [name, officer] of Object.entries(officers))
    if (!body.officers.some(({ id }) => id === officerIdOf(name)))
      await api.put(`${directory}/officers/${officerIdOf(name)}`, officer);
}

/** Steps end with the matter, also where the municipality reads the law in another way. */
const ended: readonly string[] = ['answered', 'declined', 'forwarded', 'closed'];

/** Registers it, and does with it what was done, as far as nobody has gone on with it. */
async function load(api: Api, { name, steps, ...body }: SamplePetition): Promise<void> {
  const id = petitionIdOf(name);
  const path = `/feedback/v1/petitions/${id}`;
  await api.post('/feedback/v1/petitions', { id, ...body });
  for (const [index, { verb, officer, by, ...rest }] of steps.entries()) {
    // Its registration is version 1, and each step one more.
    const { version, status } = (await api.get<{ version: number; status: string }>(path)).body;
    if (version > index + 1 || ended.includes(status)) continue;
    const people = { ...(officer && { officer: officerIdOf(officer) }), ...(by && { by: officerIdOf(by) }) };
    await api.post(`${path}/${verb}`, { ...rest, ...people });
  }
}

/** The directory, and petitions and a notice; all of them made up. */
export const petitionSteps: readonly Step[] = [
  defineDirectory,
  ...petitions.map((petition) => (api: Api) => load(api, petition)),
];
