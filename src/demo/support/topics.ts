/** What questions are about. */
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { topicsTable } from './support-tables.ts';

/** One topic, and how often it is asked about. */
export interface DemoTopic {
  readonly code: string;
  readonly name: string;
  /** Whether such questions are about some order. */
  readonly aboutOrder: boolean;
  readonly weight: number;
}

/** All topics. */
export const DEMO_TOPICS: readonly DemoTopic[] = [
  { code: 'delivery', name: 'Delivery', aboutOrder: true, weight: 38 },
  { code: 'returns', name: 'Returns and refunds', aboutOrder: true, weight: 22 },
  { code: 'payment', name: 'Payment', aboutOrder: true, weight: 14 },
  { code: 'product', name: 'Choosing a product', aboutOrder: false, weight: 18 },
  { code: 'account', name: 'Account and loyalty', aboutOrder: false, weight: 8 },
];

/** Topics as drawn, by whether they are about an order: some questions were never sorted. */
export const TOPIC_WEIGHTS = {
  order: weigh(true),
  other: weigh(false),
} as const;

function weigh(aboutOrder: boolean): readonly (readonly [code: string | null, weight: number])[] {
  const own = DEMO_TOPICS.filter((topic) => topic.aboutOrder === aboutOrder);
  return [
    ...own.map(({ code, weight }) => [code, weight] as const),
    [null, 3],
    // A topic that the list does not have any more.
    ['warranty', 1],
  ];
}

/** The topics as rows. */
export function generateTopics(loadedAt: string): readonly DemoRow[] {
  return DEMO_TOPICS.map(({ code, name, aboutOrder }) =>
    toDemoRow(topicsTable, {
      topic_code: code,
      name,
      about_order: String(aboutOrder),
      loaded_at: loadedAt,
    }),
  );
}
