import { describe, expect, it } from '@jest/globals';
import { identified } from './part-ids.js';

const title = (ro: string) => ({ title: { ro } });

describe('the ids of parts', () => {
  const [first, second, third] = identified([title('Reducere'), title('Permis'), title('Reducere')]);

  it('are made of the titles: the same for the same title, and another for each of several with one title', () => {
    expect(identified([title('Reducere'), title('Permis'), title('Reducere')])).toEqual([first, second, third]);
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(3);
  });

  it('stay what they are while the order of other titles and all else changes', () => {
    const changed = [{ ...title('Permis'), validUntil: '2027-03-31' }, title('Altceva'), title('Reducere')];
    expect(identified(changed).map(({ id }) => id)).toEqual([second?.id, expect.any(String), first?.id]);
  });

  it('are those that were given', () => {
    const id = '9a6e4d2c-0b1f-4e3d-8c5a-7f9b1d3e5a7c';
    expect(identified([{ ...title('Reducere'), id }])[0]?.id).toBe(id);
  });
});
