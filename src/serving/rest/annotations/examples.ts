/** Examples for the documentation: a note on a channel of the demo project. */

export const newAnnotationExample = {
  text: 'The autumn campaign was paused from the 3rd to the 5th: the budget was spent.',
  metric: 'ad_spend',
  dimension: 'channel.name',
  value: 'Google Ads',
  from: '2026-10-03',
  to: '2026-10-06',
  visibility: 'client',
};

export const annotationExample = {
  id: '3f9a3f9a3f9a3f9a3f9a3f9a3f9a3f9a',
  ...newAnnotationExample,
  tenants: ['1001'],
  from: '2026-10-02T21:00:00Z',
  to: '2026-10-05T21:00:00Z',
  author: '0123456789abcdef',
  revision: 1,
  made_at: '2026-10-06T09:12:44.031Z',
  edited_at: null,
};
