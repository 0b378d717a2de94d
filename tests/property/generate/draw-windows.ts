/** Random windows over metrics, alone and one in the other. */
import { BUCKET_GRAINS, SUB_DAY_GRAINS } from '../oracle/calendar.ts';
import type { MetricFormula } from '../oracle/metric-formula.ts';
import type { Window } from '../oracle/window.ts';
import type { Draw } from './draw.ts';

/** The operand in one window or two. */
export function drawWindowed(draw: Draw, operand: MetricFormula): MetricFormula {
  const windowed: MetricFormula = { kind: 'windowed', window: drawWindow(draw), operand };
  if (!draw.chance(35)) return windowed;
  return { kind: 'windowed', window: drawWindow(draw), operand: windowed };
}

/** One window, of any kind. */
export function drawWindow(draw: Draw): Window {
  const choice = draw.integer(1, 100);
  if (choice <= 35) return { kind: 'shift', ...drawLength(draw) };
  if (choice <= 65) return { kind: 'trailing', ...drawLength(draw) };
  if (choice <= 78) return { kind: 'to_date', period: draw.pick(BUCKET_GRAINS) };
  if (choice <= 86) return { kind: 'running' };
  if (choice <= 94) return { kind: 'trailing', count: draw.integer(1, 4), unit: 'bucket' };
  return { kind: 'shift_to', period: draw.pick(BUCKET_GRAINS) };
}

function drawLength(draw: Draw) {
  if (draw.chance(10)) return { count: draw.pick([1, 6, 24, 90]), unit: draw.pick(SUB_DAY_GRAINS) };
  const unit = draw.pick(BUCKET_GRAINS);
  return { count: unit === 'day' ? draw.pick([1, 2, 7, 30, 31]) : draw.pick([1, 1, 1, 2, 3]), unit };
}
