-- Which models' keys were proven on the real tables. The definition is a hash: a changed model has no proof.
CREATE TABLE vitrine.key_proofs (
  warehouse   text NOT NULL,
  definition  text NOT NULL,
  source      text NOT NULL,
  physical    text NOT NULL,
  proven_at   timestamptz NOT NULL,
  PRIMARY KEY (warehouse, definition)
);
