import { describe, expect, it } from '@jest/globals';
import { builtInOf, retiring } from './testing/vocabularies.js';
import { refuseUnchoosable } from './vocabulary.js';

describe('what cannot be chosen', () => {
  const named = [{ id: 'martian', path: ['category'] }];

  it('is named, with where those that can be chosen are listed', () => {
    expect(() => refuseUnchoosable(builtInOf('attendance-categories'), named)).toThrow(
      'There is no category martian. `GET /events/v1/taxonomies/attendance-categories` lists those that can be chosen.',
    );
    expect(() => refuseUnchoosable(retiring('civic-event-kinds', 'webinar'), [{ id: 'webinar', path: [] }])).toThrow(
      'The kind webinar was retired.',
    );
  });

  it('is taken where it stands on record already', () => {
    expect(() => refuseUnchoosable(builtInOf('attendance-categories'), named, ['martian'])).not.toThrow();
  });
});
