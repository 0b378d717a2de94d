-- Answers that were published: what was asked, what was answered, and the definitions behind it. Never changed.
CREATE TABLE vitrine.freezes (
  -- A hash over all that follows: what is edited is not what it says it is.
  id            text PRIMARY KEY,
  project       text NOT NULL,
  name          text NOT NULL,
  note          text,
  tenants       text[] NOT NULL,
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL,
  catalog       text NOT NULL,
  -- JSON: the names of its queries, and by what it is told who may read it.
  head          text NOT NULL,
  -- JSON, and a hash over it, so that lists need not read it.
  content       text NOT NULL,
  content_hash  text NOT NULL,
  tenants_hash  text NOT NULL,
  CONSTRAINT freezes_tenants CHECK (cardinality(tenants) > 0),
  CONSTRAINT freezes_name UNIQUE (project, tenants_hash, name)
);

CREATE TRIGGER freezes_rows BEFORE UPDATE OR DELETE ON vitrine.freezes
  FOR EACH ROW EXECUTE FUNCTION vitrine.keep_for_ever();
CREATE TRIGGER freezes_whole BEFORE TRUNCATE ON vitrine.freezes
  FOR EACH STATEMENT EXECUTE FUNCTION vitrine.keep_for_ever();
