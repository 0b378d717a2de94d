/** What people visit sites with. */
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { devicesTable } from './traffic-tables.ts';

const DEVICES = [
  { code: 'phone', name: 'Phone', isMobile: true },
  { code: 'desktop', name: 'Desktop', isMobile: false },
  { code: 'tablet', name: 'Tablet', isMobile: true },
] as const;

/** Devices by how often they occur; `null` where the browser does not tell, and one that no list has. */
export const DEVICE_WEIGHTS: readonly (readonly [device: string | null, weight: number])[] = [
  ['phone', 122],
  ['desktop', 62],
  ['tablet', 12],
  [null, 3],
  ['tv', 1],
];

/** The devices as rows. */
export function generateDevices(loadedAt: string): readonly DemoRow[] {
  return DEVICES.map(({ code, name, isMobile }) =>
    toDemoRow(devicesTable, {
      device_code: code,
      name,
      is_mobile: String(isMobile),
      loaded_at: loadedAt,
    }),
  );
}
