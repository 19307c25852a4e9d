import { readSource, type Path, type Place } from './source.ts';

/** Where the part at `path` stands in a definition's text; the nearest part around it when there is none. */
export function placesIn(source: string): (path: Path) => Place {
  const { place } = readSource(source, () => {});
  return (path) => place(path, 'key');
}
