import { describe, expect, it } from '@jest/globals';
import { errorPage, languageOf, waitOf, type ShownProblem } from './error-page.js';
import { renderPage } from './page.js';

const publisher = { institution: 'Primăria Exemplu', publicUrl: 'http://localhost', mark: 'data:,' };
const grade = { path: 'grade', message: 'Too big: expected number to be <=5' };
const wrong = { status: 400, code: 'INVALID_INPUT', detail: 'The input is not valid.', errors: [grade] };

/** The page without its frame. */
const shown = (problem: ShownProblem, lang: 'ro' | 'en' = 'ro'): string =>
  /<main>.*<\/main>/s.exec(renderPage(errorPage(problem, lang), { publisher, url: '/' }))?.[0] ?? '';

describe('a page of an error', () => {
  it('names the fields as people call them, and tells programs the rest in one small line', () => {
    const page = shown(wrong);
    expect(page).toContain('Verificați: nota.');
    const small = /<p class="more">Pentru programe: <span lang="en">(.*?)<\/span><\/p>/.exec(page);
    expect(small?.[1]).toBe('400 INVALID_INPUT: The input is not valid. grade: Too big: expected number to be &lt;=5');
    expect(page.replace(small?.[0] ?? '', '')).not.toMatch(/INVALID_INPUT|Too big|not valid/);
    expect(shown(wrong, 'en')).toContain('Please check: grade.');
  });

  it.each([
    [{ status: 404, code: 'NOT_FOUND' }, 'ce căutați nu este public.'],
    [{ status: 409, code: 'PETITION_DONE' }, 'Regulile nu permit acest lucru acum.'],
    [{ status: 409, code: 'VERSION_CONFLICT' }, 'Altcineva a schimbat același lucru.'],
    [
      { status: 429, code: 'TOO_MANY_REQUESTS', headers: { 'Retry-After': '1199' } },
      'Încercați din nou peste 20 de minute.',
    ],
    [{ status: 429, code: 'TOO_MANY_REQUESTS' }, 'Încercați din nou peste puțin timp.'],
    [
      { status: 503, code: 'SERVICE_UNAVAILABLE', headers: { 'Retry-After': '1' } },
      'Încercați din nou peste puțin timp.',
    ],
  ])('says of %j: %s', (problem, said) => {
    expect(shown({ detail: 'x', ...problem })).toContain(said);
  });

  it.each([
    [30, '30 de secunde', '30 seconds'],
    [61, '2 minute', '2 minutes'],
    [7201, '3 ore', '3 hours'],
  ])('says a wait of %d seconds, never shorter than it is', (seconds, ro, en) => {
    expect([waitOf(seconds, 'ro'), waitOf(seconds, 'en')]).toEqual([ro, en]);
  });

  it('is in the language of the address, else of the form, else of the browser', () => {
    expect(languageOf('/x?lang=ro', 'en', { lang: 'en' })).toBe('ro');
    expect(languageOf('/x', 'ro', { lang: 'en' })).toBe('en');
    expect(languageOf('/x', 'en-GB', undefined)).toBe('en');
    expect(languageOf('/x', undefined, { lang: 'xx' })).toBe('ro');
  });
});
