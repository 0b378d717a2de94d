/** The dimensions that a metric allows exist, and every model that it reads leads to them one way. */
import { suggest } from '../../base/did-you-mean.ts';
import { dimensionNames, findDimension, findDimensionPath } from '../find-dimension.ts';
import type { BuiltCheck } from './check.ts';

export const checkMetricDimensions: BuiltCheck = ({ definitions, catalog, faulty }, report) => {
  for (const file of definitions.metrics) {
    const metric = catalog.metrics.get(file.value.metric);
    for (const [index, dimension] of (metric?.dimensions ?? []).entries()) {
      const place = file.place(['dimensions', index]);
      const named = findDimension(dimension, catalog);
      if (!named) {
        if (faulty.has(dimension.split('.')[0] ?? '')) continue;
        const hint = suggest(dimension, dimensionNames(catalog));
        report.add('DEF_UNKNOWN_DIMENSION', { dimension }, { ...place, hint });
        continue;
      }
      if (named.member.kind === 'fact') {
        const params = { member: dimension, expected: 'a dimension', actual: 'a fact' };
        report.add('DEF_MEMBER_UNFIT', params, place);
        continue;
      }
      for (const root of metric?.models ?? []) {
        const path = findDimensionPath(named, root, catalog);
        if (path.kind === 'path') continue;
        const hint =
          path.kind === 'none'
            ? `No joins lead there from ${root}.`
            : `Settle the role in ${root}: \`roles: …\`.`;
        report.add('DEF_DIMENSION_UNREACHED', { dimension, root }, { ...place, hint });
      }
    }
  }
};
