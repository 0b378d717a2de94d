/** A model of a project under another name, in all its definitions; its table stays where it is. */
import type { Files } from '../catalog/small-project.ts';

/** Sources are in `schema`; the names of models stand for nothing else in a definition. */
export function renameModel(files: Files, schema: string, name: string, now = `other_${name}`): Files {
  const named = new RegExp(`(?<!${schema}\\.)\\b${name}\\b`, 'g');
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      if (!path.endsWith('.yaml')) return [path, text];
      const renamed = path === `models/${name}.yaml` ? `models/${now}.yaml` : path;
      return [renamed, text.replace(named, now)];
    }),
  );
}
