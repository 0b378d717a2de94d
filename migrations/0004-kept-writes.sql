-- Writes that a caller may send again without their happening again: by who sent them and the key they gave.
CREATE TABLE vitrine.kept_writes (
  owner     text NOT NULL,
  key       text NOT NULL,
  -- A hash of what was asked: the same key for something else is refused.
  request   text NOT NULL,
  -- Sealed under the server's secret; absent while the write is under way.
  reply     text,
  begun_at  timestamptz NOT NULL,
  PRIMARY KEY (owner, key)
);
CREATE INDEX kept_writes_begun_at ON vitrine.kept_writes (begun_at);
