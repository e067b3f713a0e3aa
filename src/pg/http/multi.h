/*
 * multi.h
 *		libcurl in this process: one multi handle, and what hangs off it.
 *
 * The multi handle serves the process for its life, and keeps the
 * connections.  For the files of this wing that make and read transfers; all
 * others use transfer.h and errand.h, and see nothing of libcurl.
 *
 * Rule for those files: nothing beneath a libcurl callback may throw.  An
 * ereport there would longjmp over libcurl's frames and leave its state
 * undefined, so callbacks use malloc, record what happened and return
 * "abort".
 */
#ifndef PNL_PG_HTTP_MULTI_H
#define PNL_PG_HTTP_MULTI_H

#include "postgres.h"

#include <curl/curl.h>

_Static_assert(LIBCURL_VERSION_NUM >= 0x074C00, "libcurl 7.76 or newer is needed");

/* 7.87 and newer leave a thread that looks a name up to itself. */
#define PNL_HAS_QUICK_EXIT (LIBCURL_VERSION_NUM >= 0x075700)

/* libcurl's handle of one transfer. */
typedef struct PnlEasy
{
	CURL	   *curl;
	char		error_text[CURL_ERROR_SIZE];
	bool		spoiled;		/* set by the user: its transfer failed, or was stopped */
	struct PnlEasy *next;		/* in the list of idle ones */
} PnlEasy;

/* An option whose value is a number that is always the same. */
typedef struct PnlEasyOption
{
	CURLoption	option;
	long		value;
} PnlEasyOption;

/* Sets libcurl up in the process that uses it, never in the postmaster. */
extern void pnl_multi_set_up(void);

/*
 * Gives *place a handle, new or used before, that has the options which are
 * the process's.  An error finds it there, for pnl_multi_give_back().
 */
extern void pnl_multi_take(PnlEasy **place);

/* Takes a handle back, which is in no transfer; NULL is none. */
extern void pnl_multi_give_back(PnlEasy *easy);

/* Sets options, libcurl checking the type of the one; throws where one fails. */
extern void pnl_multi_set_options(PnlEasy *easy, const PnlEasyOption *options, int count);
extern void pnl_multi_check_option(CURLcode code, CURLoption option);

#define PNL_SET_OPTION(easy, option, value) \
	pnl_multi_check_option(curl_easy_setopt((easy)->curl, (option), (value)), (option))

/* Starts a transfer, and ends one that runs or has ended. */
extern void pnl_multi_start(PnlEasy *easy, int max_connections);
extern void pnl_multi_stop(PnlEasy *easy);

/*
 * Tells fd.c of the connections that so many transfers may open; error 53000
 * when no file descriptor is to be had.  What was told and is not open any
 * more is given back by the second.
 */
extern void pnl_multi_reserve_fds(int transfers);
extern void pnl_multi_release_fds(void);

/*
 * A transfer that has ended, by its CURLOPT_PRIVATE, and how (a CURLcode);
 * NULL = none has.
 */
extern void *pnl_multi_take_done(int *code);

/* Lets libcurl do what is due; does nothing before it is set up. */
extern void pnl_multi_drive_timer(void);

/*
 * Waits once for sockets, libcurl's timer, the latch or the time (of
 * pnl_multi_now_ms(); -1 = none), and lets libcurl do what the wait was for.
 * True when the latch was set.  No interrupt is processed.
 */
extern bool pnl_multi_wait(int64 until_ms, uint32 wait_event);

extern int64 pnl_multi_now_ms(void);

/* Handles, idle ones included, and descriptors told to fd.c. */
extern void pnl_multi_count(int *handles, int *fds);

#endif							/* PNL_PG_HTTP_MULTI_H */
