import { v5 } from 'uuid';

/** Namespace of the sample's ids (RFC 9562, version 5). */
const namespace = '3f1d5b0e-7c42-4f0a-9d0b-5a8f6c2e4d17';

/** The id of something in the sample: the same name has the same id in every load. */
export const sampleId = (...name: readonly (string | number)[]): string => v5(name.join('/'), namespace);

export const programmeId = sampleId('programme');

/** Ids of what the programme plans to publish. */
export const deliverableIds = {
  study: sampleId('deliverable', 'study'),
  map: sampleId('deliverable', 'facilities-map'),
  podcasts: sampleId('deliverable', 'podcasts'),
  webinars: sampleId('deliverable', 'webinars'),
};

interface Placed {
  /** In the series of sessions, from 1. */
  readonly place: number;
}

export const sessionIdOf = ({ place }: Placed): string => sampleId('session', place);
export const questionnaireIdOf = ({ place }: Placed): string => sampleId('questionnaire', place);
