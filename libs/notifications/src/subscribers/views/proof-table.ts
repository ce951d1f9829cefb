import { csvOf } from '@ecou/runtime';
import type { ConsentProof } from '../subscriber/subscriber.schemas.js';

type Entry = ConsentProof['consents'][number];

const own = ['at', 'act', 'topics', 'how', 'textVersion', 'text', 'language', 'reference', 'number'] as const;

/** A row for each act, with whose it is. */
export function proofTable({ id, addresses, consents }: ConsentProof, bom: boolean): string {
  const addressOf = ({ number }: Entry) => addresses.find((each) => each.number === number)?.address ?? null;
  const columns = [
    { name: 'subscriberId', value: () => id },
    ...own.map((name) => ({ name, value: (entry: Entry) => entry[name] })),
    { name: 'address', value: addressOf },
  ];
  return csvOf(columns, consents, { bom });
}
