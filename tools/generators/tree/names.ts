import { Refused } from './refused.ts';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const pascal = /^[A-Z][A-Za-z0-9]*$/;

/** `civic-event` to `CivicEvent`. */
export const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `civic-event` to `civicEvent`. */
export const camelCase = (name: string): string => pascalCase(name).replace(/^./, (letter) => letter.toLowerCase());

/** `civic-event` to `civic_event`. */
export const snake = (name: string): string => name.replaceAll('-', '_');

/** `CivicEvent` to `civic-event`. */
export const kebabCase = (name: string): string =>
  name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** `CivicEvent` to `CIVIC_EVENT`. */
export const constantCase = (name: string): string => kebabCase(name).replaceAll('-', '_').toUpperCase();

/** `CivicEventHeld` to `civic event held`. */
export const words = (name: string): string => kebabCase(name).replaceAll('-', ' ');

/** `a civic event`, `an announcement`. */
export const withArticle = (text: string): string => `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`;

/** `petition-registered` to `A petition registered.` */
export const sentence = (name: string): string => `${withArticle(name.replaceAll('-', ' ')).replace('a', 'A')}.`;

export const plural = (name: string): string =>
  /[^aeiou]y$/.test(name) ? name.replace(/y$/, 'ies') : /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;

export function asKebab(name: string | undefined, what: string): string {
  if (name !== undefined && kebab.test(name)) return name;
  throw new Refused(`${what} is written like civic-event, not ${name ?? 'left out'}.`);
}

export function asPascal(name: string | undefined, what: string): string {
  if (name !== undefined && pascal.test(name)) return name;
  throw new Refused(`${what} is written like CivicEventHeld, not ${name ?? 'left out'}.`);
}
