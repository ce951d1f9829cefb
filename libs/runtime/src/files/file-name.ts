import { fileTypes } from './file-types.js';

const longest = 100;

/** Separators of paths, what other systems refuse in a name, controls, and marks that turn the direction of writing around. */
// eslint-disable-next-line no-control-regex -- they are what is removed
const unwanted = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Quotes and line breaks as browsers write them in the names that they send (HTML, multipart form data). */
const escaped = /%(?:22|0d|0a)/gi;

/** Names of devices, on one system or another. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name that can be shown and saved: the last part of what the sender's program sent, of at most 100 characters, with the extension of
 * what the file is (`type`: a media type of `fileTypes`). `file` where nothing is left of it.
 */
export function cleanFileName(name: string, type: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(escaped, '')
    .replace(unwanted, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '');
  const trimmed = stem.replaceAll(/\s+/g, ' ').replaceAll(/^[. ]+|[. ]+$/g, '');
  const short = Array.from(trimmed).slice(0, longest).join('').trimEnd();
  const base = short === '' || device.test(short) ? `file${short && `-${short}`}` : short;
  return `${base}.${fileTypes[type]?.extension ?? 'bin'}`;
}
