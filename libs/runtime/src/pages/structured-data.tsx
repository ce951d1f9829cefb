/** JSON for the inside of a `<script>` element: nothing in it ends the element, or begins a comment. */
const scriptOf = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * JSON-LD in the head of a page, for search engines. It is a data block: a browser runs nothing of it, so the policy of pages, which forbids scripts,
 * lets it stand (HTML, "prepare the script element").
 */
export const StructuredData = ({ data }: { readonly data: Readonly<Record<string, unknown>> }) => (
  <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: scriptOf(data) }} />
);
