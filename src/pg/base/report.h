/*
 * report.h
 *		From a PnlError to an error of PostgreSQL.
 */
#ifndef PNL_PG_BASE_REPORT_H
#define PNL_PG_BASE_REPORT_H

#include "postgres.h"

#include "core/error.h"
#include "pg/base/compat.h"

/* SQLSTATEs of class PN: what PostNL says.  docs/errors.md lists them all. */
#define PNL_ERRCODE_REJECTED		MAKE_SQLSTATE('P', 'N', '4', '0', '0')
#define PNL_ERRCODE_UNAUTHORIZED	MAKE_SQLSTATE('P', 'N', '4', '0', '1')
#define PNL_ERRCODE_NO_OPERATION	MAKE_SQLSTATE('P', 'N', '4', '0', '4')
#define PNL_ERRCODE_THROTTLED		MAKE_SQLSTATE('P', 'N', '4', '2', '9')
#define PNL_ERRCODE_SERVER			MAKE_SQLSTATE('P', 'N', '5', '0', '0')
#define PNL_ERRCODE_PROTOCOL		MAKE_SQLSTATE('P', 'N', '5', '0', '2')

/*
 * Throws the error.  "operation" is what was being done, for the detail;
 * NULL when nothing was called.
 */
pg_noreturn extern void pnl_report(const PnlError *error, const char *operation);

/* Whether what failed while an answer was read is the answer's fault, not ours. */
extern bool pnl_report_blames_answer(int sqlstate);

/* The SQLSTATE of an error. */
extern int	pnl_report_sqlstate(const PnlError *error);

/* The primary message, in the server's encoding; palloc'd. */
extern char *pnl_report_message(const PnlError *error);

/*
 * The same, where it must not fail: a character that the server's encoding
 * lacks becomes a question mark.
 */
extern char *pnl_report_message_lossy(const PnlError *error);

/*
 * What is kept of an error beside its message, as jsonb (error_json.h says
 * what); lossy too.
 */
extern Datum pnl_report_detail_json(const PnlError *error);

/* The warnings among its entries, as postnl.parcel has them; 0 = none. */
extern Datum pnl_report_warnings_json(const PnlError *error);

#endif							/* PNL_PG_BASE_REPORT_H */
