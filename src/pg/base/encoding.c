/*
 * encoding.c
 *		From UTF-8, in which PostNL and the core speak, to the server's encoding.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "pg/base/encoding.h"

const char *
pnl_encoding_to_server(const char *text, int length)
{
	return pg_any_to_server(text, length, PG_UTF8);
}

static char *
make_ascii(const char *text, int length)
{
	char	   *ascii = pnstrdup(text, length);

	for (char *at = ascii; *at != '\0'; at++)
		if (IS_HIGHBIT_SET(*at))
			*at = '?';
	return ascii;
}

const char *
pnl_encoding_to_server_lossy(const char *text, int length)
{
	MemoryContext context = CurrentMemoryContext;
	const char *volatile converted = NULL;

	PG_TRY();
	{
		converted = pnl_encoding_to_server(text, length);
	}
	PG_CATCH();
	{
		/* converting text takes nothing but memory, so no subtransaction is needed */
		MemoryContextSwitchTo(context);
		if (geterrcode() != ERRCODE_UNTRANSLATABLE_CHARACTER)
			PG_RE_THROW();
		FlushErrorState();
		converted = make_ascii(text, length);
	}
	PG_END_TRY();
	return converted;
}
