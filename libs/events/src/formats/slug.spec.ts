import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { entryOf } from './slug.js';

describe('the id of an entry of a taxonomy', () => {
  const kind = entryOf('civic-event-kinds', 'consultation');

  it('is taken as it is', () => expect(kind.parse('info-session')).toBe('info-session'));

  it('is its own example in the documentation', () => {
    const described = kind.optional().describe('Of the taxonomy `civic-event-kinds`.');
    expect(z.toJSONSchema(z.object({ kind: described }))).toMatchObject({
      properties: { kind: { example: 'consultation' } },
    });
  });

  it('is no name: whoever sends one is told what an id looks like, and where they are listed', () => {
    expect(kind.safeParse('Consultare').error?.issues[0]?.message).toBe(
      'Use the id, e.g. `consultation`; `GET /events/v1/taxonomies/civic-event-kinds` lists them.',
    );
  });
});
