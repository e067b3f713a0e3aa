-- Answers that hold for some minutes, shared by all backends.

CREATE UNLOGGED TABLE postnl.cache
(
	request bytea NOT NULL,
	answer bytea NOT NULL,
	stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX cache_request ON postnl.cache (request, stored_at);
CREATE INDEX cache_stored_at ON postnl.cache (stored_at);
COMMENT ON TABLE postnl.cache IS
	'PostNL''s answers that hold for some minutes; may be emptied at any time.';
COMMENT ON COLUMN postnl.cache.request IS 'Hash of account, operation and arguments.';
COMMENT ON COLUMN postnl.cache.answer IS 'PostNL''s answer as it came.';
COMMENT ON COLUMN postnl.cache.stored_at IS 'When it came.';
COMMENT ON INDEX postnl.cache_request IS 'Finds the newest answer to a request.';
COMMENT ON INDEX postnl.cache_stored_at IS 'Finds old answers to sweep.';
