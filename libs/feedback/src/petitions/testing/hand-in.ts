import type { TestProcess } from '@ecou/runtime/testing';

/** Hands in a file of text, as the form of a page does; answers its id. */
export async function handIn({ process }: TestProcess, content = 'sintetic'): Promise<string> {
  const form = new FormData();
  form.append('files', new Blob([content], { type: 'text/plain' }), 'strada.txt');
  const response = await fetch(`${process.url}/feedback/v1/files`, { method: 'POST', body: form });
  const { files } = (await response.json()) as { files: [{ id: string }] };
  return files[0].id;
}
