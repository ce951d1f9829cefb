import type { z } from 'zod';
import type { linkFault } from '../link/link.events.js';

export type LinkFault = z.output<typeof linkFault>;

/**
 * The finding of a check. `unclear` says nothing of the link: the server wants to be asked later or by people, or the failure is on our side.
 */
export type Finding =
  | { readonly outcome: 'works'; readonly status: number }
  | {
      readonly outcome: 'fails';
      /** HTTP status; null where there was no answer. */
      readonly status: number | null;
      readonly fault: LinkFault | null;
    }
  | {
      readonly outcome: 'unclear';
      readonly status: number | null;
      /** The reason, as operators read it: a code of Node, or `ADDRESS_REFUSED`. */
      readonly note: string;
      /** `Retry-After`. */
      readonly retryAfter?: string | undefined;
    };

/** Answers by which a server refuses programs, whoever they are, and not people: it is there. */
const refusals: ReadonlySet<number> = new Set([401, 403, 407, 429, 451]);

/** The finding that an HTTP status makes. */
export function findingOf(status: number, retryAfter?: string): Finding {
  if (status < 400) return { outcome: 'works', status };
  if (refusals.has(status) || (status === 503 && retryAfter !== undefined)) {
    return { outcome: 'unclear', status, note: `HTTP ${status}`, retryAfter };
  }
  return { outcome: 'fails', status, fault: null };
}

/** Codes of Node and OpenSSL for what is wrong with a link; what does not stand here may be ours. */
const faults: Readonly<Record<string, LinkFault>> = {
  ENOTFOUND: 'name',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  CERT_REVOKED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  TOO_MANY_REDIRECTS: 'redirects',
};

/** The finding that an error makes, of a link that gave no answer. */
export function findingOfError(error: unknown): Finding {
  const { code, message } = error as NodeJS.ErrnoException;
  const fault = faults[code ?? ''] ?? (/^(?:HPE_|EPROTO|ERR_SSL_)/.test(code ?? '') ? 'protocol' : undefined);
  if (fault !== undefined) return { outcome: 'fails', status: null, fault };
  return { outcome: 'unclear', status: null, note: (code ?? message).slice(0, 200) };
}
