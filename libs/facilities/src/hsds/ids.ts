import { namedUuid } from '@ecou/event-sourcing';

/** Namespace of ids of HSDS objects that are no facility (RFC 9562, version 5): the same fact has the same id in every answer. */
const namespace = '7c1b0e52-3d5f-4b0a-9e64-2f8d1a6c4b37';

/** The id of a part, by what it is and whose. */
export const partId = (...names: readonly (string | number)[]): string => namedUuid(names.join('/'), namespace);

/** The id of an organisation, by its name, which is all that the map knows of it. */
export const organizationId = (name: string): string => partId('organization', name);

export const kindTermId = (kind: string): string => partId('kind', kind);

/** The taxonomy of kinds of facilities. */
export const taxonomyId = partId('taxonomy', 'facility-kinds');
