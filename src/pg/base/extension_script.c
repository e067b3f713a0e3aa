/*
 * extension_script.c
 *		What a script of the extension cannot do by itself.
 */
#include "postgres.h"

#include "commands/extension.h"
#include "fmgr.h"

PG_FUNCTION_INFO_V1(postnl_script_grants);

/*
 * postnl_script_grants(users): whether what is granted from now on, until the script
 * ends, is a grant of the users.  One that a script makes is taken for a part of the
 * extension, which pg_dump leaves out, and which outlives its role.
 */
Datum
postnl_script_grants(PG_FUNCTION_ARGS)
{
	if (!OidIsValid(CurrentExtensionObject))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("postnl_script_grants() is for scripts of extensions")));
	creating_extension = !PG_GETARG_BOOL(0);
	PG_RETURN_VOID();
}
