/** The other files of a project's first minutes: `project.yaml`, and a metric that counts a model's rows. */
import { toName } from './choose-name.ts';
import type { ModelDraft } from './model-draft.ts';
import { writeComment, writeScalar, writeText } from './yaml-text.ts';

export function writeProject({
  name,
  zone,
  isZoneGiven,
  schema,
}: {
  readonly name: string;
  readonly zone: string;
  readonly isZoneGiven: boolean;
  readonly schema: string;
}): string {
  const note = isZoneGiven
    ? ''
    : `  ${writeComment('days, weeks and months are cut in this zone: is it yours?')}`;
  return [
    `# yaml-language-server: $schema=${schema}`,
    `project: ${toName(name, 'project').replaceAll('_', '-')}`,
    `timezone: ${writeScalar(zone)}${note}`,
    '',
  ].join('\n');
}

/** `orders_count` */
export function countName({ name }: ModelDraft): string {
  return `${name.slice(0, 57)}_count`;
}

/** A metric that counts the model's rows. */
export function writeCount(draft: ModelDraft, owner: string): string {
  return [
    `metric: ${countName(draft)}`,
    'version: 1',
    `description: ${writeText(`How many ${draft.name.replaceAll('_', ' ')} there are.`)}`,
    `owner: ${writeText(owner)}`,
    `formula: count(${draft.name})`,
    '',
  ].join('\n');
}
