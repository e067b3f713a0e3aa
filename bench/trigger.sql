-- Inserting orders without and with the trigger; prints one line of key=value:
-- µs a row. The runs alternate and are rolled back, so nothing waits for the
-- disk and nothing is sent; emptied tables have no dead rows in their indexes.

\set ON_ERROR_STOP 1
SET client_min_messages = warning;
\set columns 'order_no, customer, street, house_number, postal_code, city, email, total'

-- the first of each in a session prepares what all others have
BEGIN;
INSERT INTO order_by_statement (:columns) SELECT * FROM new_order LIMIT 10;
INSERT INTO order_by_row (:columns) SELECT * FROM new_order LIMIT 10 OFFSET 10;
ROLLBACK;

TRUNCATE order_plain, outbox, order_by_statement, order_by_row, postnl.shipment CASCADE;
BEGIN;
SELECT clock_timestamp() AS began \gset
INSERT INTO order_plain (:columns) SELECT * FROM new_order;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 100 AS plain \gset
ROLLBACK;
BEGIN;
SELECT clock_timestamp() AS began \gset
INSERT INTO outbox (account, environment, reference, state, api, product, description, outbox,
		queued_at, next_attempt_at)
	SELECT 'bench', 'sandbox', order_no, 'queued', 'legacy', '3085',
		jsonb_build_object('reference', order_no, 'receiver', jsonb_build_object(
			'last_name', customer, 'street', street, 'house_number', house_number,
			'postal_code', postal_code, 'city', city)), true, now(), now()
	FROM new_order;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 100 AS outbox \gset
ROLLBACK;
BEGIN;
SELECT clock_timestamp() AS began \gset
INSERT INTO order_by_statement (:columns) SELECT * FROM new_order;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 100 AS by_statement \gset
SELECT count(*) AS queued FROM postnl.shipment WHERE state = 'queued' \gset
ROLLBACK;
TRUNCATE postnl.shipment CASCADE;
BEGIN;
SELECT clock_timestamp() AS began \gset
INSERT INTO order_by_row (:columns) SELECT * FROM new_order;
SELECT extract(epoch FROM clock_timestamp() - :'began') * 100 AS by_row \gset
SELECT count(*) + :queued AS queued FROM postnl.shipment WHERE state = 'queued' \gset
ROLLBACK;

SELECT format('plain=%s outbox=%s by_statement=%s by_row=%s queued=%s',
	round(:plain, 3), round(:outbox, 3), round(:by_statement, 3), round(:by_row, 3), :queued);
