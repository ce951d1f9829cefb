const isLocalHttp = (url: URL): boolean =>
  url.protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);

/** The value of a cookie in the header `Cookie`; the first one where there are several of its name. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * Cookies for whoever signs in: for this host only, and unknown to scripts. `__Host-` (RFC 6265bis, 4.1.3.2) keeps other hosts of the domain from
 * setting them; it needs https, so that they have no prefix where the deployment is on `http://localhost`.
 */
export class Cookies {
  /** False where the deployment is reached over http from other machines: nobody signs in by a browser there. */
  readonly areSafe: boolean;
  private readonly isLocal: boolean;

  constructor(publicUrl: string) {
    const url = new URL(publicUrl);
    this.isLocal = isLocalHttp(url);
    this.areSafe = url.protocol === 'https:' || this.isLocal;
  }

  /** The whole name of a cookie. */
  nameOf(name: string): string {
    return this.isLocal ? `ecou-${name}` : `__Host-ecou-${name}`;
  }

  /** The value of a cookie in the header `Cookie`. */
  read(header: string | undefined, name: string): string | undefined {
    return cookieIn(header, this.nameOf(name));
  }

  /** `Set-Cookie` of a cookie that lasts for so many seconds; as long as the browser runs without them. */
  set(name: string, value: string, seconds?: number): string {
    const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
    const secure = this.isLocal ? '' : '; Secure';
    return `${this.nameOf(name)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${age}`;
  }

  /** `Set-Cookie` that takes a cookie away. */
  clear(name: string): string {
    return this.set(name, '', 0);
  }
}
