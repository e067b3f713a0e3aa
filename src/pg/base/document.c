/*
 * document.c
 *		Documents of the core as jsonb.
 */
#include "postgres.h"

#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

#include "pg/base/document.h"
#include "pg/base/encoding.h"

char *
pnl_document_write(const PnlJson *document)
{
	PnlBuf		buf;
	char	   *text = NULL;

	pnl_buf_init(&buf, 0);
	if (pnl_json_write(document, &buf))
		text = palloc_extended(buf.length + 1, MCXT_ALLOC_NO_OOM);
	if (text != NULL)
		memcpy(text, pnl_buf_text(&buf), buf.length + 1);
	pnl_buf_free(&buf);
	return text;
}

Datum
pnl_document_jsonb(const char *text)
{
	if (text == NULL)
	{
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
		return (Datum) 0;		/* not reached */
	}
	return DirectFunctionCall1(jsonb_in,
							   CStringGetDatum(pnl_encoding_to_server(text, (int) strlen(text))));
}
