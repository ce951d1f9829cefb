/** Headers of every answer that is no page: nothing in it is run, shown within another page, or taken for another type than it has. */
export const answerHeaders = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/** Headers of what everybody may read: pages of other sites, too (CORS). No key goes with such a request. */
export const openHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Accept-Ranges, Content-Location, Content-Range, ETag, Link, Ecou-As-Of, Ecou-Position, Retry-After',
} as const;

/** Headers of the answer to a browser that asks first. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'Accept, Ecou-Min-Position, If-None-Match, If-Range, Range',
  'Access-Control-Max-Age': '86400',
} as const;

/** The policy of our pages: a style that stands in them, pictures that do, forms to us; no script. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The policy of the few pages that need a script: one file of ours, which calls us. */
export const scriptedPagePolicy = `${pagePolicy}; script-src 'self'; connect-src 'self'`;

/** Headers of the pages to try the API (Swagger UI), which run their own scripts and call us. */
export const docsHeaders = {
  ...answerHeaders,
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;
