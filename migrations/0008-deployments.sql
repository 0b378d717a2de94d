-- Which catalog was in force when: a row for each that servers of a project began to serve, in the order of `id`.
CREATE TABLE vitrine.deployments (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project    text NOT NULL,
  at         timestamptz NOT NULL,
  catalog    text NOT NULL,
  -- The release of Vitrine, and by which semantics it plans.
  vitrine    text NOT NULL,
  semantics  integer NOT NULL,
  -- The metrics by name: version, content hash, and whether it is private.
  metrics    jsonb NOT NULL
);
CREATE INDEX deployments_project ON vitrine.deployments (project, id DESC);

CREATE FUNCTION vitrine.keep_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER deployments_rows BEFORE UPDATE OR DELETE ON vitrine.deployments
  FOR EACH ROW EXECUTE FUNCTION vitrine.keep_for_ever();
CREATE TRIGGER deployments_whole BEFORE TRUNCATE ON vitrine.deployments
  FOR EACH STATEMENT EXECUTE FUNCTION vitrine.keep_for_ever();
