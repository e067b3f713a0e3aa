-- Shipments, their parcels and labels, and the calls that were made for them.

CREATE FUNCTION postnl.description_hash(description jsonb)
RETURNS bytea
LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 100
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'postnl_description_hash';
COMMENT ON FUNCTION postnl.description_hash(jsonb) IS
	'SHA-256 of a description: the same for those that are equal as jsonb, on every machine.';
REVOKE ALL ON FUNCTION postnl.description_hash(jsonb) FROM PUBLIC;

CREATE TABLE postnl.shipment
(
	shipment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	account text NOT NULL,
	environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
	reference text,
	state text NOT NULL
		CHECK (state IN ('held', 'queued', 'sending', 'labelled', 'announced', 'rejected',
			'failed', 'cancelled', 'watched')),
	kind text NOT NULL DEFAULT 'shipment' CHECK (kind IN ('shipment', 'return', 'watched')),
	api text NOT NULL CHECK (api IN ('legacy', 'v4')),
	product text,
	description jsonb,
	created_at timestamptz NOT NULL DEFAULT now(),
	announced_at timestamptz,
	outbox boolean CHECK (outbox),
	queued_at timestamptz,
	next_attempt_at timestamptz,
	attempts integer NOT NULL DEFAULT 0,
	claimed_by integer,
	claimed_until timestamptz,
	crashes integer NOT NULL DEFAULT 0,
	alone boolean NOT NULL DEFAULT false,
	in_doubt boolean NOT NULL DEFAULT false,
	lookups integer NOT NULL DEFAULT 0,
	error_code text,
	error text,
	status text,
	status_code text,
	status_at timestamptz,
	expected_on date,
	eta_from timestamptz,
	eta_to timestamptz,
	delivered_at timestamptz,
	delivered_on date,
	lead_hours integer,
	closed_at timestamptz,
	description_hash bytea,
	node uuid DEFAULT postnl.own_node(),
	error_detail jsonb,
	order_ref text,
	reship_of bigint,
	normalised jsonb,
	not_before timestamptz,
	UNIQUE (reference, account, environment, outbox),
	CHECK (state <> 'queued' OR (next_attempt_at IS NOT NULL AND queued_at IS NOT NULL)),
	CHECK (state <> 'sending' OR (claimed_by IS NOT NULL AND claimed_until IS NOT NULL)),
	CHECK ((state = 'watched') = (kind = 'watched'))
)
-- a queue: rows change a few times within seconds, and then rest
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX shipment_queued ON postnl.shipment
	(node, account, environment, next_attempt_at, shipment_id)
	WHERE state = 'queued';
CREATE INDEX shipment_suspect ON postnl.shipment (node, account, environment)
	WHERE state = 'queued' AND crashes > 0;
CREATE INDEX shipment_sending ON postnl.shipment (claimed_until) WHERE state = 'sending';
CREATE INDEX shipment_described ON postnl.shipment ((coalesce(announced_at, queued_at, created_at)))
	WHERE description IS NOT NULL AND state NOT IN ('held', 'queued', 'sending');
CREATE INDEX shipment_attention ON postnl.shipment (state)
	WHERE state IN ('rejected', 'failed', 'labelled');
CREATE INDEX shipment_held ON postnl.shipment (node, next_attempt_at) WHERE state = 'held';
CREATE INDEX shipment_order ON postnl.shipment (order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX shipment_reship_of ON postnl.shipment (reship_of) WHERE reship_of IS NOT NULL;
COMMENT ON SEQUENCE postnl.shipment_shipment_id_seq IS 'Numbers of shipments.';
COMMENT ON TABLE postnl.shipment IS 'Shipments: what was asked for, and how far it came.';
COMMENT ON COLUMN postnl.shipment.shipment_id IS 'Number of the shipment.';
COMMENT ON COLUMN postnl.shipment.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.shipment.environment IS 'The account''s environment at that time.';
COMMENT ON COLUMN postnl.shipment.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.shipment.state IS
	'How far it came: held waits to be queued; labelled has a label and is not announced to PostNL '
	'yet; watched was not shipped from here.';
COMMENT ON COLUMN postnl.shipment.kind IS
	'A shipment to a receiver, a return by itself, or one that postnl_watch() follows.';
COMMENT ON COLUMN postnl.shipment.api IS 'Generation of PostNL''s API that was used.';
COMMENT ON COLUMN postnl.shipment.product IS 'Product code.';
COMMENT ON COLUMN postnl.shipment.description IS
	'The description that was given; cleared postnl.keep_personal_data after the end.';
COMMENT ON COLUMN postnl.shipment.created_at IS 'When it was asked for.';
COMMENT ON COLUMN postnl.shipment.announced_at IS 'When it was announced to PostNL.';
COMMENT ON COLUMN postnl.shipment.outbox IS
	'True when it went through the outbox, where a reference is taken once; null when it was '
	'shipped at once.';
COMMENT ON COLUMN postnl.shipment.queued_at IS
	'Since when it waits to be announced; postnl.ship_deadline counts from here.';
COMMENT ON COLUMN postnl.shipment.next_attempt_at IS
	'When a queued shipment may be claimed, and a held one is queued; null of a held one that '
	'postnl_release() queues.';
COMMENT ON COLUMN postnl.shipment.attempts IS
	'Times that it was claimed and PostNL, or it, was to blame for the outcome.';
COMMENT ON COLUMN postnl.shipment.claimed_by IS
	'Number of the process that is sending it; it holds a lock of this number while it lives.';
COMMENT ON COLUMN postnl.shipment.claimed_until IS
	'When the claim of the process that is sending it runs out.';
COMMENT ON COLUMN postnl.shipment.crashes IS
	'Times in a row that the process which had it in hand crashed, or was stuck; after the second '
	'with nothing else in hand it is failed.';
COMMENT ON COLUMN postnl.shipment.alone IS
	'Whether it gets a call of its own, since one that it shared was refused as a whole.';
COMMENT ON COLUMN postnl.shipment.in_doubt IS
	'Whether PostNL may know it already although no answer said so; such a shipment is never '
	'cancelled.';
COMMENT ON COLUMN postnl.shipment.lookups IS
	'How often PostNL was asked for its reference since the last call of unclear outcome.';
COMMENT ON COLUMN postnl.shipment.error_code IS
	'SQLSTATE of the last failure; null after a success.';
COMMENT ON COLUMN postnl.shipment.error IS
	'What failed last: the key of the description, or PostNL''s words.';
COMMENT ON COLUMN postnl.shipment.status IS
	'Canonical status, of the parcel that is worst off; null while PostNL does not know of it.';
COMMENT ON COLUMN postnl.shipment.status_code IS 'PostNL''s code of that parcel''s status.';
COMMENT ON COLUMN postnl.shipment.status_at IS 'Since when that parcel has it.';
COMMENT ON COLUMN postnl.shipment.expected_on IS
	'Day for which delivery was ordered, else the one that PostNL told first.';
COMMENT ON COLUMN postnl.shipment.eta_from IS 'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.shipment.delivered_at IS 'When its last parcel was delivered.';
COMMENT ON COLUMN postnl.shipment.delivered_on IS
	'The day in the Netherlands on which that was.';
COMMENT ON COLUMN postnl.shipment.lead_hours IS
	'Hours that it took from the announcement until then, rounded.';
COMMENT ON COLUMN postnl.shipment.closed_at IS
	'When the last of its parcels was closed: nothing more is expected of it.';
COMMENT ON COLUMN postnl.shipment.description_hash IS
	'Mark of the description, by which another one with the same reference is told from it; stays '
	'when the description is cleared. Null where that was so before version 1.1.';
COMMENT ON COLUMN postnl.shipment.node IS
	'The node that it was queued on; no other sends or follows it until postnl_adopt().';
COMMENT ON COLUMN postnl.shipment.error_detail IS
	'Every error of the last failure, with code, field and text, HTTP status and trace id; '
	'docs/errors.md has its keys.';
COMMENT ON COLUMN postnl.shipment.order_ref IS
	'Your own order that it is of, with others; stays when the description is cleared.';
COMMENT ON COLUMN postnl.shipment.reship_of IS
	'Number of the shipment that it was sent in place of; null otherwise.';
COMMENT ON COLUMN postnl.shipment.normalised IS
	'What was changed of the description before it was checked: key, given, taken and, where it '
	'was left out, because. Null for nothing; cleared with the description.';
COMMENT ON COLUMN postnl.shipment.not_before IS
	'When it was to be announced at the earliest; null where that was not said.';
COMMENT ON INDEX postnl.shipment_reference_account_environment_outbox_key IS
	'Finds a shipment by its reference; in the outbox a reference is there once an account.';
COMMENT ON INDEX postnl.shipment_queued IS 'Finds what is to be claimed, oldest first.';
COMMENT ON INDEX postnl.shipment_suspect IS
	'Finds what was in hand when the process that was sending it crashed.';
COMMENT ON INDEX postnl.shipment_sending IS 'Finds claims that have run out.';
COMMENT ON INDEX postnl.shipment_described IS
	'Finds the shipments whose personal data is kept, oldest first.';
COMMENT ON INDEX postnl.shipment_attention IS 'Finds what needs somebody''s attention.';
COMMENT ON INDEX postnl.shipment_held IS 'Finds what is held, by the time until when.';
COMMENT ON INDEX postnl.shipment_order IS 'Finds the shipments of an order.';
COMMENT ON INDEX postnl.shipment_reship_of IS 'Finds what was sent in place of a shipment.';

CREATE TABLE postnl.parcel
(
	parcel_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	followed_by text NOT NULL,
	followed_in text NOT NULL,
	number integer NOT NULL,
	barcode text,
	product text,
	partner_barcode text,
	partner_id text,
	coding_text text,
	return_barcode text,
	warnings jsonb,
	announced_at timestamptz,
	status text,
	status_code text,
	status_description text,
	phase_code text,
	phase_description text,
	status_at timestamptz,
	delivery_date date,
	eta_from timestamptz,
	eta_to timestamptz,
	delivered_at timestamptz,
	closed_at timestamptz,
	fed boolean NOT NULL DEFAULT true,
	checked_at timestamptz,
	check_at timestamptz,
	news_at timestamptz,
	failures integer NOT NULL DEFAULT 0,
	check_error_code text,
	check_error text,
	node uuid DEFAULT postnl.own_node(),
	unlabelled_at timestamptz,
	barcode_shared boolean CHECK (barcode_shared),
	UNIQUE (shipment_id, number)
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX parcel_barcode ON postnl.parcel (barcode);
CREATE INDEX parcel_return_barcode ON postnl.parcel (return_barcode)
	WHERE return_barcode IS NOT NULL;
CREATE UNIQUE INDEX parcel_own_barcode ON postnl.parcel (barcode, followed_in, node)
	WHERE barcode_shared IS NULL;
CREATE INDEX parcel_twin ON postnl.parcel (shipment_id)
	WHERE barcode_shared AND announced_at IS NOT NULL;
CREATE INDEX parcel_unlabelled ON postnl.parcel (unlabelled_at) WHERE unlabelled_at IS NOT NULL;
CREATE INDEX parcel_open ON postnl.parcel (node, followed_by, followed_in, fed, check_at)
	WHERE check_at IS NOT NULL;
CREATE INDEX parcel_news ON postnl.parcel (node, followed_by, followed_in, news_at)
	WHERE news_at IS NOT NULL;
CREATE INDEX parcel_failing ON postnl.parcel (failures) WHERE check_error_code IS NOT NULL;
CREATE INDEX parcel_unknown ON postnl.parcel (status_code) WHERE status = 'unknown';
COMMENT ON SEQUENCE postnl.parcel_parcel_id_seq IS 'Numbers of parcels.';
COMMENT ON TABLE postnl.parcel IS 'The parcels of shipments, a row each.';
COMMENT ON COLUMN postnl.parcel.parcel_id IS 'Number of the parcel.';
COMMENT ON COLUMN postnl.parcel.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.parcel.followed_by IS 'Name of the account that follows it.';
COMMENT ON COLUMN postnl.parcel.followed_in IS 'The environment that it is in.';
COMMENT ON COLUMN postnl.parcel.number IS 'Its place in the shipment, from 1.';
COMMENT ON COLUMN postnl.parcel.barcode IS 'Its barcode.';
COMMENT ON COLUMN postnl.parcel.product IS 'The product as PostNL''s answer names it.';
COMMENT ON COLUMN postnl.parcel.partner_barcode IS 'Barcode of the carrier abroad.';
COMMENT ON COLUMN postnl.parcel.partner_id IS 'The carrier abroad.';
COMMENT ON COLUMN postnl.parcel.coding_text IS 'Coding text of mailbox parcels.';
COMMENT ON COLUMN postnl.parcel.return_barcode IS 'Barcode of the return label with it.';
COMMENT ON COLUMN postnl.parcel.warnings IS 'PostNL''s warnings: code and text.';
COMMENT ON COLUMN postnl.parcel.announced_at IS
	'When it was announced to PostNL; a barcode without is kept for the next attempt.';
COMMENT ON COLUMN postnl.parcel.status IS
	'Canonical status; registered from the announcement on, null where PostNL was not asked yet.';
COMMENT ON COLUMN postnl.parcel.status_code IS 'PostNL''s code of it; null until PostNL told one.';
COMMENT ON COLUMN postnl.parcel.status_description IS 'PostNL''s words for it.';
COMMENT ON COLUMN postnl.parcel.phase_code IS 'PostNL''s code of the phase that it is in.';
COMMENT ON COLUMN postnl.parcel.phase_description IS 'PostNL''s words for the phase.';
COMMENT ON COLUMN postnl.parcel.status_at IS 'Since when it has the status, by PostNL.';
COMMENT ON COLUMN postnl.parcel.delivery_date IS 'Day of delivery, as PostNL tells it.';
COMMENT ON COLUMN postnl.parcel.eta_from IS 'Begin of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.parcel.eta_to IS 'End of PostNL''s forecast of the delivery.';
COMMENT ON COLUMN postnl.parcel.delivered_at IS 'When it was delivered, or picked up.';
COMMENT ON COLUMN postnl.parcel.closed_at IS
	'When PostNL was last to be asked for it: its status is final, or nothing was heard of it '
	'for 90 days.';
COMMENT ON COLUMN postnl.parcel.fed IS
	'Whether the account''s bulk feed tells of it; else it is asked for by its barcode.';
COMMENT ON COLUMN postnl.parcel.checked_at IS 'When PostNL was last asked for it by its barcode.';
COMMENT ON COLUMN postnl.parcel.check_at IS
	'When PostNL is asked for it next, unless the feed tells of it; null when it is not followed.';
COMMENT ON COLUMN postnl.parcel.news_at IS
	'Since when PostNL is to be asked for it, as there is news of it; null when there is none.';
COMMENT ON COLUMN postnl.parcel.failures IS 'How often in a row the question for it failed.';
COMMENT ON COLUMN postnl.parcel.check_error_code IS
	'SQLSTATE of the failure of the last question; null after a success.';
COMMENT ON COLUMN postnl.parcel.check_error IS 'What failed then, in PostNL''s words.';
COMMENT ON COLUMN postnl.parcel.node IS 'The node that follows it: that of its shipment.';
COMMENT ON COLUMN postnl.parcel.unlabelled_at IS
	'Since when it is announced without its label, which PostNL did not send; null otherwise.';
COMMENT ON COLUMN postnl.parcel.barcode_shared IS
	'True where another parcel may have the barcode too: it is watched, or was shipped by version '
	'1.0, which did not see to it; null otherwise.';
COMMENT ON INDEX postnl.parcel_barcode IS 'Finds a parcel by its barcode.';
COMMENT ON INDEX postnl.parcel_return_barcode IS
	'Finds a parcel by the barcode of the return label with it.';
COMMENT ON INDEX postnl.parcel_own_barcode IS
	'Keeps a barcode to one parcel of those that are shipped from a node.';
COMMENT ON INDEX postnl.parcel_twin IS 'Finds shipped parcels whose barcode another one has too.';
COMMENT ON INDEX postnl.parcel_unlabelled IS 'Finds parcels whose label did not come.';
COMMENT ON INDEX postnl.parcel_open IS 'Finds what PostNL is to be asked for, by account.';
COMMENT ON INDEX postnl.parcel_news IS 'Finds the parcels of which there is news, by account.';
COMMENT ON INDEX postnl.parcel_failing IS 'Finds parcels for which PostNL does not answer.';
COMMENT ON INDEX postnl.parcel_unknown IS 'Finds status codes that are not known here.';

CREATE TABLE postnl.label
(
	label_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	barcode text,
	label_type text,
	format text,
	content bytea NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now(),
	printed_at timestamptz
);
CREATE INDEX label_barcode ON postnl.label (barcode);
CREATE INDEX label_shipment_id ON postnl.label (shipment_id);
CREATE INDEX label_unprinted ON postnl.label (label_id) WHERE printed_at IS NULL;
COMMENT ON SEQUENCE postnl.label_label_id_seq IS 'Numbers of labels.';
COMMENT ON TABLE postnl.label IS
	'Labels and documents, byte for byte as PostNL sent them. Kept for postnl.keep_labels.';
COMMENT ON COLUMN postnl.label.label_id IS 'Number of the label.';
COMMENT ON COLUMN postnl.label.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.label.barcode IS 'The parcel''s barcode.';
COMMENT ON COLUMN postnl.label.label_type IS
	'PostNL''s word, such as Label, Return Label, CN23 or CommercialInvoice.';
COMMENT ON COLUMN postnl.label.format IS 'pdf, gif, jpg, png or zpl, by its first bytes.';
COMMENT ON COLUMN postnl.label.content IS 'The label itself.';
COMMENT ON COLUMN postnl.label.created_at IS 'When it came.';
COMMENT ON INDEX postnl.label_barcode IS 'Finds the labels of a parcel.';
COMMENT ON INDEX postnl.label_shipment_id IS 'Finds the labels of a shipment.';
COMMENT ON COLUMN postnl.label.printed_at IS
	'When it was handed out to be printed, by postnl_labels_to_print() or to whoever shipped it '
	'now; null until then.';
COMMENT ON INDEX postnl.label_unprinted IS 'Finds what is to be printed, oldest first.';

CREATE TABLE postnl.attempt
(
	attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	shipment_id bigint NOT NULL REFERENCES postnl.shipment ON DELETE CASCADE,
	operation text NOT NULL,
	http_status integer,
	ms integer,
	error text,
	made_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
	autovacuum_vacuum_cost_delay = 0);
CREATE INDEX attempt_shipment_id ON postnl.attempt (shipment_id);
CREATE INDEX attempt_made_at ON postnl.attempt USING brin (made_at) WITH (autosummarize = on);
COMMENT ON SEQUENCE postnl.attempt_attempt_id_seq IS 'Numbers of calls.';
COMMENT ON TABLE postnl.attempt IS
	'Every call that was made for a shipment, written before it is made; holds no key and no '
	'address. Kept for postnl.keep_attempts.';
COMMENT ON COLUMN postnl.attempt.attempt_id IS 'Number of the call.';
COMMENT ON COLUMN postnl.attempt.shipment_id IS 'The shipment that it was made for.';
COMMENT ON COLUMN postnl.attempt.operation IS 'What PostNL was asked to do.';
COMMENT ON COLUMN postnl.attempt.http_status IS 'HTTP status of the answer.';
COMMENT ON COLUMN postnl.attempt.ms IS
	'How long it took in milliseconds; null while no outcome is known.';
COMMENT ON COLUMN postnl.attempt.error IS 'SQLSTATE of the failure.';
COMMENT ON COLUMN postnl.attempt.made_at IS 'When it was made.';
COMMENT ON INDEX postnl.attempt_made_at IS 'Finds the calls of a period.';
COMMENT ON INDEX postnl.attempt_shipment_id IS 'Finds the calls made for a shipment.';

CREATE VIEW postnl.unconfirmed AS
SELECT p.barcode, s.shipment_id, s.reference, s.account, s.created_at
FROM postnl.shipment AS s
JOIN postnl.parcel AS p USING (shipment_id)
WHERE s.state = 'labelled';
COMMENT ON VIEW postnl.unconfirmed IS
	'Parcels that have a label and are not announced; postnl_confirm() announces them.';
COMMENT ON COLUMN postnl.unconfirmed.barcode IS 'Barcode of the parcel.';
COMMENT ON COLUMN postnl.unconfirmed.shipment_id IS 'The shipment that it belongs to.';
COMMENT ON COLUMN postnl.unconfirmed.reference IS 'Your own reference.';
COMMENT ON COLUMN postnl.unconfirmed.account IS 'Name of the account that ships it.';
COMMENT ON COLUMN postnl.unconfirmed.created_at IS 'When the label was made.';

SELECT pg_catalog.pg_extension_config_dump('postnl.shipment', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.shipment_shipment_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.parcel', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.parcel_parcel_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.label', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.label_label_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.attempt', '');
SELECT pg_catalog.pg_extension_config_dump('postnl.attempt_attempt_id_seq', '');
