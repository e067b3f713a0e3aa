/*
 * module.c
 *		Loading the module.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "pg/guc.h"
#include "pg/limiter.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	pnl_guc_define();
	if (process_shared_preload_libraries_in_progress)
		pnl_limiter_init();
}
