import { describe, expect, it } from '@jest/globals';
import { findingOf, findingOfError } from './findings.js';

const coded = (code: string) => Object.assign(new Error(code), { code });

describe('what a check found', () => {
  it.each([200, 204, 206, 304])('%i: the link works', (status) =>
    expect(findingOf(status)).toEqual({ outcome: 'works', status }),
  );

  it.each([400, 404, 405, 410, 500, 502, 503, 504])('%i: it fails', (status) =>
    expect(findingOf(status)).toEqual({ outcome: 'fails', status, fault: null }),
  );

  it.each([401, 403, 407, 429, 451])('%i: the server is there, and refuses programs', (status) =>
    expect(findingOf(status)).toMatchObject({ outcome: 'unclear', status }),
  );

  it('503 with a time to come again: the server asks for patience', () =>
    expect(findingOf(503, '120')).toMatchObject({ outcome: 'unclear', retryAfter: '120' }));

  it.each([
    ['ENOTFOUND', 'name'],
    ['ABORT_ERR', 'timeout'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EHOSTUNREACH', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['TOO_MANY_REDIRECTS', 'redirects'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['EPROTO', 'protocol'],
  ])('%s: it fails (%s)', (code, fault) =>
    expect(findingOfError(coded(code))).toEqual({ outcome: 'fails', status: null, fault }),
  );

  // Browsers fetch a certificate that a server leaves out; the other ones are of our own side.
  it.each(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'EAI_AGAIN', 'ENETUNREACH', 'EMFILE', 'ADDRESS_REFUSED'])(
    '%s says nothing of the link',
    (code) => expect(findingOfError(coded(code))).toEqual({ outcome: 'unclear', status: null, note: code }),
  );
});
