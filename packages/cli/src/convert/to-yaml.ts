/** A definition as YAML, as an author would write it: blocks, with what is short on one line. */
import type { Json } from '@gongzhi/engine';
import { Document, visit } from 'yaml';

const LINE_LIMIT = 90;

export function toYaml(value: Json): string {
  const document = new Document(value, { aliasDuplicateObjects: false, version: '1.2' });
  visit(document, {
    Collection: (_, node, path) => {
      if (path.length > 2 && JSON.stringify(node).length < LINE_LIMIT) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
