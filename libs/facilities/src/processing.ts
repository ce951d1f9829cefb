import { archivesLaw, publicTask, setByMunicipality, type ProcessingActivity } from '@ecou/runtime/privacy';

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'stewards',
    title: { ro: 'Responsabilii facilităților digitale', en: 'Stewards of digital facilities' },
    purpose: {
      ro: 'cererea de a verifica periodic datele unei facilități',
      en: 'asking for the data of a facility to be verified from time to time',
    },
    bases: [publicTask],
    people: {
      ro: 'departamente și persoane care răspund de o facilitate',
      en: 'departments and people who look after a facility',
    },
    data: [
      {
        what: { ro: 'numele', en: 'name' },
        fields: { facility: ['steward.name'], 'ecou.facilities.verification-due-contact.v1': ['stewardName'] },
      },
      {
        what: { ro: 'adresa de e-mail', en: 'e-mail address' },
        fields: { facility: ['steward.email'], 'ecou.facilities.verification-due-contact.v1': ['contact'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; furnizorul care transmite mesajele',
      en: 'authorised staff; the provider that carries messages',
    },
    readBy: 'facilities:write',
    retention: setByMunicipality,
    period: {
      days: 1096,
      since: { ro: 'retragerea facilității', en: 'the retirement of the facility' },
      source: archivesLaw,
      things: { facility: { by: ['FacilityRetired'] } },
    },
    safeguards: { ro: 'nu apar pe harta publică', en: 'they are not on the public map' },
  },
];
