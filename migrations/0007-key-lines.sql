-- The first key of a line of which each was made in the place of the one before: pseudonyms stay the same along it.
ALTER TABLE vitrine.service_keys ADD COLUMN line text REFERENCES vitrine.service_keys (id);

WITH RECURSIVE lines AS (
  SELECT id, id AS line FROM vitrine.service_keys WHERE replaces IS NULL
  UNION ALL
  SELECT later.id, lines.line FROM vitrine.service_keys AS later JOIN lines ON later.replaces = lines.id
)
UPDATE vitrine.service_keys SET line = lines.line
FROM lines WHERE lines.id = service_keys.id AND lines.line <> service_keys.id;
