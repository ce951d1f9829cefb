import { describe, expect, it } from '@jest/globals';
import { filled, tagsIn, TemplateFault } from './template-text.js';

const asItIs = (value: string): string => value;
const fill = (text: string, values: Record<string, string> = {}) => filled(text, values, ['title', 'note'], asItIs);

function faultOf(show: () => unknown): Pick<TemplateFault, 'rule' | 'position'> | undefined {
  try {
    show();
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { rule: error.rule, position: error.position };
  }
}

describe('a template', () => {
  it('shows values, and leaves parts out that have none', () => {
    const text = 'Nou: {{ title }}{{#note}} ({{note}}){{/note}}{{^note}} (fără motiv){{/note}}.';
    expect(fill(text, { title: 'Parc', note: 'ploaie' })).toBe('Nou: Parc (ploaie).');
    expect(fill(text, { title: 'Parc' })).toBe('Nou: Parc (fără motiv).');
  });

  it('escapes every value as it is told', () => {
    expect(filled('a {{title}}', { title: 'x' }, ['title'], (value) => `<${value}>`)).toBe('a <x>');
  });

  it('never reads a value as a template', () => {
    expect(fill('{{title}}', { title: '{{note}}', note: 'nu' })).toBe('{{note}}');
  });

  it('names its variables, and where they stand', () => {
    expect(tagsIn('{{title}} {{#note}}{{title}}{{/note}}')).toEqual([
      { name: 'title', position: 1, isSection: false, isConditional: false },
      { name: 'note', position: 11, isSection: true, isConditional: false },
      { name: 'title', position: 20, isSection: false, isConditional: true },
    ]);
  });

  it.each([
    ['{{constructor}}', { rule: 'VARIABLE_UNKNOWN', position: 1 }],
    ['{{__proto__}}', { rule: 'VARIABLE_UNKNOWN', position: 1 }],
    ['a {{title.length}}', { rule: 'VARIABLE_UNKNOWN', position: 3 }],
    ['{{#note}}{{.}}{{/note}}', { rule: 'VARIABLE_UNKNOWN', position: 10 }],
    ['{{&title}}', { rule: 'TAG_NOT_ALLOWED', position: 1 }],
    ['{{#note}}{{>title}}{{/note}}', { rule: 'TAG_NOT_ALLOWED', position: 10 }],
    ['{{/note}}', { rule: 'TEMPLATE_SYNTAX', position: 1 }],
  ])('refuses %s', (text, fault) => expect(faultOf(() => fill(text, { note: 'x' }))).toEqual(fault));

  it('says where a variable does not end', () =>
    expect(faultOf(() => tagsIn('abc {{title'))).toMatchObject({ rule: 'TEMPLATE_SYNTAX', position: 12 }));
});
