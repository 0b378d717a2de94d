-- The account of each request for principals. Names, counts and hashes only: no filter value, no credential.
CREATE TABLE vitrine.audit (
  id              uuid PRIMARY KEY,
  request_id      text NOT NULL,
  at              timestamptz NOT NULL,
  -- All three are absent where the credential was not known.
  principal_kind  text,
  principal_id    text,
  capability      text,
  tenants         text[] NOT NULL,
  method          text NOT NULL,
  route           text NOT NULL,
  surface         text NOT NULL,
  catalog         text,
  -- The three are paired by position; rows are absent where there was no answer.
  metrics         text[] NOT NULL,
  versions        integer[] NOT NULL,
  metric_rows     bigint[] NOT NULL,
  sql             text[] NOT NULL,
  row_count       bigint,
  ms              double precision NOT NULL,
  status          integer,
  outcome         text NOT NULL,
  code            text,
  CONSTRAINT audit_outcome CHECK (outcome IN ('answered', 'refused', 'failed', 'abandoned')),
  CONSTRAINT audit_surface CHECK (surface IN ('rest', 'graphql')),
  CONSTRAINT audit_metrics CHECK (
    cardinality(metrics) = cardinality(versions) AND cardinality(metrics) = cardinality(metric_rows)
  )
);
CREATE INDEX audit_at ON vitrine.audit (at DESC, id DESC);
CREATE INDEX audit_principal ON vitrine.audit (principal_id, at DESC);
CREATE INDEX audit_tenants ON vitrine.audit USING gin (tenants);
CREATE INDEX audit_metric_names ON vitrine.audit USING gin (metrics);

-- Records are never changed. They are removed by age alone, by a transaction that says up to which moment.
CREATE FUNCTION vitrine.keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < nullif(current_setting('vitrine.audit_kept_from', true), '')::timestamptz THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON vitrine.audit
  FOR EACH ROW EXECUTE FUNCTION vitrine.keep_audit();
CREATE TRIGGER audit_whole BEFORE TRUNCATE ON vitrine.audit
  FOR EACH STATEMENT EXECUTE FUNCTION vitrine.keep_audit();
