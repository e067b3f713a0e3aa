/*
 * description_hash.c
 *		A mark of a shipment's description, which stays when it is erased.
 *
 * Rule for this file: what is hashed must never change, since marks that were
 * made before are compared with new ones.  It is a tagged and length-prefixed
 * writing of the values in jsonb's order, in UTF-8; a number is written
 * without trailing zeros, as jsonb takes 1.50 and 1.5 for equal.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

#include "pg/ship/description_hash.h"

PG_FUNCTION_INFO_V1(postnl_description_hash);

/* ----------
 * What is hashed
 * ----------
 */

/* Room for "s4294967295:". */
#define MAX_PREFIX 12

/* "s5:Meent"; without printf, since this runs for each key of each shipment. */
static void
append_text(StringInfo writing, const JsonbValue *value)
{
	int			length = value->val.string.len;
	char	   *text = pg_server_to_any(value->val.string.val, length, PG_UTF8);

	if (text != value->val.string.val)
		length = (int) strlen(text);
	enlargeStringInfo(writing, length + MAX_PREFIX);
	writing->data[writing->len++] = 's';
	writing->len += pg_ultoa_n((uint32) length, writing->data + writing->len);
	writing->data[writing->len++] = ':';
	memcpy(writing->data + writing->len, text, length);
	writing->len += length;
}

static void
append_number(StringInfo writing, const JsonbValue *value)
{
	Datum		number = DirectFunctionCall1(numeric_trim_scale,
											 NumericGetDatum(value->val.numeric));

	appendStringInfo(writing, "#%s;", DatumGetCString(DirectFunctionCall1(numeric_out, number)));
}

static void
append_scalar(StringInfo writing, const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			append_text(writing, value);
			break;
		case jbvNumeric:
			append_number(writing, value);
			break;
		case jbvBool:
			appendStringInfoChar(writing, value->val.boolean ? 't' : 'f');
			break;
		default:
			appendStringInfoChar(writing, 'n');
			break;
	}
}

static void
append_description(StringInfo writing, Jsonb *description)
{
	JsonbIterator *iterator = JsonbIteratorInit(&description->root);
	JsonbIteratorToken token;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		switch (token)
		{
			case WJB_BEGIN_OBJECT:
				appendStringInfoChar(writing, '{');
				break;
			case WJB_END_OBJECT:
				appendStringInfoChar(writing, '}');
				break;
			case WJB_BEGIN_ARRAY:
				appendStringInfoChar(writing, '[');
				break;
			case WJB_END_ARRAY:
				appendStringInfoChar(writing, ']');
				break;
			default:
				append_scalar(writing, &value);
				break;
		}
	}
}

/* ----------
 * Hashing
 * ----------
 */

static void
hash(uint8 *digest, const char *data, size_t length)
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);

	if (context == NULL || pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, (const uint8 *) data, length) < 0 ||
		pg_cryptohash_final(context, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute the SHA-256 of a description"),
				 context != NULL ?
				 errdetail_internal("%s", pg_cryptohash_error(context)) : 0));
	pg_cryptohash_free(context);
}

Datum
pnl_description_hash(Jsonb *description)
{
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	StringInfoData writing;

	initStringInfo(&writing);
	append_description(&writing, description);
	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	hash((uint8 *) VARDATA(digest), writing.data, writing.len);
	pfree(writing.data);
	return PointerGetDatum(digest);
}

bool
pnl_description_hash_is_kept(void)
{
	Oid			table = get_relname_relid("shipment", get_namespace_oid("postnl", false));

	return get_attnum(table, "description_hash") != InvalidAttrNumber;
}

/* description */
Datum
postnl_description_hash(PG_FUNCTION_ARGS)
{
	return pnl_description_hash(PG_GETARG_JSONB_P(0));
}
