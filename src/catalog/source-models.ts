/** The models whose tables a metric's numbers come from: what it aggregates, and days and holidays that it counts by. */
import type { Metric, Project } from './catalog.ts';

/** Without repetition, those that it aggregates first. */
export function sourceModels(
  { models, calendars }: Pick<Metric, 'models' | 'calendars'>,
  project: Pick<Project, 'calendars'>,
): readonly string[] {
  const days = calendars.flatMap((name) => {
    const calendar = project.calendars.get(name);
    if (calendar?.kind === 'days') return [calendar.model];
    return calendar?.holidays ? [calendar.holidays.model] : [];
  });
  return [...new Set([...models, ...days])];
}
