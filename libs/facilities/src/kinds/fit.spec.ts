import { Invalid } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import type { FacilityKind, KindField } from './facility-kinds.events.js';
import { refuseUnfit } from './fit.js';

const field = (key: string, type: KindField['type'], more: Partial<KindField> = {}): KindField => ({
  ...{ key, name: { ro: key }, type, unit: null, choices: [], required: false },
  ...more,
});
const kind = (id: string, fields: KindField[], retired = false): FacilityKind => ({
  ...{ id, name: { ro: id }, description: null, fields, verifyEveryMonths: null, retired },
});
const plug = field('plug', 'choice', { choices: [{ value: 'ccs', name: { ro: 'CCS' } }] });
const kinds = [
  kind('charging-point', [
    plug,
    field('peakPower', 'number', { required: true }),
    field('free', 'boolean'),
    field('site', 'url'),
    field('note', 'text'),
  ]),
  kind('fax', [], true),
];

type Fields = Record<string, string | number | boolean>;
const said = (fields: Fields, of = 'charging-point') => ({ kind: of, fields });

/** Code and path of the refusal; `null` where there is none. */
function refusal(...[fields, recorded]: [ReturnType<typeof said>, ReturnType<typeof said>?]) {
  try {
    refuseUnfit(kinds, fields, recorded ?? null);
    return null;
  } catch (error) {
    const { code, path } = error as Invalid;
    expect(error).toBeInstanceOf(Invalid);
    return [code, ...path];
  }
}

describe('what a facility says', () => {
  it('fits its kind', () =>
    expect(
      refusal(said({ peakPower: 22, plug: 'ccs', free: false, site: 'https://example.ro', note: 'x' })),
    ).toBeNull());

  it.each([
    ['an unknown kind', said({}, 'castle'), ['KIND_UNKNOWN', 'kind']],
    ['a retired kind', said({}, 'fax'), ['KIND_RETIRED', 'kind']],
    ['a field that the kind does not have', said({ peakPower: 1, seats: 4 }), ['FIELD_UNKNOWN', 'fields', 'seats']],
    ['a text for a number', said({ peakPower: '22' }), ['FIELD_WRONG', 'fields', 'peakPower']],
    ['a number for a text', said({ peakPower: 1, note: 1 }), ['FIELD_WRONG', 'fields', 'note']],
    ['a word for yes or no', said({ peakPower: 1, free: 'da' }), ['FIELD_WRONG', 'fields', 'free']],
    ['a value that is no choice', said({ peakPower: 1, plug: 'schuko' }), ['FIELD_WRONG', 'fields', 'plug']],
    ['an address of another kind', said({ peakPower: 1, site: 'javascript:1' }), ['FIELD_WRONG', 'fields', 'site']],
    ['nothing where the kind asks for it', said({ free: true }), ['FIELD_MISSING', 'fields', 'peakPower']],
  ])('is refused: %s', (_name, fields, expected) => expect(refusal(fields)).toEqual(expected));

  it('keeps what stands on record', () => {
    expect(refusal(said({}, 'fax'), said({}, 'fax'))).toBeNull();
    expect(refusal(said({ seats: 4, plug: 'schuko' }), said({ seats: 4, plug: 'schuko' }))).toBeNull();
  });

  it('does not bring in more of it, nor take away what is asked for', () => {
    expect(refusal(said({ seats: 5 }), said({ seats: 4 }))).toEqual(['FIELD_UNKNOWN', 'fields', 'seats']);
    expect(refusal(said({}), said({ peakPower: 22 }))).toEqual(['FIELD_MISSING', 'fields', 'peakPower']);
    expect(refusal(said({}, 'charging-point'), said({}, 'fax'))).toEqual(['FIELD_MISSING', 'fields', 'peakPower']);
  });
});
