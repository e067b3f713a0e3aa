/*
 * guc.h
 *		The settings, prefix "postnl.".
 */
#ifndef PNL_PG_BASE_GUC_H
#define PNL_PG_BASE_GUC_H

#include "postgres.h"

#include "core/environment.h"

/* Which account, and the account that the settings make by themselves. */
extern char *pnl_guc_account;

/* Where no key is set, "". */
extern const char *pnl_guc_api_key;
extern char *pnl_guc_customer_code;
extern char *pnl_guc_sender;
extern char *pnl_guc_customer_number;
extern int	pnl_guc_environment;
extern int	pnl_guc_requests_per_minute;

/* How PostNL is reached. */
extern char *pnl_guc_base_url;
extern char *pnl_guc_ca_file;
extern char *pnl_guc_proxy;
extern int	pnl_guc_connect_timeout;	/* ms */
extern int	pnl_guc_request_timeout;	/* ms */
extern int	pnl_guc_limiter_wait;	/* ms */
extern int	pnl_guc_max_connections;
extern int	pnl_guc_max_response_size;	/* kB */
extern int	pnl_guc_retries;

/* How long answers are kept. */
extern int	pnl_guc_cache_ttl;	/* s */
extern int	pnl_guc_cache_stale;	/* s */

/* The outbox and its workers. */
extern int	pnl_guc_workers;	/* of each database; 0 = none */
extern int	pnl_guc_worker_naptime; /* ms */
extern int	pnl_guc_ship_attempts;
extern int	pnl_guc_ship_deadline;	/* s */

/* The sync. */
extern int	pnl_guc_sync_interval;	/* s; 0 = workers do not sync */
extern int	pnl_guc_trigger_timeout;	/* ms; 0 = no limit */

/* Retention; 0 = for ever. */
extern int	pnl_guc_keep_attempts;	/* s */
extern int	pnl_guc_keep_events;	/* s */
extern int	pnl_guc_keep_labels;	/* s */
extern int	pnl_guc_keep_personal_data; /* s */

/* The language of descriptions that PostNL is asked for. */
extern char *pnl_guc_language;

/* Defines the settings; from _PG_init(). */
extern void pnl_guc_define(void);

#endif							/* PNL_PG_BASE_GUC_H */
