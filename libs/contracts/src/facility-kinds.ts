import { z } from 'zod';
import { contract } from './contract.js';
import { instant, localizedText, slug } from './types.js';

/**
 * Names of the kinds of facilities that Ecou brings along: version 1 of their list, which stays as it is for ever. A municipality changes the list over
 * the API, and `facility-kinds-changed` tells the versions from 2 on.
 */
export const facilityKinds = {
  ro: {
    portal: 'portal',
    'mobile-app': 'aplicație mobilă',
    'payment-terminal': 'terminal de plată',
    'parking-platform': 'platformă de parcare',
    'call-centre': 'centru de apel',
    'e-registry': 'registratură electronică',
    'charging-point': 'stație de încărcare',
    wifi: 'Wi-Fi',
    'assistance-point': 'punct de asistență',
    library: 'bibliotecă',
    other: 'altceva',
  },
  en: {
    portal: 'portal',
    'mobile-app': 'mobile app',
    'payment-terminal': 'payment terminal',
    'parking-platform': 'parking platform',
    'call-centre': 'call centre',
    'e-registry': 'electronic registry',
    'charging-point': 'charging point',
    wifi: 'Wi-Fi',
    'assistance-point': 'assistance point',
    library: 'library',
    other: 'other',
  },
};

const kindField = z.object({
  key: z.string().describe('As it stands in `fields` of facilities.'),
  name: localizedText,
  type: slug.describe('`text`, `number`, `boolean`, `choice` or `url`; more may follow.'),
  unit: z.string().nullable().describe('Of a number, such as `kW`.'),
  choices: z
    .array(z.object({ value: slug, name: localizedText }))
    .describe('Of a choice: the values that it may have.'),
  required: z.boolean().describe('Whether facilities that are added now must have it.'),
});

export const FacilityKindsChangedV1 = contract(
  'ecou.facilities.facility-kinds-changed.v1',
  'The municipality changed the kinds of facilities. What facilities said before stays as it was said.',
  z.object({
    kindsId: z.uuid().describe('Of the list; it is always the same.'),
    version: z.int().min(2).describe('Version 1 is the built-in list.'),
    kinds: z
      .array(
        z.object({
          id: slug.describe('As facts name it; it never changes.'),
          name: localizedText,
          description: localizedText.nullable(),
          fields: z.array(kindField).describe('What can be said of each facility of the kind.'),
          verifyEveryMonths: z
            .int()
            .nullable()
            .describe('Months until a facility is to be verified again; `null`: no rule.'),
          retired: z.boolean().describe('Can no longer be chosen.'),
        }),
      )
      .describe('All of them, in order; a kind that stood once is never left out.'),
    note: localizedText.nullable().describe('What changed, and why.'),
    changedAt: instant,
  }),
);
