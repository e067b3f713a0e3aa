/*
 * tuple_text.c
 *		A text of a reply as one of the server's.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "core/entity.h"
#include "pg/ask/tuple_text.h"
#include "pg/base/encoding.h"

const char *
pnl_tuple_text_decode(const char *text, size_t *length, PnlTextLoss loss)
{
	const char *converted;

	if (memchr(text, '&', *length) != NULL)
	{
		char	   *decoded = palloc(*length + 1);

		*length = pnl_entity_decode(text, *length, decoded);
		decoded[*length] = '\0';
		text = decoded;
	}
	converted = loss == PNL_TEXT_LOSSY ?
		pnl_encoding_to_server_lossy(text, (int) *length) :
		pnl_encoding_to_server(text, (int) *length);
	if (converted != text)
	{
		*length = strlen(converted);
		return converted;
	}
	return text;
}

Datum
pnl_tuple_text_datum(const char *text, size_t length, PnlTextLoss loss)
{
	text = pnl_tuple_text_decode(text, &length, loss);
	return PointerGetDatum(cstring_to_text_with_len(text, (int) length));
}
