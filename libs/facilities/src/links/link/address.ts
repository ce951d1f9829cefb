import { namedUuid } from '@ecou/event-sourcing';

/** Namespace of the ids of links (RFC 9562, version 5). */
const namespace = '3f0f8a52-6f0e-4a1c-9a53-5a6a1d2f7c40';

/** The address of a link that can be checked, and what is kept by it. */
export interface LinkAddress {
  readonly id: string;
  /** As it is asked for: normalised (WHATWG URL), without a fragment, which no server is told. */
  readonly url: string;
  readonly host: string;
}

/** The address that is checked for one as somebody wrote it; `undefined` where it is neither of http nor of https. */
export function linkAddress(written: string): LinkAddress | undefined {
  const url = URL.parse(written);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  url.hash = '';
  return { id: namedUuid(url.href, namespace), url: url.href, host: url.host };
}

/** An address, or the lack of one. */
interface Part {
  readonly url: string | null;
}

/** The parts of a facility that hold addresses. */
export interface Showing {
  readonly contact: Part | null;
  readonly links: readonly Part[];
  readonly guides: readonly Part[];
}

/** The addresses of a facility that are checked; the same one may come again. */
export const linksOf = ({ contact, links, guides }: Showing): LinkAddress[] =>
  [...(contact ? [contact] : []), ...links, ...guides].flatMap(({ url }) => linkAddress(url ?? '') ?? []);
