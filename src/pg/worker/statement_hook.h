/*
 * statement_hook.h
 *		Statements that workers have to know of, or to make way for.
 */
#ifndef PNL_PG_WORKER_STATEMENT_HOOK_H
#define PNL_PG_WORKER_STATEMENT_HOOK_H

#include "postgres.h"

/* Installs the hook; from _PG_init() while preloading. */
extern void pnl_statement_hook_install(void);

#endif							/* PNL_PG_WORKER_STATEMENT_HOOK_H */
