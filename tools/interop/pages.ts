import { DOMParser } from '@xmldom/xmldom';

/** A page that a link leads to, and what is wrong with it. */
interface Visited {
  readonly address: string;
  readonly from: string;
  readonly fault: string | null;
  /** True for a page of ours: neither a calendar, a feed or a file, nor Swagger UI. */
  readonly isPage: boolean;
}

/** Media types that a link on a page may lead to. */
const readable = ['text/html', 'text/calendar', 'application/atom+xml', 'application/pdf'];

const decoded = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** Addresses of links on a page, whole, but for those that say that they lead to JSON or tables, for programs. */
const linksOf = (html: string, at: string): string[] =>
  [...html.matchAll(/<(?:a|link)\s[^>]*?href="([^"]+)"[^>]*/g)]
    .filter(([tag]) => !/ type="(?:application\/(?:[\w.]+\+)?json[^"]*|text\/csv)"/.test(tag))
    .map(([, href = '']) => decoded(href))
    .filter((href) => !/^(?:data|mailto|tel|sms):/.test(href))
    .map((href) => new URL(href, at).href);

function faultOf(status: number, type: string, body: string, institution: string): string | null {
  if (status !== 200) return `it answers ${status}`;
  const mediaType = type.split(';')[0] ?? '';
  if (!readable.includes(mediaType)) return `it is ${mediaType}`;
  if (mediaType !== 'text/html' || body.includes('swagger-ui')) return null;
  if (!body.includes(`<span>${institution}</span>`)) return 'the institution is not named on it';
  if (!/hreflang="(?:ro|en)"|<button class="link"/i.test(body)) return 'it has no way to the other language';
  const id = />[^<]*\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}[^<]*</.exec(
    body.replace(/<style>[^]*?<\/style>|<script[^]*?<\/script>|<pre[^]*?<\/pre>/g, ''),
  );
  return id ? `an id stands on it: ${id[0]}` : null;
}

/**
 * Follows every link of our own from an address on, as a person without a key does, and answers what was visited. `publicUrl` is the base of links
 * that are whole; they are followed at `url`.
 */
export async function walkPages(
  start: string,
  { url, publicUrl, institution }: { readonly url: string; readonly publicUrl: string; readonly institution: string },
): Promise<readonly Visited[]> {
  const seen = new Map<string, Visited>();
  const open: (readonly [address: string, from: string])[] = [[new URL(start, url).href, '']];
  for (let next = open.shift(); next; next = open.shift()) {
    const [address, from] = next;
    if (seen.has(address)) continue;
    const response = await fetch(address, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    const type = response.headers.get('content-type') ?? '';
    const body = await response.text();
    const isPage = type.startsWith('text/html') && !body.includes('swagger-ui');
    seen.set(address, { address, from, fault: faultOf(response.status, type, body, institution), isPage });
    if (!isPage) continue;
    for (const link of linksOf(body, address)) {
      const own = link.startsWith(publicUrl) ? url + link.slice(publicUrl.length) : link;
      if (own.startsWith(url)) open.push([own.split('#')[0] ?? own, address]);
    }
  }
  return [...seen.values()];
}

/** The addresses that entries of an Atom feed, and the feed itself, name as alternates. */
export function alternatesOf(atom: string): string[] {
  const links = new DOMParser().parseFromString(atom, 'text/xml').getElementsByTagName('link');
  return Array.from(links)
    .filter((link) => (link.getAttribute('rel') ?? 'alternate') === 'alternate')
    .map((link) => link.getAttribute('href') ?? '');
}
