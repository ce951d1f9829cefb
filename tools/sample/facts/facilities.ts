import type { LocalizedText } from '@ecou/contracts';

interface Facility {
  /** Names it in the sample. */
  readonly key: string;
  readonly kind: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  /** `[longitude, latitude]`, always approximate. */
  readonly position?: readonly [number, number];
  readonly onlineOnly?: boolean;
  readonly address?: string;
  readonly links?: readonly { readonly kind: string; readonly url: string }[];
  readonly incentives?: readonly {
    readonly title: LocalizedText;
    readonly validFrom: string | null;
    readonly validUntil: string | null;
  }[];
}

const terminals: LocalizedText = {
  ro: 'Terminale SelfPay; în ianuarie 2024 erau circa 200 în sector. Plătitorul este găsit după codul personal sau fiscal.',
  en: 'SelfPay terminals, of which the district had about 200 in January 2024. Whoever pays is found by personal or fiscal code.',
};

const terminalsAt = (
  key: string,
  place: LocalizedText,
  more: Partial<Pick<Facility, 'position' | 'address' | 'description'>> = {},
): Facility => ({
  key: `selfpay-${key}`,
  kind: 'payment-terminal',
  name: { ro: `Terminale SelfPay: ${place.ro}`, en: `SelfPay terminals: ${place.en ?? place.ro}` },
  description: terminals,
  ...more,
});

/** Public statements of 2018-2026 about each. Nobody has verified them. */
export const facilities: readonly Facility[] = [
  {
    key: 'start',
    kind: 'portal',
    name: { ro: 'start.ps4.ro' },
    description: {
      ro: 'Platforma electronică a sectorului, din 1 ianuarie 2022.',
      en: 'The electronic platform of the district, since 1 January 2022.',
    },
    onlineOnly: true,
    links: [{ kind: 'service', url: 'https://start.ps4.ro' }],
  },
  {
    key: 'local-taxes',
    kind: 'portal',
    name: { ro: 'taxeimpozite.ps4.ro' },
    description: {
      ro: 'Impozite și taxe locale. Ghișeele sunt închise din decembrie 2021: se plătește online, prin bancă sau la terminale.',
      en: 'Local taxes and duties. The counters have been closed since December 2021: payment is online, by bank or at terminals.',
    },
    onlineOnly: true,
    links: [{ kind: 'payment', url: 'https://taxeimpozite.ps4.ro' }],
    incentives: [
      {
        title: {
          ro: 'Reducere de 10 % la impozitele pe clădiri, teren și vehicule, dacă sunt plătite integral până la 31 martie',
          en: '10 % off the taxes on buildings, land and vehicles when paid in full by 31 March',
        },
        validFrom: null,
        validUntil: '--03-31',
      },
    ],
  },
  {
    key: 'ghiseul',
    kind: 'portal',
    name: { ro: 'ghiseul.ro' },
    description: {
      ro: 'Platforma națională de plăți, bună și pentru impozitele locale.',
      en: 'The national payment platform, which serves for local taxes too.',
    },
    onlineOnly: true,
    links: [{ kind: 'payment', url: 'https://ghiseul.ro' }],
  },
  {
    key: 'mobile-app',
    kind: 'mobile-app',
    name: { ro: 'Primăria Sectorului 4', en: 'Sector 4 City Hall' },
    description: { ro: 'Aplicație pentru plăți și cereri.', en: 'An app for payments and requests.' },
    onlineOnly: true,
  },
  {
    key: 'parking',
    kind: 'parking-platform',
    name: { ro: 'mobilitateurbana4.ro' },
    description: {
      ro: 'Parcări de reședință și publice, cu harta locurilor; din septembrie 2018. În parcările publice se plătește prin SMS la 7424.',
      en: 'Parking for residents and the public, with a map of the places; since September 2018. Public car parks are paid by SMS to 7424.',
    },
    onlineOnly: true,
    links: [
      { kind: 'service', url: 'https://mobilitateurbana4.ro' },
      { kind: 'payment', url: 'sms:7424' },
    ],
  },
  {
    key: 'call-centre',
    kind: 'call-centre',
    name: { ro: '021 9441' },
    description: { ro: 'Preia sesizări prin telefon.', en: 'Takes reports by phone.' },
    onlineOnly: true,
    links: [{ kind: 'contact', url: 'tel:0219441' }],
  },
  terminalsAt(
    'grand-arena',
    { ro: 'Grand Arena' },
    {
      position: [26.1205, 44.3742],
      address: 'Bd. Metalurgiei 12-18',
      description: {
        ro: `Zece, la intrările de la parter și la etajul întâi. ${terminals.ro}`,
        en: `Ten, at the entrances on the ground floor and on the first floor. ${terminals.en ?? ''}`,
      },
    },
  ),
  terminalsAt('sun-plaza', { ro: 'Sun Plaza' }, { position: [26.1226, 44.3953] }),
  terminalsAt('piata-sudului', { ro: 'Piața Sudului' }, { position: [26.123, 44.3963] }),
  terminalsAt('piata-progresul', { ro: 'Piața Progresul' }, { position: [26.0925, 44.3722] }),
  terminalsAt('aparatorii-patriei', { ro: 'Piața Apărătorii Patriei' }, { position: [26.13, 44.3783] }),
  terminalsAt('piata-covasna', { ro: 'Piața Covasna' }),
  terminalsAt('metro', { ro: 'stații de metrou', en: 'metro stations' }),
  {
    key: 'infokiosks-town-hall',
    kind: 'assistance-point',
    name: { ro: 'Infochioșcuri: primărie', en: 'Infokiosks: town hall' },
    description: { ro: 'Două infochioșcuri în primărie.', en: 'Two infokiosks in the town hall.' },
    position: [26.101, 44.424],
    address: 'Bd. George Coșbuc 6-16',
  },
  {
    key: 'infokiosks-tax-offices',
    kind: 'assistance-point',
    name: { ro: 'Infochioșcuri: birourile de taxe', en: 'Infokiosks: tax offices' },
    description: {
      ro: 'Câte un infochioșc în fiecare birou de taxe și impozite.',
      en: 'One infokiosk in each tax office.',
    },
  },
  {
    key: 'charging',
    kind: 'charging-point',
    name: { ro: 'Locuri de încărcare', en: 'Charging places' },
    description: {
      ro: 'Locuri pentru mașini electrice, în parcările publice.',
      en: 'Places for electric cars, in public car parks.',
    },
  },
];
