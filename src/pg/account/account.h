/*
 * account.h
 *		Accounts: who calls PostNL, with which key, in which environment.
 *
 * An account is a row of postnl.account, or is made of the settings when no
 * row applies.  The key is read for each statement from where key_source
 * says, so a key that was changed is used at once.
 */
#ifndef PNL_PG_ACCOUNT_H
#define PNL_PG_ACCOUNT_H

#include "postgres.h"

#include "core/error.h"
#include "pg/base/guc.h"
#include "pg/http/limiter.h"
#include "pg/http/transfer.h"

/* The name of the account that the settings make. */
#define PNL_DEFAULT_ACCOUNT "default"

/* Texts are palloc'd and NULL where the account has none. */
typedef struct PnlAccount
{
	char	   *name;
	PnlEnvironment environment;
	bool		uses_v4;		/* API generation V4 where it has the operation */
	char	   *key_source;
	char	   *customer_code;
	char	   *customer_number;
	char	   *collection_location;
	char	   *sender;			/* JSON text of an address */
	char	   *product;
	char	   *label_format;
	char	   *barcode_source;
	int			requests_per_minute;	/* 0 = what PostNL allows */
	char	   *key;			/* after pnl_account_read_key(); secret */
} PnlAccount;

/*
 * The account of that name; of setting postnl.account, the default row or
 * the settings when the name is NULL.  Errors: 42704 no such account, 42501
 * not allowed to use it.
 */
extern PnlAccount *pnl_account_find(const char *name);

/* As pnl_account_find(), but the role has to be allowed, not the user. */
extern PnlAccount *pnl_account_find_for(Oid role, const char *name);

/* As pnl_account_find_for(), but NULL when there is no such account. */
extern PnlAccount *pnl_account_look_up(Oid role, const char *name);

/*
 * Reads the key.  False with kind NO_KEY when there is none or it cannot be
 * one.
 */
extern bool pnl_account_read_key(PnlAccount *account, PnlError *error) PNL_MUST_CHECK;

/* Finds an account and reads its key; throws where either fails. */
extern PnlAccount *pnl_account_open(const char *name);

/* Why a text cannot be a key, or NULL when it can; never shows the text. */
extern const char *pnl_account_key_fault(const char *key);

/* A fact of the account by its column name; NULL when it has none. */
extern const char *pnl_account_fact(const PnlAccount *account, const char *name);

/* Whether V4 is to reserve its barcodes, whatever generation ships. */
extern bool pnl_account_reserves_in_v4(const PnlAccount *account);

/* As pnl_environment_find(), of a name that a table of ours has: there is no other. */
extern PnlEnvironment pnl_account_read_environment(const char *name);

/*
 * Throws 55000 unless the account is still in the environment that a shipment
 * of it is of: nothing of the sandbox goes to production, nor back.
 */
extern void pnl_account_check_environment(const PnlAccount *account, int64 shipment_id,
										  const char *environment);

/* Where the account's calls go; after pnl_account_read_key(). */
extern PnlEndpoint pnl_account_endpoint(const PnlAccount *account);

/*
 * A set of transfers there that outlives the transaction: it has no resource
 * owner, and ends with pnl_transfer_end() only.
 */
extern PnlTransferSet *pnl_account_begin_transfers(const PnlAccount *account);

/* The account's share of calls; after pnl_account_read_key(). */
extern PnlLimit pnl_account_limit(const PnlAccount *account);

/* Overwrites the key. */
extern void pnl_account_forget_key(PnlAccount *account);

#endif							/* PNL_PG_ACCOUNT_H */
