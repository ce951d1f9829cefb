import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { Receipt } from '@ecou/runtime/receipts';
import { page } from './page.js';
import { proofUrl } from './receipt-pictures.js';

const words = {
  ro: {
    title: 'Dovada înregistrării',
    lead: 'Tipăriți sau salvați această pagină. Cu datele de mai jos oricine poate verifica, și fără acest site, ce ați înregistrat și că nu a fost schimbat.',
    number: 'Numărul de înregistrare',
    at: 'Înregistrată la',
    commitment: 'Amprenta a ceea ce ați înregistrat',
    leaf: 'Amprenta din registrul public',
    code: 'Cod QR către dovada din registrul public',
    proof: 'Dovada din registrul public, care apare la câteva minute după înregistrare',
    data: 'Dovada întreagă, de salvat în fișierul receipt.json',
  },
  en: {
    title: 'Proof of registration',
    lead: 'Print or save this page. With what stands below, anybody can check, also without this site, what you registered and that it was not changed.',
    number: 'Registration number',
    at: 'Registered',
    commitment: 'Fingerprint of what you registered',
    leaf: 'Fingerprint in the public log',
    code: 'QR code to the proof in the public log',
    proof: 'The proof in the public log, which is there some minutes after the registration',
    data: 'The whole receipt, to be saved as the file receipt.json',
  },
} as const satisfies Record<Language, object>;

const timeOf = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang === 'ro' ? 'ro-RO' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: 'Europe/Bucharest',
  }).format(new Date(time));

/** A receipt to be printed or saved; without script. `svg`: the QR code of its proof. */
export function receiptPage(receipt: Receipt, svg: string, lang: Language): HtmlPage {
  const say = words[lang];
  const { number, registeredAt, commitment } = receipt.leaf;
  return page(
    lang,
    `${say.title} ${number}`,
    <>
      <p>{say.lead}</p>
      <dl>
        <dt>{say.number}</dt>
        <dd>
          <strong>{number}</strong>
        </dd>
        <dt>{say.at}</dt>
        <dd>{registeredAt && timeOf(registeredAt, lang)}</dd>
        <dt>{say.commitment}</dt>
        <dd>
          <code style="overflow-wrap: anywhere">{commitment}</code>
        </dd>
        <dt>{say.leaf}</dt>
        <dd>
          <code style="overflow-wrap: anywhere">{receipt.leafHash}</code>
        </dd>
      </dl>
      <div role="img" aria-label={say.code} style="max-width: 16rem" dangerouslySetInnerHTML={{ __html: svg }} />
      <p>
        <a href={proofUrl(receipt)}>{say.proof}</a>
      </p>
      <h2>{say.data}</h2>
      <pre style="white-space: pre-wrap; overflow-wrap: anywhere">{JSON.stringify(receipt, null, 2)}</pre>
    </>,
  );
}
