import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom';

/** An element's content: its text, or its elements with their names, in order. */
export type Tree = string | readonly (readonly [name: string, content: Tree])[];

const contentOf = (element: Element): Tree => {
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === 1);
  return children.length > 0
    ? children.map((child) => [child.nodeName, contentOf(child)])
    : (element.textContent ?? '');
};

/** The root element of an XML document, for specs; by a parser that has nothing to do with what wrote it. Throws where it is not well-formed. */
export function treeOf(xml: string): readonly [name: string, content: Tree] {
  const { documentElement } = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');
  if (!documentElement) throw new Error('There is no root element.');
  return [documentElement.nodeName, contentOf(documentElement)];
}
