/**
 * Licences of packages that Ecou may be given out with, as SPDX identifiers. Permissive ones ask for their notice only, and their texts
 * are installed with the packages. The others: `OFL-1.1` of a font and `CC-BY-3.0` of the data of holidays (both by their authors' names),
 * and the EUPL itself.
 */
export const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'EUPL-1.1+',
  'EUPL-1.2',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);

/**
 * Licences that ask for more, each allowed for the named packages only. The LGPL is among the compatible licences of the EUPL's appendix;
 * it lets a program of another licence use the library as long as whoever gets it can exchange the library: these are installed as packages
 * or shared objects of their own, unchanged.
 */
export const allowedFor: Readonly<Record<string, (name: string) => boolean>> = {
  'LGPL-3.0-only': (name) => name === 'opening_hours',
  'LGPL-3.0-or-later': (name) => name.startsWith('@img/sharp-'),
};

/** The licences of packages whose manifests state none, with the words of the file `LICENSE` that say it. */
export const stated: Readonly<Record<string, { readonly licence: string; readonly words: string }>> = {
  'png-js': { licence: 'MIT', words: 'MIT License' },
  suncalc: { licence: 'BSD-2-Clause', words: 'Redistribution and use in source and binary forms' },
};

/** True where a package under an SPDX expression may be given out. Throws on an expression that mixes `AND` and `OR`. */
export function isAllowed(name: string, expression: string): boolean {
  const isOne = (licence: string) => allowed.has(licence) || (allowedFor[licence]?.(name) ?? false);
  const words = expression.replaceAll(/[()]/g, '').replaceAll(' and ', ' AND ').replaceAll(' or ', ' OR ');
  if (!words.includes(' OR ')) return words.split(' AND ').every(isOne);
  if (words.includes(' AND ')) throw new Error(`${name}: read "${expression}" by hand.`);
  return words.split(' OR ').some(isOne);
}
