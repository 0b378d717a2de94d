-- Groups that a key speaks for, and the key in whose place it was made: a key is replaced once.
ALTER TABLE vitrine.service_keys
  ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
  ADD COLUMN replaces text REFERENCES vitrine.service_keys (id),
  ADD CONSTRAINT service_keys_groups CHECK (
    array_position(groups, NULL) IS NULL AND array_position(groups, '') IS NULL
  ),
  ADD CONSTRAINT service_keys_replaces UNIQUE (replaces);
