// Calls functions of the extension as programs do: parameters without types, by
// node-postgres and by Postgres.js.  "ok" or "not ok" for each call, as docs/drivers.md says.
import { createRequire } from 'node:module';
import { deepStrictEqual } from 'node:assert';

const [modules, socket] = process.argv.slice(2);
const require = createRequire(modules + '/package.json');
const pg = require('pg');
const postgres = require('postgres');

let failed = 0;

// A call, and the first row that it gives or the SQLSTATE and hint of its error.
async function holds(name, call, expected) {
	let came;
	try {
		came = { ...(await call())[0] };
	} catch (error) {
		came = { code: error.code, hint: error.hint ?? null };
	}
	try {
		deepStrictEqual(came, expected);
		console.log(`ok ${name}`);
	} catch {
		failed++;
		console.log(`not ok ${name}: ${JSON.stringify(came)}, not ${JSON.stringify(expected)}`);
	}
}

function description(reference) {
	return { reference, receiver: { last_name: 'X', street: 'Y', house_number: 1, postal_code: '3572ZZ',
		city: 'Utrecht' } };
}

const barcodes = ['3SDEMO0000004', '3SDEMO0000001'];
const hint = 'Several barcodes are an array: cast the parameter, as in postnl_track($1::text[]).';

// run(text, values): the rows.  The calls that need no type are the same for all drivers.
async function tryDriver(driver, run, first) {
	const call = (name, text, values, expected) =>
		holds(`${driver}: ${name}`, () => run(text, values), expected);

	await call('a barcode', 'SELECT barcode, status FROM postnl_track($1)', ['3s demo 0000004'],
		{ barcode: '3SDEMO0000004', status: 'delivered' });
	await call('barcodes, cast', 'SELECT count(*)::int AS n FROM postnl_track($1::text[])', [barcodes], { n: 2 });
	await call('a reference that is a text', 'SELECT status FROM postnl_track_reference($1)', ['nothing'],
		{ status: 'not_found' });
	await call('a reference that is a number', 'SELECT status FROM postnl_track_reference($1)', [first],
		{ status: 'not_found' });
	await call('a house number that is a number',
		'SELECT count(*) > 0 AS some FROM postnl_delivery_options($1, $2)', ['3532VA', 9], { some: true });
	await call('a house number that is a text',
		'SELECT count(*) > 0 AS some FROM postnl_delivery_options($1, $2)', ['3532VA', '9'], { some: true });
	await call('timeframes', 'SELECT count(*) > 0 AS some FROM postnl_timeframes($1, $2)', ['3532VA', 9],
		{ some: true });
	await call('an address', 'SELECT street FROM postnl_postal_code($1, $2) LIMIT 1', ['3532VA', '9'],
		{ street: 'Bilderdijkstraat' });
	await call('a house number with an addition', 'SELECT FROM postnl_postal_code($1, $2)', ['3532VA', '9 hs'],
		{ code: '22023', hint: 'Give what follows the number apart, as an addition.' });
	await call('a shipment by numbers', 'SELECT postnl_ship($1, $2, $3, $4, $5, $6) > 0 AS queued',
		[first, 'X', 'Y', 1, '3572ZZ', 'Utrecht'], { queued: true });
	await call('the same by texts', 'SELECT postnl_ship($1, $2, $3, $4, $5, $6) > 0 AS queued',
		[String(first), 'X', 'Y', '1', '3572ZZ', 'Utrecht'], { queued: true });
	await call('another with its reference', 'SELECT postnl_ship($1, $2, $3, $4, $5, $6)',
		[first, 'X', 'Y', 2, '3572ZZ', 'Utrecht'],
		{ code: '23505', hint: 'Use another reference, or postnl_requeue(id, shipment) when it was not announced.' });
	await call('addresses', 'SELECT count(*) > 0 AS some FROM postnl_delivery_options($1::jsonb)',
		[driver === 'pg' ? JSON.stringify([{ postal_code: '3532VA', house_number: 9 }])
			: [{ postal_code: '3532VA', house_number: 9 }]], { some: true });
}

const client = new pg.Client({ host: socket, user: 'postgres', database: 'postgres' });
await client.connect();
await tryDriver('pg', async (text, values) => (await client.query(text, values)).rows, 1001);
await holds('pg: an array without a type',
	async () => (await client.query('SELECT * FROM postnl_track($1)', [barcodes])).rows,
	{ code: '22023', hint });
await holds('pg: a description',
	async () => (await client.query('SELECT postnl_ship($1) > 0 AS queued', [description('P-1')])).rows,
	{ queued: true });
await holds('pg: labels', async () => (await client.query('SELECT count(*)::int AS n FROM postnl_labels($1)',
	[[]])).rows, { n: 0 });
await client.end();

const sql = postgres({ host: socket, user: 'postgres', database: 'postgres', max: 1, onnotice: () => {} });
await tryDriver('postgres', (text, values) => sql.unsafe(text, values), 2001);
await holds('postgres: barcodes in a template',
	() => sql`SELECT count(*)::int AS n FROM postnl_track(${barcodes}::text[])`, { n: 2 });
await holds('postgres: a list that is a text', () => sql`SELECT * FROM postnl_track(${'{' + barcodes + '}'})`,
	{ code: '22023', hint });
await holds('postgres: a reference that is a BigInt',
	() => sql`SELECT status FROM postnl_track_reference(${2002n})`, { status: 'not_found' });
await holds('postgres: a description', () => sql`SELECT postnl_ship(${sql.json(description('Q-1'))}) > 0 AS queued`,
	{ queued: true });
await sql.end();
process.exit(failed > 0 ? 1 : 0);
