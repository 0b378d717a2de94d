-- What policies ask of a key beside: lists of values by name, by which rows are told.
ALTER TABLE vitrine.service_keys
  ADD COLUMN claims jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT service_keys_claims CHECK (jsonb_typeof(claims) = 'object');
