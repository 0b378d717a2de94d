-- Notes on numbers: what happened, when, to which metric, and to whom it is told.
CREATE TABLE vitrine.annotations (
  id           text COLLATE "C" PRIMARY KEY,
  project      text NOT NULL,
  text         text NOT NULL,
  tenants      text[] NOT NULL,
  metric       text,
  dimension    text,
  -- Of the dimension: its text, and what it is in JSON.
  value        text,
  value_kind   text,
  range_from   timestamptz,
  range_to     timestamptz,
  visibility   text NOT NULL,
  author_kind  text NOT NULL,
  author       text NOT NULL,
  -- Hash of the conditions on rows that its writer is under; empty for none.
  row_scope    text NOT NULL,
  -- Counts its changes, so that of two who change it at once one is told.
  revision     integer NOT NULL,
  made_at      timestamptz NOT NULL,
  edited_at    timestamptz,
  -- When it was made, or a little later: no two of a project have one place, and a later one has a later place.
  placed_at    timestamptz NOT NULL,
  CONSTRAINT annotations_tenants CHECK (cardinality(tenants) > 0),
  CONSTRAINT annotations_dimension CHECK (num_nonnulls(dimension, value, value_kind) IN (0, 3)),
  CONSTRAINT annotations_range CHECK (range_from < range_to),
  CONSTRAINT annotations_visibility CHECK (visibility IN ('agency', 'client'))
);

CREATE INDEX annotations_of_tenants ON vitrine.annotations USING gin (tenants);
CREATE UNIQUE INDEX annotations_places ON vitrine.annotations (project, placed_at DESC);
