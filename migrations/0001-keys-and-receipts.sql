-- Service keys: what a caller shows is never stored, only an HMAC of it under the server's secret.
CREATE TABLE vitrine.service_keys (
  id          text PRIMARY KEY,
  label       text NOT NULL,
  tenants     text[] NOT NULL,
  capability  text NOT NULL,
  key_hmac    text NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  CONSTRAINT service_keys_capability CHECK (capability IN ('viewer', 'partner', 'analyst', 'admin')),
  -- No tenants must never come to mean all tenants.
  CONSTRAINT service_keys_tenants CHECK (
    cardinality(tenants) > 0 AND array_position(tenants, NULL) IS NULL AND array_position(tenants, '') IS NULL
  )
);

-- Receipts are found by what they are; the same id always has the same body.
CREATE TABLE vitrine.receipts (
  id          text PRIMARY KEY,
  scope_hash  text NOT NULL,
  body        text NOT NULL,
  created_at  timestamptz NOT NULL
);
