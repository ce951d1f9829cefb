/** A text without the control characters that neither XML 1.0 nor iCalendar may hold. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what it is about
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '');
