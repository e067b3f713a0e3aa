/*
 * signals.c
 *		Keeps signals from a thread that a library starts.
 *
 * A thread inherits the signal mask of the one that starts it.  One that
 * could run PostgreSQL's signal handlers would wreck the backend.
 */
#include "postgres.h"

#include <signal.h>

#include "pg/base/signals.h"

static bool signals_blocked = false;
static sigset_t saved_signals;

void
pnl_signals_block(void)
{
	/* signals of a fault in the thread itself are not blocked */
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
	sigset_t	all;

	if (signals_blocked)
		return;
	sigfillset(&all);
	for (size_t i = 0; i < lengthof(faults); i++)
		sigdelset(&all, faults[i]);
	sigprocmask(SIG_SETMASK, &all, &saved_signals);
	signals_blocked = true;
}

void
pnl_signals_unblock(void)
{
	if (!signals_blocked)
		return;
	signals_blocked = false;
	sigprocmask(SIG_SETMASK, &saved_signals, NULL);
}
