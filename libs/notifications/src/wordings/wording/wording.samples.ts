import type { WordingRules } from './rules.js';

export const at = '2026-05-20T09:00:00.000Z';
export const messageId = '00000000-0000-4000-8000-000000000001';

export const key = { purpose: 'report-published', language: 'ro', channel: 'every' } as const;

/** The words of a report, as the specs know them. */
export const text = {
  subject: 'Raport nou: {{title}}',
  body: 'Bună ziua,\n\nRaportul „{{title}}” poate fi citit.\n\n{{#note}}**De ce:** {{note}}{{/note}}',
  action: 'Citiți raportul',
};

export const rules: WordingRules = {
  variables: [
    { name: 'title', required: true },
    { name: 'note', required: false },
  ],
  example: { title: 'Dezbatere sintetică', note: 'Motiv sintetic.' },
  room: null,
};

export const events = {
  WordingDrafted: { ...key, version: 1, text, draftedAt: at },
  WordingPublished: { version: 1, publishedAt: at },
  WordingWithdrawn: { version: 1, reason: 'Se revine la textul inițial.', withdrawnAt: at },
  WordingFailed: { version: 1, field: 'body', rule: 'VARIABLE_UNKNOWN', messageId, failedAt: at },
} as const;
