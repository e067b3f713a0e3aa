/*
 * module.c
 *		Loading the module.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "pg/base/compat.h"
#include "pg/base/guc.h"
#include "pg/base/point.h"
#include "pg/http/limiter.h"
#include "pg/process/shared.h"
#include "pg/ship/statement_batch.h"
#include "pg/worker/launcher.h"
#include "pg/worker/statement_hook.h"

PNL_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	pnl_guc_define();
	pnl_point_init();
	pnl_statement_batch_init();
	if (!process_shared_preload_libraries_in_progress)
		return;
	pnl_limiter_init();
	pnl_shared_init();
	pnl_statement_hook_install();
	/* pg_upgrade must have the databases for itself */
	if (!IsBinaryUpgrade)
		pnl_launcher_register();
}
