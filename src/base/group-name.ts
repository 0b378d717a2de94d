/** Names of groups of people, as keys, claims and definitions write them. */

/** Also the pattern of the definitions' schema. */
export const GROUP_PATTERN = '^[a-z][a-z0-9_-]{0,62}$';

const GROUP = new RegExp(GROUP_PATTERN);

/** Whether `text` can name a group: a lower-case letter, then letters, digits, `_` and `-`. */
export function isGroupName(text: string): boolean {
  return GROUP.test(text);
}
