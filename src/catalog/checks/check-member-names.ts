/** A member is either a dimension or a fact, has one origin, and does not take the name of a join. */
import type { Check } from './check.ts';

export const checkMemberNames: Check = ({ models }, report) => {
  for (const model of models.values()) {
    const { dimensions = {}, facts = {} } = model.file.value;
    for (const name of Object.keys(facts)) {
      if (!Object.hasOwn(dimensions, name)) continue;
      const params = { kind: 'Dimension', name, other: `${model.file.file} as a dimension` };
      report.add('DEF_DUPLICATE_NAME', params, model.file.place(['facts', name]));
    }
    for (const [section, members] of Object.entries({ dimensions, facts })) {
      for (const [name, member] of Object.entries(members)) {
        if (member.column === undefined || member.formula === undefined) continue;
        const params = { key: 'column', expected: 'absent where there is a formula' };
        report.add('DEF_WRONG_VALUE', params, model.file.place([section, name, 'column']));
      }
    }
    for (const [name, { zone, type }] of Object.entries(dimensions)) {
      if (zone === undefined || type === 'time') continue;
      const params = { key: 'zone', expected: 'absent where the type is not time' };
      report.add('DEF_WRONG_VALUE', params, model.file.place(['dimensions', name, 'zone']));
    }
  }
};
