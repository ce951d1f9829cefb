/** The names that fields have in which somebody says where they are reached. */
const fields = new Set(['email', 'address', 'contact', 'phone']);

/** Levels of a body that are looked at. */
const levels = 5;

const telephone = /^\+?[0-9][0-9 .()/-]{5,29}$/;

/** Servers that take an address with dots for the same as without. */
const dotless = new Set(['gmail.com', 'googlemail.com']);

/**
 * One name for all addresses that probably end in one mailbox: without what stands after a `+`, in lower case. Too many may be taken for one
 * here, since only counters are kept by it; messages go to the address as it was written.
 */
function mailboxOf(address: string): string | undefined {
  const [, local = '', domain = ''] = /^([^@]+)@([^@\s]+)$/.exec(address) ?? [];
  if (domain === '') return undefined;
  const name = local.split('+', 1)[0] ?? '';
  return `email/${dotless.has(domain) ? name.replaceAll('.', '') : name}@${domain}`;
}

/** The digits of a number, with the code of the country. */
function phoneOf(text: string): string | undefined {
  if (!telephone.test(text)) return undefined;
  return `phone/${text.replace(/\D/g, '').replace(/^00/, '').replace(/^0/, '40')}`;
}

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') yield* textsIn(inner, depth - 1);
    else if (fields.has(name)) yield inner.normalize('NFKC').trim().toLowerCase();
  }
}

/** The mailboxes and telephones that a body names, each once, however they are written. */
export const mailboxesIn = (body: unknown): string[] => [
  ...new Set([...textsIn(body, levels)].flatMap((text) => mailboxOf(text) ?? phoneOf(text) ?? [])),
];
