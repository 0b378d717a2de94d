/** A member is either a dimension or a fact. */
import type { Check } from './check.ts';

export const checkMemberNames: Check = ({ models }, report) => {
  for (const model of models.values()) {
    const { dimensions = {}, facts = {} } = model.file.value;
    for (const name of Object.keys(facts)) {
      if (!Object.hasOwn(dimensions, name)) continue;
      const params = { kind: 'Dimension', name, other: `${model.file.file} as a dimension` };
      report.add('DEF_DUPLICATE_NAME', params, model.file.place(['facts', name]));
    }
  }
};
