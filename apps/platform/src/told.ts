/** Lines for whoever starts Ecou. */

/** A new administrator's key, in a line to paste. */
export const keyLines = (url: string, key: string): string[] => [
  `The administrator's key, shown this once. Paste this line into another terminal:`,
  '',
  `  export ECOU=${url} KEY=${key}`,
  '',
];

/** The way out where no key is known any more. */
export const lostKeyLine = (command: string): string => `Lost the administrator's key? ${command} makes another.`;

/** Addresses: pages first, then what programs read. */
export const places = (url: string): string[] => [
  `  All public pages            ${url}/`,
  `  Consultation sessions       ${url}/events/v1/civic-events?format=html`,
  `  Map of digital facilities   ${url}/facilities/v1/facilities?format=html`,
  `  Status of a petition        ${url}/feedback/v1/status`,
  `  API, with pages to try it   ${url}/docs   (OpenAPI: ${url}/openapi.json)`,
  `  Messages for other systems  ${url}/integrations/v1/contracts?format=html   (AsyncAPI: ${url}/asyncapi.json)`,
  `  Health                      ${url}/health/ready`,
];
