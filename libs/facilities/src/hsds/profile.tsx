import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import { hsdsVersion } from './hsds.schemas.js';

type Rows = readonly (readonly [object: string, meaning: string])[];

const words = {
  ro: {
    title: `Profilul HSDS ${hsdsVersion} al hărții facilităților digitale`,
    lead: 'Harta este publicată ca servicii, locuri și organizații după Human Services Data Specification (Open Referral). Câmpurile necunoscute lipsesc. Profilul nu schimbă nicio regulă a specificației; mai jos stă ce înseamnă fiecare obiect.',
    caption: 'Ce înseamnă obiectele',
    object: 'Obiect',
    meaning: 'Ce este',
    rows: [
      ['service', 'O facilitate; identificatorul este al ei. Cele închise definitiv apar numai cu modified_after.'],
      ['service.status', 'active: deschisă; inactive: planificată; temporarily closed: suspendată; defunct: închisă.'],
      [
        'organization',
        'Operatorul; instituția, unde nu este numit niciunul. Nu se publică persoane, deci nici contacts.',
      ],
      ['location', 'Locul facilității (virtual, dacă este numai online) și al fiecărui punct de asistență.'],
      ['service_at_location', 'Facilitatea la locul ei și la fiecare punct de asistență, cu programul acestuia.'],
      ['address', 'address_1 are toată adresa; orașul și județul sunt ale municipalității; codul poștal poate lipsi.'],
      ['schedule', 'Programul pe patru săptămâni sau până la schimbarea orei; description are toate regulile.'],
      ['cost_option', 'Un stimulent.'],
      ['attribute, taxonomy_term', 'Felul facilității și câmpurile lui.'],
      ['last_modified', 'Ora ultimei schimbări, ca în HSDS 3.1.'],
      ['lang', 'Parametru în plus: limba textelor, ro sau en.'],
    ] satisfies Rows,
  },
  en: {
    title: `The HSDS ${hsdsVersion} profile of the map of digital facilities`,
    lead: 'The map is published as services, locations and organisations by the Human Services Data Specification (Open Referral). Fields that are not known are absent. The profile changes no rule of the specification; below stands what each object means.',
    caption: 'What the objects mean',
    object: 'Object',
    meaning: 'Meaning',
    rows: [
      ['service', 'A facility, with its id. Retired ones are there with modified_after only.'],
      ['service.status', 'active: open; inactive: planned; temporarily closed: suspended; defunct: retired.'],
      ['organization', 'The operator; the institution where none is named. No person is published, so no contacts.'],
      ['location', 'The place of the facility (virtual where it is online only), and of each place of help.'],
      ['service_at_location', 'The facility at its place and at each place of help, with the hours of that.'],
      ['address', 'address_1 has the whole line; town and county are the municipality’s; there may be no postal code.'],
      ['schedule', 'The hours of four weeks, or until clocks change; description has all rules.'],
      ['cost_option', 'An incentive.'],
      ['attribute, taxonomy_term', 'The kind of the facility, and its fields.'],
      ['last_modified', 'When it last changed, as in HSDS 3.1.'],
      ['lang', 'One more parameter: the language of texts, ro or en.'],
    ] satisfies Rows,
  },
} as const;

/** The page that `profile` of the API leads to: what its objects mean. */
export function profilePage(lang: Language): HtmlPage {
  const { title, lead, caption, object, meaning, rows } = words[lang];
  return {
    lang,
    title,
    children: (
      <main>
        <h1>{title}</h1>
        <p>{lead}</p>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{object}</th>
              <th scope="col">{meaning}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, text]) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <a href="/facilities/v1/hsds" type="application/json">
            /facilities/v1/hsds
          </a>
          {' · '}
          <a href="https://docs.openreferral.org/">Open Referral, HSDS</a>
        </p>
      </main>
    ),
  };
}

/** The description that the API gives of itself. */
export const descriptionIn = (lang: Language): string => words[lang].lead;
