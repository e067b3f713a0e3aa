-- fragments.sql
--		What statements of the outbox share.

-- fragment unlocked_attempts: named_by
attempt_id = ANY (ARRAY(
	SELECT attempt_id FROM postnl.attempt
	WHERE attempt_id = ANY (ARRAY(SELECT x.attempt_id FROM {named_by} AS x))
	FOR NO KEY UPDATE SKIP LOCKED))

-- fragment open_attempt
-- The call that was made for a shipment "s", and has no outcome.
(SELECT max(a.attempt_id) FROM postnl.attempt AS a
	WHERE a.shipment_id = s.shipment_id AND a.ms IS NULL AND a.error IS NULL) AS attempt_id
